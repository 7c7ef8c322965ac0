"""Stage 4, provisions: versions cut into single clauses whose identity survives edits."""
