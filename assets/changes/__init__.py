"""Stage 6, changes: what differs between one published version and the next, provision by provision, and whether it matters."""
