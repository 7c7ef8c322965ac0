"""Cut out of a page what its declaration calls the policy, as Open Terms Archive's selectors mean it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from assets.sources.model import RangeSelector, Selector


class SelectorError(ValueError):
    """A declared selector that is not CSS, or a range without a start or an end. The message names it."""


def remove(page: LexborHTMLParser, selectors: Iterable[Selector]) -> list[str]:
    """Delete from the page everything the ``remove`` selectors match; return notes on what went wrong.

    Matching nothing is ordinary here (a banner that is not always shown); only an invalid selector is noted.
    """
    notes = []
    unwanted: list[LexborNode] = []
    for selector in selectors:
        try:
            unwanted.extend(_matches(page, selector))
        except SelectorError as error:
            notes.append(f"remove: {error}")
    # Only now, and outermost first: a range is declared on the page as it was served.
    for node in _outermost(unwanted):
        node.decompose()
    return notes


def select(page: LexborHTMLParser, selectors: Sequence[Selector]) -> tuple[list[LexborNode], list[str]]:
    """Return the nodes the ``select`` selectors match, in declared order, and notes on those without a match.

    A node inside another selected node is not returned again: nested matches would double the text.
    """
    notes: list[str] = []
    chosen: list[LexborNode] = []
    for selector in selectors:
        try:
            found = _matches(page, selector)
        except SelectorError as error:
            notes.append(f"select: {error}")
            continue
        if not found:
            notes.append(f"selector {describe(selector)} matched nothing")
        chosen.extend(found)
    return _outermost(chosen), notes


def describe(selector: Selector) -> str:
    """Return a selector as a person would quote it.

    >>> describe(RangeSelector(start_after="h1", end_before="footer"))
    "from after 'h1' to before 'footer'"
    """
    if isinstance(selector, str):
        return repr(selector)
    start = (
        f"before {selector.start_before!r}" if selector.start_before else f"after {selector.start_after!r}"
    )
    end = f"before {selector.end_before!r}" if selector.end_before else f"after {selector.end_after!r}"
    return f"from {start} to {end}"


def _matches(page: LexborHTMLParser, selector: Selector) -> list[LexborNode]:
    return _css(page, selector) if isinstance(selector, str) else _between(page, selector)


def _css(page: LexborHTMLParser, query: str) -> list[LexborNode]:
    try:
        return page.css(query)
    except SelectolaxError as error:
        raise SelectorError(f"{query!r} is not a CSS selector") from error


def _outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """Return the nodes that lie in no other of them, each once, in the order given."""
    identities = {node.mem_id for node in nodes}
    kept: list[LexborNode] = []
    seen: set[int] = set()
    for node in nodes:
        ancestor = node.parent
        while ancestor is not None and ancestor.mem_id not in identities:
            ancestor = ancestor.parent
        if ancestor is None and node.mem_id not in seen:
            seen.add(node.mem_id)
            kept.append(node)
    return kept


def _between(page: LexborHTMLParser, selector: RangeSelector) -> list[LexborNode]:
    """Return the largest nodes that lie wholly within a range, in document order.

    Elements that straddle a boundary (a list half inside) are not returned, their children inside are.
    """
    start_query, end_query = (
        selector.start_before or selector.start_after,
        selector.end_before or selector.end_after,
    )
    if not start_query or not end_query:
        raise SelectorError(f"the range {describe(selector)} lacks a start or an end")
    starts, ends = _css(page, start_query), _css(page, end_query)
    if not starts or not ends or page.root is None:
        return []
    start, end = starts[0].mem_id, ends[0].mem_id
    straddling = {ancestor.mem_id for edge in (starts[0], ends[0]) for ancestor in _ancestors(edge)}
    found: list[LexborNode] = []
    inside = False
    # Nodes still to enter, and identities of nodes still to leave.
    pending: list[LexborNode | int] = [page.root]
    while pending:
        step = pending.pop()
        if isinstance(step, int):
            inside = inside or (step == start and selector.start_before is None)
            if step == end:
                break
            continue
        identity = step.mem_id
        inside = inside or (identity == start and selector.start_before is not None)
        if identity == end and selector.end_before is not None:
            break
        if identity in (start, end):
            pending.append(identity)
        if identity in straddling:
            pending.extend(reversed(list(step.iter(include_text=True))))
        elif inside:
            found.append(step)
    return found


def _ancestors(node: LexborNode) -> Iterable[LexborNode]:
    ancestor = node.parent
    while ancestor is not None:
        yield ancestor
        ancestor = ancestor.parent
