"""Read tables that only lay out a page, as pages were built before style sheets, as the blocks they are."""

from __future__ import annotations

from collections.abc import Iterator

from assets.versions.page_tree import Element, Tree

# A cell with this share of a table's prose, and this much of it (about 150 words), is the page itself; in a
# table of data no cell says nearly everything.
PAGE_SHARE = 0.7
PAGE_LETTERS = 700
# What only tables of data have (HTML Living Standard, section 4.9.1, on telling the two apart).
_DATA_TAGS = frozenset({"th", "caption", "thead", "colgroup"})
_DATA_ROLES = frozenset({"grid", "table", "treegrid"})
_LAYOUT_ROLES = frozenset({"presentation", "none"})
_TABLE_PARTS = frozenset({"table", "tbody", "tfoot", "thead", "tr", "td", "th"})


def undo_layout_tables(tree: Tree) -> int:
    """Turn tables for layout, their rows and cells into plain blocks; return how many there were."""
    undone = 0
    for table in tree.elements:
        if table.tag == "table" and _is_layout(parts := list(_parts(table))):
            for part in parts:
                part.tag = "div"
            undone += 1
    return undone


def _is_layout(parts: list[Element]) -> bool:
    table, *inner = parts
    role = table.attribute("role")
    if role in _LAYOUT_ROLES:
        return True
    if role in _DATA_ROLES or any(part.tag in _DATA_TAGS for part in inner):
        return False
    cells = [part for part in inner if part.tag == "td" and part.letters]
    if len(cells) < 2:
        return True
    largest = max(cell.prose_letters for cell in cells)
    return largest >= max(PAGE_LETTERS, PAGE_SHARE * table.prose_letters)


def _parts(table: Element) -> Iterator[Element]:
    """Yield a table, its rows and its cells, and nothing in its cells."""
    stack = [table]
    while stack:
        element = stack.pop()
        yield element
        if element.tag not in ("td", "th"):
            stack += [
                child
                for child in reversed(element.children)
                if not isinstance(child, str) and (child.tag in _TABLE_PARTS or child.tag in _DATA_TAGS)
            ]
