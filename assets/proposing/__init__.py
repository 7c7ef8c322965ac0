"""Proposing a declaration for a page somebody found: what it is, what is the policy on it, what else there is."""
