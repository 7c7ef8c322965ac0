"""Small plots for the Dagster UI: an image inside Markdown, drawn as SVG without a plotting library."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, MARGIN = 640, 150, 22


def columns_over_time(points: Sequence[tuple[str, int]]) -> str:
    """Return Markdown with a column chart of (label, count) pairs, first and last label below it."""
    if not points:
        return "*nothing yet*"
    highest = max(count for _, count in points) or 1
    step = (WIDTH - 2 * MARGIN) / len(points)
    bars = []
    for index, (label, count) in enumerate(points):
        height = (HEIGHT - 2 * MARGIN) * count / highest
        bars.append(
            f'<rect x="{MARGIN + index * step:.1f}" y="{HEIGHT - MARGIN - height:.1f}" '
            f'width="{max(step - 1.5, 1):.1f}" height="{height:.1f}" fill="#4f43dd">'
            f"<title>{escape(label)}: {count}</title></rect>"
        )
    text = 'font-family="sans-serif" font-size="11" fill="#777"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'{"".join(bars)}<text x="{MARGIN}" y="{HEIGHT - 6}" {text}>{escape(points[0][0])}</text>'
        f'<text x="{WIDTH - MARGIN}" y="{HEIGHT - 6}" text-anchor="end" {text}>{escape(points[-1][0])}</text>'
        f'<text x="{MARGIN}" y="14" {text}>highest: {highest}</text></svg>'
    )
    encoded = base64.b64encode(svg.encode()).decode()
    return f"![{len(points)} columns, highest {highest}](data:image/svg+xml;base64,{encoded})"
