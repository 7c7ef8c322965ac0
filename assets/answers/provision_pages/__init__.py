"""What a page on one provision says: who does what, what is left open, exposure, law, and others' comparable clauses."""
