"""Charts as SVG that takes its colours from the page, each with a title, a description and the same in figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import vl_convert
from markupsafe import Markup

# Colours nobody uses: site.css gives each the variable of the light or dark page (assets/site/static/site.css).
STANCE_COLOURS = tuple(f"#a1000{number}" for number in range(1, 9))
LINE, ACCENT, SILENT, MISSING, UNSURE, PAPER = (
    "#a10000", "#a10009", "#a1000a", "#a1000b", "#a1000c", "#a1000d",
)  # fmt: skip
WIDTH, HEIGHT = 700, 220
LEAST_WIDTH, WIDEST_MONTH, WIDEST_NAME = 300, 60, 72
LONGEST_TABLE = 120
"""Rows of figures under a chart; a longer story is cut to its newest part."""

_STANDING = {"silent": SILENT, "not_captured": MISSING, "unsure": UNSURE, "conflicting": UNSURE}
# The picture has one title and one description; the roles of its parts would be read out one by one.
_ARIA = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
_SVG = re.compile(r"<svg[^>]*>")
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_CONFIG = {
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "domainColor": LINE,
        "tickColor": LINE,
        "gridColor": LINE,
        "labelFontSize": 12,
        "titleFontSize": 12,
    },
}


@dataclass(frozen=True)
class Series:
    """A part of a stack: what it is called, its colour, and its value at each moment."""

    name: str
    colour: str
    values: Sequence[float]


@dataclass(frozen=True)
class Chart:
    """A chart: the picture, its words, its figures as rows under ``columns``, and which colour stands for what.

    ``legend``: names and colours, nothing where one colour says nothing.
    """

    title: str
    description: str
    svg: Markup
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    legend: Sequence[tuple[str, str]] = ()


def stance_colour(stance: str, place: int) -> str:
    """Return the colour of a stance: those every question has look the same everywhere."""
    return _STANDING.get(stance) or STANCE_COLOURS[(place - 1) % len(STANCE_COLOURS)]


def stacked_months(
    title: str, description: str, months: Sequence[str], series: Sequence[Series], counted: str
) -> Chart | None:
    """Return columns over months, one on the other; nothing where there are no two months to compare.

    Args:
        title: what it shows, in a sentence without its point.
        description: what it rests on, in a sentence or two.
        months: ``2026-10`` and so on, in order.
        series: the parts, those first that stand lowest; values as many as months.
        counted: what is counted, the title of the vertical axis.
    """
    drawn = [one for one in series if any(one.values)]
    if len(months) < 2 or not drawn:
        return None
    highest = max(sum(one.values[at] for one in drawn) for at in range(len(months)))
    rows = [
        {"month": f"{month}-01", "part": one.name, "value": one.values[at], "place": place}
        for at, month in enumerate(months)
        for place, one in enumerate(drawn)
    ]
    width = min(WIDTH, max(LEAST_WIDTH, WIDEST_MONTH * len(months)))
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": HEIGHT,
        # readers' letters may be wider than those the picture was measured with, and the last name stands at its edge
        "padding": {"left": 2, "top": 2, "right": 22, "bottom": 2},
        "data": {"values": rows},
        "mark": {"type": "bar", "binSpacing": 1},
        "encoding": {
            "x": {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "title": None,
                  "axis": {"grid": False, "format": "%b %Y", "values": _named_months(months, width), "labelAlign": "left",
                           "labelFlush": False}},
            "y": {"field": "value", "type": "quantitative", "stack": "zero", "title": counted,
                  "axis": {"format": ",d", "tickCount": int(max(1, min(5, highest)))}},
            "color": {"field": "part", "type": "nominal", "title": None,
                      "scale": {"domain": [one.name for one in drawn], "range": [one.colour for one in drawn]},
                      # beside the picture, in HTML: on a phone the picture is wider than the screen
                      "legend": None},
            "order": {"field": "place", "type": "quantitative"},
        },
        "config": _CONFIG,
    }  # fmt: skip
    newest = range(max(0, len(months) - LONGEST_TABLE), len(months))
    return Chart(
        title,
        description,
        _picture(spec, title, description),
        ["Month", *(one.name for one in drawn)],
        [[months[at], *(_figure(one.values[at]) for one in drawn)] for at in reversed(newest)],
        [(one.name, one.colour) for one in drawn] if len(drawn) > 1 else (),
    )


def _named_months(months: Sequence[str], width: int) -> list[dict[str, Any]]:
    """Return the months whose names stand below a chart, the newest and as many before as there is room for."""
    step = -(-WIDEST_NAME * len(months) // width)
    return [
        {"year": int(one[:4]), "month": int(one[5:]), "utc": True} for one in months[::-1][:: max(1, step)]
    ]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.2f}"


def _picture(spec: dict[str, Any], title: str, description: str) -> Markup:
    """Draw a chart; only our own words and names of the catalogues are in it."""
    drawn = _ARIA.sub("", vl_convert.vegalite_to_svg(spec))
    found = _SVG.match(drawn)
    size = _SIZE.search(drawn)
    if not found or not size:
        raise ValueError("the picture has no size: the charting library draws in another way than it did")
    opening = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}">'
        "<title>{}</title><desc>{}</desc>"
    ).format(title, size[1], size[2], size[1], title, description)
    return opening + Markup(drawn[found.end() :])
