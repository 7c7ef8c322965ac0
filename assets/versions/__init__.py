"""Bytes to Markdown, hashes and timelines: what a document said, and when it said something else."""

from assets.versions.extraction import EXTRACTOR_VERSION, Extraction, extract

__all__ = ["EXTRACTOR_VERSION", "Extraction", "extract"]
