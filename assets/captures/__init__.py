"""Stage 2, captures: bytes and the fact of having looked, archived as evidence and chained."""
