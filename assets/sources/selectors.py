"""Selectors of a declaration: CSS selectors and ranges between two, checked with the parser that applies them."""

from __future__ import annotations

from functools import cache

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from assets.sources.located import Entries, Items, Node, Pair, Scalar, describe
from assets.sources.model import RangeSelector, Selector
from assets.sources.problems import Problems
from assets.sources.vocabulary import nearest

RANGE_STARTS = ("startBefore", "startAfter")
RANGE_ENDS = ("endBefore", "endAfter")
_EXPECTED = "a CSS selector, a range ({startBefore: …, endBefore: …}) or a list of those was expected"


def read_selectors(pair: Pair, problems: Problems) -> tuple[Selector, ...]:
    """Read the value of ``select`` or ``remove``; what is wrong is recorded and left out.

    Open Terms Archive's rule: a CSS selector, a range selector, or a list of those.
    """
    nodes = pair.value.items if isinstance(pair.value, Items) else (pair.value,)
    selectors = []
    for node in nodes:
        selector = _read_selector(pair.key, node, problems)
        if selector is not None:
            selectors.append(selector)
    return tuple(selectors)


@cache
def is_css(selector: str) -> bool:
    """Say whether the parser used for extraction (selectolax's lexbor) accepts a CSS selector.

    >>> is_css("main > article"), is_css("div >")
    (True, False)
    """
    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError:
        return False
    return True


def _read_selector(key: str, node: Node, problems: Problems) -> Selector | None:
    if isinstance(node, Entries):
        return _read_range(key, node, problems)
    return _read_css(key, node, problems)


def _read_css(key: str, node: Node, problems: Problems) -> str | None:
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        problems.error(node.line, f"{key}: {_EXPECTED}, not {describe(node)}")
        return None
    if not is_css(node.value):
        problems.error(
            node.line,
            f"{key}: {node.value!r} is not a CSS selector that can be applied",
            "check brackets and quotes; pseudo-elements such as ::before select no text",
        )
        return None
    return node.value


def _read_range(key: str, node: Entries, problems: Problems) -> RangeSelector | None:
    before = problems.omissions
    found: dict[str, str | None] = {}
    for pair in node.pairs:
        if pair.key in RANGE_STARTS + RANGE_ENDS:
            found[pair.key] = _read_css(f"{key}.{pair.key}", pair.value, problems)
        else:
            near = nearest(pair.key, RANGE_STARTS + RANGE_ENDS)
            problems.error(
                pair.line,
                f"{key}: {pair.key!r} is not part of a range selector",
                f"did you mean {near}?" if near else f"known: {', '.join(RANGE_STARTS + RANGE_ENDS)}",
            )
    for choices in (RANGE_STARTS, RANGE_ENDS):
        if sum(choice in found for choice in choices) != 1:
            problems.error(
                node.line, f"{key}: a range selector needs exactly one of {choices[0]} and {choices[1]}"
            )
    if problems.omissions > before:
        return None
    return RangeSelector(*(found.get(name) for name in RANGE_STARTS + RANGE_ENDS))
