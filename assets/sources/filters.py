"""Filters of Open Terms Archive's declarations: the built-in one is understood, JavaScript is reported."""

from __future__ import annotations

from assets.sources.located import Entries, Items, Node, Pair, Scalar, describe
from assets.sources.problems import Problems

REMOVE_QUERY_PARAMS = "removeQueryParams"
"""The one filter built into Open Terms Archive's engine (release 9): drops parameters from links."""


def read_filters(pair: Pair, problems: Problems) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the query parameters to remove, and in words what ``filter`` asks for that is not done.

    A filter is a function's name, or a mapping of one name to its parameters. Functions other than the
    built-in are JavaScript beside the declaration, which Termscape does not run.
    """
    if not isinstance(pair.value, Items):
        problems.error(pair.value.line, f"filter: a list was expected, not {describe(pair.value)}")
        return (), ()
    params: list[str] = []
    unsupported: list[str] = []
    for item in pair.value.items:
        name, parameters = _read_filter(item, problems)
        if name == REMOVE_QUERY_PARAMS:
            if parameters is None:
                problems.warning(
                    item.line,
                    f"filter: {REMOVE_QUERY_PARAMS} without parameters removes nothing",
                    f"write {{{REMOVE_QUERY_PARAMS}: [utm_source]}}",
                )
            else:
                params.extend(read_names(f"filter.{REMOVE_QUERY_PARAMS}", parameters, problems))
        elif name is not None:
            unsupported.append(f"JavaScript filter {name} is not run: what it would remove stays in the text")
            problems.warning(
                item.line,
                f"filter: {name} is a JavaScript function, which Termscape does not run",
                "say with remove: what it takes away, where selectors can say it",
            )
    return tuple(params), tuple(unsupported)


def read_names(key: str, node: Node, problems: Problems) -> tuple[str, ...]:
    """Read a name or a list of names (here: of query parameters)."""
    nodes = node.items if isinstance(node, Items) else (node,)
    names = []
    for each in nodes:
        if isinstance(each, Scalar) and isinstance(each.value, str) and each.value:
            names.append(each.value)
        else:
            problems.error(each.line, f"{key}: a name or a list of names was expected, not {describe(each)}")
    return tuple(names)


def _read_filter(node: Node, problems: Problems) -> tuple[str | None, Node | None]:
    """Return a filter's name and parameters; ``None`` for a name after recording that it is no filter."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value:
        return node.value, None
    if isinstance(node, Entries) and len(node.pairs) == 1:
        return node.pairs[0].key, node.pairs[0].value
    problems.error(
        node.line, f"filter: a function's name or {{name: parameters}} was expected, not {describe(node)}"
    )
    return None, None
