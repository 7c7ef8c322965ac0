"""Convert the chosen part of a page into Markdown that keeps its structure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborNode


@lru_cache(maxsize=1)
def _options() -> Any:
    from html_to_markdown import ConversionOptions, PreprocessingOptions

    return ConversionOptions(
        preprocessing=PreprocessingOptions(enabled=False),
        extract_metadata=False,
        autolinks=False,
        skip_images=True,
        hidden_content="all",
        bullets="-",
        max_depth=500,
    )


def to_markdown(nodes: Sequence[LexborNode], url: str) -> str:
    """Return the nodes as Markdown, one after the other."""
    from html_to_markdown import convert

    markup = "".join(f"<div>{node.html or ''}</div>" for node in nodes)
    return (convert(markup, _options()).content or "").strip()
