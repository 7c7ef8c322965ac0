"""The taxonomy that ships, or another one from a directory."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from assets.topics.exemplars import EXEMPLARS_DIRECTORY
from assets.topics.taxonomy_file import TAXONOMY_DIRECTORY, Taxonomy, read_taxonomy

__all__ = ["Taxonomy", "load_taxonomy"]


def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read the taxonomy of a directory (default: the one that ships, read once).

    Its exemplars stand in the folder ``exemplars`` of the directory; without one, the rules alone decide.

    Raises:
        CatalogueError: a file is missing or not as expected; names file, line and expectation.
    """
    return _shipped() if path is None else read_taxonomy(path)


@lru_cache(maxsize=1)
def _shipped() -> Taxonomy:
    return read_taxonomy(TAXONOMY_DIRECTORY, EXEMPLARS_DIRECTORY)
