"""Stage 1, sources: declarations become platforms, documents and the pages they are made of."""

from assets.sources.model import Declaration, Platform, RangeSelector, Selector, SourceDocument
from assets.sources.overview import OverviewRow, overview
from assets.sources.problems import DeclarationProblem
from assets.sources.registry import SHIPPED_PLATFORMS, UnknownPlatform, find_platform, load_platforms

__all__ = [
    "SHIPPED_PLATFORMS",
    "Declaration",
    "DeclarationProblem",
    "OverviewRow",
    "Platform",
    "RangeSelector",
    "Selector",
    "SourceDocument",
    "UnknownPlatform",
    "find_platform",
    "load_platforms",
    "overview",
]
