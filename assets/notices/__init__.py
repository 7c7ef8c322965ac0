"""Telling people: feeds, alerts, digests, what they made of them, and the vendors they watch for."""
