"""Convert the chosen part of a page into Markdown that keeps its structure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from assets.versions.inline_text import BREAK, PLAIN, Run, Style, escaped_start, is_bullet, lines
from assets.versions.links import LinkTargets, decoded_email
from assets.versions.page_tree import BLOCK, HEADING_TAGS, Element

# Beyond this depth structure is given up and the text kept: each level takes up to five of Python's stack frames.
MAX_DEPTH = 120
# A heading longer than this is a page whose heading was never closed; its text is not a title.
MAX_HEADING_LETTERS = 400
# A table whose cells hold this much on average lays out a page, it does not tabulate.
MAX_CELL_LETTERS = 1500
# <pre> longer than this is a whole document written as plain text, not a sample of code.
MAX_CODE_LETTERS = 600

_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em", "cite", "dfn", "var"})
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})


class Block(NamedTuple):
    """A finished piece of Markdown: what it is, and its text."""

    kind: str
    text: str


def to_markdown(nodes: Sequence[Element | str], links: LinkTargets) -> str:
    """Return elements and texts as one Markdown text: blocks apart by an empty line, no trailing white space."""
    writer = _Writer(links)
    for node in nodes:
        if isinstance(node, str):
            writer.runs.append((node, PLAIN))
        else:
            writer.flush()
            writer.write(node, PLAIN, 0)
            writer.flush()
    writer.flush()
    return _joined(writer.blocks)


class _Writer:
    """Walks the tree once, collecting runs of text into paragraphs and paragraphs into blocks."""

    def __init__(self, links: LinkTargets) -> None:
        self.links = links
        self.runs: list[Run] = []
        self.blocks: list[Block] = []
        # Inside a heading or a cell there are no blocks: this stands where one would have ended.
        self.boundary: str | None = None
        self.handlers: dict[str, Callable[[Element, Style, int], None]] = {
            "br": self._break,
            "a": self._link,
            "hr": self._rule,
            "pre": self._preformatted,
            "table": self._table,
            "blockquote": self._quote,
            "li": self._stray_item,
            **dict.fromkeys(_LISTS, self._list),
            **dict.fromkeys(HEADING_TAGS, self._heading),
            **dict.fromkeys(_BOLD, self._bold),
            **dict.fromkeys(_ITALIC, self._italic),
            **dict.fromkeys(_CODE, self._code),
        }
        self.roles: dict[str, Callable[[Element, Style, int], None]] = {
            "heading": self._heading,
            "list": self._list,
            "listitem": self._stray_item,
        }

    def write(self, element: Element, style: Style, depth: int) -> None:
        """Write an element and all in it."""
        if element.dropped:
            return
        if depth > MAX_DEPTH:
            self.runs.append((element.text(), style))
            return
        tag, attributes = element.tag, element.attributes
        handler = self.handlers.get(tag)
        if attributes:
            if "data-cfemail" in attributes:
                self.runs.append((decoded_email(element.attribute("data-cfemail")) or element.text(), style))
                return
            if handler is None and "role" in attributes:
                handler = self.roles.get(element.attribute("role"))
        if handler is not None:
            handler(element, style, depth)
        elif tag in BLOCK:
            self.flush()
            self._children(element, style, depth)
            self.flush()
        else:
            self._children(element, style, depth)

    def _children(self, element: Element, style: Style, depth: int) -> None:
        for child in element.children:
            if not isinstance(child, str):
                self.write(child, style, depth + 1)
            elif self.runs or not child.isspace():
                self.runs.append((child, style))

    def flush(self) -> None:
        """End the paragraph in progress."""
        if self.boundary is not None:
            self.runs.append((self.boundary, PLAIN))
            return
        if self.runs:
            runs, self.runs = self.runs, []
            self.blocks += _paragraphs(lines(runs))

    def _inline(self, element: Element, style: Style, depth: int, boundary: str, *, bold: bool) -> list[str]:
        """Return an element's content as lines, whatever blocks it is made of."""
        outer_runs, outer_boundary = self.runs, self.boundary
        self.runs, self.boundary = [], boundary
        self._children(element, style, depth)
        found = lines(self.runs, bold=bold)
        self.runs, self.boundary = outer_runs, outer_boundary
        return [line for line in found if line]

    def _within(self, write: Callable[[], None]) -> list[Block]:
        """Return the blocks that a piece of writing makes, instead of adding them to the document."""
        outer_runs, outer_blocks = self.runs, self.blocks
        self.runs, self.blocks = [], []
        write()
        self.flush()
        found, self.runs, self.blocks = self.blocks, outer_runs, outer_blocks
        return found

    def _break(self, element: Element, style: Style, depth: int) -> None:
        self.runs.append((BREAK if self.boundary is None else self.boundary, style))

    def _rule(self, element: Element, style: Style, depth: int) -> None:
        self.flush()
        if self.boundary is None and self.blocks and self.blocks[-1].kind != "rule":
            self.blocks.append(Block("rule", "---"))

    def _link(self, element: Element, style: Style, depth: int) -> None:
        target = self.links.target(element.attribute("href")) if "href" in element.attributes else None
        if target:
            style = Style(style.bold, style.italic, style.code, target)
        self._children(element, style, depth)

    # Making a style anew takes a fifth of the time of `_replace`.
    def _bold(self, element: Element, style: Style, depth: int) -> None:
        self._children(element, Style(True, style.italic, style.code, style.link), depth)

    def _italic(self, element: Element, style: Style, depth: int) -> None:
        self._children(element, Style(style.bold, True, style.code, style.link), depth)

    def _code(self, element: Element, style: Style, depth: int) -> None:
        self._children(element, Style(style.bold, style.italic, True, style.link), depth)

    def _heading(self, element: Element, style: Style, depth: int) -> None:
        if self.boundary is not None or element.letters > MAX_HEADING_LETTERS:
            self.flush()
            self._children(element, style, depth)
            self.flush()
            return
        self.flush()
        self._unlink_permalinks(element)
        text = " ".join(self._inline(element, style, depth, " ", bold=False))
        if text:
            self.blocks.append(Block("heading", f"{'#' * _level(element)} {text}"))

    def _unlink_permalinks(self, heading: Element) -> None:
        """Take out of a heading the links that only lead to the heading itself, and their signs (#, ¶)."""
        for element in heading.walk():
            if element.tag == "a" and self.links.within_page(element.attribute("href")):
                element.attributes = {}
                element.dropped = not any(character.isalnum() for character in element.text())

    def _quote(self, element: Element, style: Style, depth: int) -> None:
        if self.boundary is not None:
            self._children(element, style, depth)
            return
        self.flush()
        quoted = _joined(self._within(lambda: self._children(element, style, depth)))
        if quoted:
            self.blocks.append(Block("quote", "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))))

    def _preformatted(self, element: Element, style: Style, depth: int) -> None:
        text = "".join(_texts(element)).strip("\n")
        if self.boundary is not None or not text.strip():
            self._children(element, style, depth)
            return
        self.flush()
        if element.letters > MAX_CODE_LETTERS:
            for paragraph in text.split("\n\n"):
                self.runs.append((paragraph, style))
                self.flush()
        else:
            fence = "````" if "```" in text else "```"
            self.blocks.append(Block("code", f"{fence}\n{text.rstrip()}\n{fence}"))

    def _stray_item(self, element: Element, style: Style, depth: int) -> None:
        self.flush()
        if self.boundary is not None:
            self._children(element, style, depth)
            self.flush()
            return
        self._add_items([("-", self._within(lambda: self._children(element, style, depth)))])

    def _list(self, element: Element, style: Style, depth: int) -> None:
        self.flush()
        if self.boundary is not None:
            self._children(element, style, depth)
            self.flush()
            return
        ordered = element.tag == "ol"
        number = _integer(element.attribute("start"), 1)
        items: list[tuple[str, list[Block]]] = []
        for item in _items(element):
            blocks = self._within(lambda item=item: self._item(item, style, depth))  # type: ignore[misc]
            if not blocks:
                continue
            own = not isinstance(item, str) and (item.tag == "li" or item.attribute("role") == "listitem")
            if (not own and items) or (blocks[0].kind == "list" and items):
                items[-1][1].extend(blocks)
                continue
            if ordered and not isinstance(item, str):
                number = _integer(item.attribute("value"), number)
            items.append((f"{number}." if ordered else "-", blocks))
            number += 1
        self._add_items(items)

    def _item(self, item: Element | str, style: Style, depth: int) -> None:
        if isinstance(item, str):
            self.runs.append((item, style))
        elif item.tag in _LISTS:
            self.write(item, style, depth + 1)
        else:
            self._children(item, style, depth + 1)

    def _add_items(self, items: Iterable[tuple[str, list[Block]]]) -> None:
        for marker, blocks in items:
            if not blocks:
                continue
            if blocks[0].kind == "list" or any(block.kind == "table" for block in blocks):
                self.blocks.extend(blocks)
                continue
            indent = " " * (len(marker) + 1)
            body = _joined(blocks, tight=True).replace("\n", f"\n{indent}").replace(f"\n{indent}\n", "\n\n")
            self.blocks.append(Block("list", f"{marker} {body}"))

    def _table(self, element: Element, style: Style, depth: int) -> None:
        rows = list(_rows(element))
        width = max((len(cells) for cells in rows), default=0)
        if self.boundary is not None or len(rows) < 2 or width < 2 or _lays_out(element, rows):
            self.flush()
            self._children(element, style, depth)
            self.flush()
            return
        self.flush()
        for caption in element.elements:
            if caption.tag == "caption":
                self.write(caption, style, depth + 1)
                self.flush()
        written = [self._row(cells, style, depth) for cells in rows]
        written = [cells for cells in written if any(cells)]
        if not written:
            return
        width = max(len(cells) for cells in written)
        header = written.pop(0) if _is_header(element, rows[0]) else [""] * width
        table = [header, ["---"] * width, *written]
        self.blocks.append(
            Block(
                "table",
                "\n".join(f"| {' | '.join(cells + [''] * (width - len(cells)))} |" for cells in table),
            )
        )

    def _row(self, cells: list[Element], style: Style, depth: int) -> list[str]:
        row: list[str] = []
        for cell in cells:
            text = "<br>".join(self._inline(cell, style, depth + 3, BREAK, bold=cell.tag != "th"))
            row.append(text.replace("|", "\\|"))
            row.extend([""] * (min(_integer(cell.attribute("colspan"), 1), 50) - 1))
        return row


def _level(element: Element) -> int:
    if element.tag in HEADING_TAGS:
        return int(element.tag[1])
    return min(6, max(1, _integer(element.attribute("aria-level"), 2)))


def _paragraphs(found: list[str]) -> list[Block]:
    """Split lines into paragraphs (at empty ones) and lists (at typed bullets)."""
    if len(found) == 1 and found[0][:1].isalpha():
        # As most paragraphs are: what begins with a letter is no bullet and needs no escape.
        return [Block("text", found[0])]
    blocks: list[Block] = []
    paragraph: list[str] = []
    for line in [*found, ""]:
        bullet = is_bullet(line)
        if paragraph and (bullet or not line):
            blocks.append(Block("text", "  \n".join(map(escaped_start, paragraph))))
            paragraph = []
        if not _has_word(line):
            continue
        if bullet:
            blocks.append(Block("list", f"- {line[bullet.end() :]}"))
        else:
            paragraph.append(line)
    return blocks


def _has_word(line: str) -> bool:
    """Say whether a line says anything: separators, lone bullets and pictures made of signs do not."""
    return any(map(str.isalnum, line))


def _joined(blocks: Sequence[Block], *, tight: bool = False) -> str:
    """Join blocks by empty lines; items of a list, and a list to the text it belongs to, by a line break."""
    parts: list[str] = []
    for number, block in enumerate(blocks):
        if number:
            near = block.kind == "list" and (blocks[number - 1].kind == "list" or tight)
            parts.append("\n" if near else "\n\n")
        parts.append(block.text)
    return "".join(parts)


def _items(element: Element) -> Iterator[Element | str]:
    """Yield a list's items, also those wrapped in something else, and what else stands between them."""
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                yield child
        elif child.dropped:
            continue
        elif child.tag == "li" or child.tag in _LISTS or child.attribute("role") == "listitem":
            yield child
        elif any(grandchild.tag == "li" for grandchild in child.elements):
            yield from _items(child)
        else:
            yield child


def _rows(table: Element) -> Iterator[list[Element]]:
    for child in table.elements:
        if child.tag == "tr":
            yield [cell for cell in child.elements if cell.tag in ("td", "th")]
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _lays_out(table: Element, rows: list[list[Element]]) -> bool:
    """Say whether a table is there to place blocks on the page."""
    if table.attribute("role") in ("presentation", "none"):
        return True
    cells = sum(len(row) for row in rows)
    if table.letters > MAX_CELL_LETTERS * cells:
        return True
    return any(element.tag in ("table", "h1", "h2") for element in table.walk() if element is not table)


def _is_header(table: Element, first_row: list[Element]) -> bool:
    """Say whether the first row names the columns: marked as such, or bold throughout."""
    if first_row and first_row[0].parent is not None:
        section = first_row[0].parent.parent
        if section is not None and section.tag == "thead":
            return True
    return bool(first_row) and all(
        cell.tag == "th" or not cell.letters or any(element.tag in _BOLD for element in cell.walk())
        for cell in first_row
    )


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield "\n"
        elif not child.dropped:
            yield from _texts(child)


def _integer(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.strip().isdigit() and len(text) < 10 else default
