"""Comparisons across platforms that SQL cannot make: wordings that are nearly the same, and wordings like no other."""
