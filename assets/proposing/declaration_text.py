"""A proposed declaration as text: a new file, or lines put into one somebody wrote, whose comments and order stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from assets.errors import InputError

INDENT = "  "


class DocumentPresent(InputError):
    """The file declares a document of this type already; the message names its line."""


@dataclass(frozen=True)
class ProposedPage:
    """One page of a proposed document, in the words of a declaration."""

    url: str
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProposedDocument:
    """A document to declare: its terms type, its pages in order, whether they lie at private addresses, and the
    language to ask for (empty: English, which is asked for anyway)."""

    terms_type: str
    pages: tuple[ProposedPage, ...]
    private_address: bool = False
    language: str = ""

    def lines(self) -> list[str]:
        """Return the document as lines of YAML, as they stand below ``documents:`` (not indented)."""
        first = self.pages[0]
        key = f"{_scalar(self.terms_type)}:"
        if len(self.pages) == 1 and not self._reading(first):
            return [f"{key} {_scalar(first.url)}"]
        if len(self.pages) == 1:
            return [key, *(INDENT + line for line in [f"fetch: {_scalar(first.url)}", *self._reading(first)])]
        # what all pages share is said once
        shared = len({(page.select, page.remove) for page in self.pages}) == 1
        lines = [key, *(INDENT + line for line in self._reading(first if shared else ProposedPage("")))]
        lines.append(f"{INDENT}combine:")
        for page in self.pages:
            reading = [] if shared else _selectors(page)
            lines.append(f"{INDENT * 2}- {'fetch: ' if reading else ''}{_scalar(page.url)}")
            lines += [f"{INDENT * 3}{line}" for line in reading]
        return lines

    def _reading(self, page: ProposedPage) -> list[str]:
        said = [f"language: {_scalar(self.language)}"] if self.language else []
        return [*_selectors(page), *(["privateAddress: true"] if self.private_address else []), *said]


def new_file(name: str, homepage: str, documents: Sequence[ProposedDocument]) -> str:
    """Return the file of a platform that is not declared yet."""
    head = [f"name: {_scalar(name)}", *([f"homepage: {_scalar(homepage)}"] if homepage else [])]
    body = [INDENT + line for document in documents for line in document.lines()]
    return "\n".join([*head, "", "documents:", *body, ""])


def extended_file(
    text: str, document: ProposedDocument, *, replace: bool = False, where: str = "the file"
) -> str:
    """Return a platform's file with one more document, the last below ``documents:``; the rest as it was.

    Raises:
        DocumentPresent: a document of the type is there, and ``replace`` was not asked for.
        InputError: the file cannot be extended line by line; the message says what to do by hand.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    by_hand = "Put these lines into it by hand:\n" + "\n".join(INDENT + line for line in document.lines())
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    held = next((pair for pair in pairs if pair[0].value in ("documents", "terms")), None)
    if held is None or not isinstance(held[1], yaml.MappingNode) or held[1].flow_style or not held[1].value:
        raise InputError(f"{where}: its documents do not stand below one another. {by_hand}")
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    documents = held[1].value
    indent = " " * documents[0][0].start_mark.column
    added = [f"{indent}{line}\n" for line in document.lines()]
    present = next((pair for pair in documents if pair[0].value == document.terms_type), None)
    if present is None:
        end = _end(documents[-1][1], lines)
        # documents set apart by empty lines stay so
        apart = len(documents) > 1 and not lines[documents[-1][0].start_mark.line - 1].strip()
        return "".join([*lines[:end], *(["\n"] if apart else []), *added, *lines[end:]])
    start = present[0].start_mark.line
    if not replace:
        raise DocumentPresent(
            f"{where}:{start + 1}: a {document.terms_type} is declared there already. With --yes it is replaced; "
            "--terms-type names another type; a further page of the same document goes under combine."
        )
    return "".join([*lines[:start], *added, *lines[_end(present[1], lines) :]])


def _end(node: yaml.Node, lines: Sequence[str]) -> int:
    """Return the line behind a value's last one; where a block ends, YAML counts what follows it as well."""
    end = node.end_mark.line + (1 if node.end_mark.column else 0)
    while end > node.start_mark.line + 1 and not lines[end - 1].partition("#")[0].strip():
        end -= 1
    return end


def _selectors(page: ProposedPage) -> list[str]:
    return [
        f"{key}: {_scalar(selectors[0]) if len(selectors) == 1 else _flow(selectors)}"
        for key, selectors in (("select", page.select), ("remove", page.remove))
        if selectors
    ]


def _scalar(value: str) -> str:
    dumped: str = yaml.safe_dump(value, allow_unicode=True, width=10_000)
    return dumped.removesuffix("...\n").strip()


def _flow(values: Sequence[str]) -> str:
    dumped: str = yaml.safe_dump(list(values), allow_unicode=True, default_flow_style=True, width=10_000)
    return dumped.strip()
