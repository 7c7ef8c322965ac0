"""Stage 8, releases: what passed the checks, published atomically for readers."""
