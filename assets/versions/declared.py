"""Read which part of which page a declaration means, whatever form the declaration comes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from assets.sources.model import RangeSelector, Selector, SourceDocument

_RANGE_KEYS = ("startBefore", "startAfter", "endBefore", "endAfter")


def source_for(declaration: SourceDocument | Mapping[str, Any] | None, url: str) -> SourceDocument | None:
    """Return the page of a declaration that a URL belongs to.

    ``declaration`` is a page already, or a mapping in Open Terms Archive's form. With ``combine`` the entry
    whose ``fetch`` is the URL is taken (failing that, the one most like it), its parent's keys as defaults.
    """
    if declaration is None or isinstance(declaration, SourceDocument):
        return declaration
    entries = declaration.get("combine")
    if not entries:
        return _source(declaration)
    entry = max(entries, key=lambda candidate: _likeness(str(candidate.get("fetch", "")), url))
    parent = {key: value for key, value in declaration.items() if key != "combine"}
    return _source({**parent, **entry})


def _source(data: Mapping[str, Any]) -> SourceDocument:
    url = str(data.get("fetch", ""))
    parameters = tuple(
        str(name)
        for step in _listed(data.get("filter"))
        if isinstance(step, Mapping)
        for name in _listed(step.get("removeQueryParams"))
    )
    return SourceDocument(
        source_id=url,
        url=url,
        select=_selectors(data.get("select")),
        remove=_selectors(data.get("remove")),
        remove_query_params=parameters,
        execute_client_scripts=bool(data.get("executeClientScripts")),
    )


def _selectors(value: object) -> tuple[Selector, ...]:
    return tuple(
        RangeSelector(*(item.get(key) for key in _RANGE_KEYS)) if isinstance(item, Mapping) else str(item)
        for item in _listed(value)
    )


def _listed(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _likeness(declared: str, url: str) -> tuple[bool, bool, int]:
    """Order candidates: the same address, then the same host, then the longest common end of the path."""
    one, other = urlsplit(declared), urlsplit(url)
    host_one, host_other = one.netloc.removeprefix("www."), other.netloc.removeprefix("www.")
    path_one, path_other = one.path.rstrip("/"), other.path.rstrip("/")
    same = (host_one, path_one, one.query) == (host_other, path_other, other.query)
    shared = 0
    for left, right in zip(reversed(path_one), reversed(path_other), strict=False):
        if left != right:
            break
        shared += 1
    return same, host_one == host_other, shared
