"""Stage 9, releases: what passed the checks, published atomically for readers."""
