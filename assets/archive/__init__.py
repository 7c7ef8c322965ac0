"""The archive, under all stages: evidence that nobody can quietly alter, and from which all else is made again."""

from assets.archive.archive import Archive

__all__ = ["Archive"]
