"""Stage 1, sources: declarations become platforms, documents and the pages they are made of."""
