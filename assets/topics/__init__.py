"""Stage 5, topics: what each provision is about, with the rule that says so."""
