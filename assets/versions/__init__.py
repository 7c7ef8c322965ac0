"""Stage 3, versions: bytes become Markdown, and Markdown becomes a version, noise or quarantine."""
