"""Questions answered by statements: sentences that say one thing, and rules that put them together."""
