"""A platform's documents, current and past, as read from a declaration file of either format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from assets.names import slug
from assets.sources.cadence import read_cadence
from assets.sources.instants import read_instant
from assets.sources.located import Entries, Items, Node, Pair, Scalar, describe
from assets.sources.model import DAILY, Declaration
from assets.sources.pages import Dialect, Settings, read_pages
from assets.sources.problems import Problems
from assets.sources.scope import read_scope
from assets.sources.vocabulary import vocabulary

OPEN_TERMS_ARCHIVE_NAMES = ("documents", "terms")
"""The two names of the key that holds the documents: Open Terms Archive's old one and its present one."""


@dataclass(frozen=True)
class Context:
    """What every document of one file has in common.

    ``whole_days``: a day without a time, as the end of a declaration, means the end of that day.
    """

    platform: str
    dialect: Dialect
    problems: Problems
    origin: str
    defaults: Settings = field(default_factory=Settings)
    jurisdiction: str = ""
    language: str = ""
    whole_days: bool = False
    cadence_hours: int = DAILY

    def declaration(
        self, terms_type: str, pair: Pair, valid_until: datetime | None = None
    ) -> Declaration | None:
        """Read one document; ``None`` when what is wrong with it leaves it out.

        A past declaration does not take the platform's defaults: those are today's.
        """
        before = self.problems.omissions
        defaults = self.defaults if valid_until is None else None
        pages = read_pages(pair.value, pair.line, self.dialect, self.problems, defaults)
        jurisdiction, language = self._scope(pair.value)
        cadence = self._cadence(pair.value)
        if self.problems.omissions > before:
            return None
        return Declaration(
            platform=self.platform,
            terms_type=terms_type,
            sources=pages,
            valid_until=valid_until,
            jurisdiction=jurisdiction or self.jurisdiction,
            language=language or self.language,
            origin=self.origin,
            cadence_hours=cadence or self.cadence_hours,
        )

    def _scope(self, node: Node) -> tuple[str, str]:
        if not isinstance(node, Entries) or "jurisdiction" not in self.dialect.document_keys:
            return "", ""
        return read_scope(node, self.problems)

    def _cadence(self, node: Node) -> int | None:
        if not isinstance(node, Entries) or "cadence" not in self.dialect.document_keys:
            return None
        return read_cadence(node, self.problems)


def read_documents(pair: Pair, context: Context) -> list[Declaration]:
    """Read the documents in force: a mapping of terms types to documents."""
    declared = []
    for each in _by_terms_type(pair, context.problems):
        declaration = context.declaration(each.key, each)
        if declaration is not None:
            declared.append(declaration)
    return declared


def read_history(pair: Pair, context: Context) -> list[Declaration]:
    """Read past declarations: a mapping of terms types to lists of documents with ``validUntil``.

    They are returned in order of time, whatever their order in the file. A terms type may be one that
    is no longer declared.
    """
    problems = context.problems
    past = []
    for each in _by_terms_type(pair, problems):
        if not isinstance(each.value, Items):
            problems.error(
                each.line, f"{each.key}: a list of past declarations was expected, not {describe(each.value)}"
            )
            continue
        ends: dict[datetime, int] = {}
        for item in each.value.items:
            end = _read_end(item, context)
            entry = context.declaration(each.key, Pair(each.key, item, item.line), end) if end else None
            if end is None or entry is None:
                continue
            if end in ends:
                problems.error(item.line, f"{each.key}: line {ends[end]} already ends at the same instant")
                continue
            ends[end] = item.line
            past.append((end, entry))
    return [entry for _, entry in sorted(past, key=lambda item: item[0])]


def in_order(current: Iterable[Declaration], past: Iterable[Declaration]) -> tuple[Declaration, ...]:
    """Return all declarations of a platform: type by type, oldest first, the one in force last."""
    everything = [*past, *current]
    types = dict.fromkeys(declaration.terms_type for declaration in [*current, *everything])
    return tuple(each for terms_type in types for each in everything if each.terms_type == terms_type)


def check_terms_type(name: str, line: int, problems: Problems) -> None:
    """Warn about a terms type that is not in the vocabulary; it is used as it stands."""
    known = vocabulary()
    if known.knows(name):
        return
    near = known.suggestion(name)
    what = "is no longer in" if name in known.retired else "is not in"
    problems.warning(
        line,
        f"the terms type {name!r} {what} the vocabulary, so it is compared with no other platform's",
        f"did you mean {near}?" if near else "the known types are in terms_types.yaml",
    )


def _by_terms_type(pair: Pair, problems: Problems) -> Iterator[Pair]:
    """Yield the entries of a mapping by terms type, each checked to be the only one of its id."""
    if not isinstance(pair.value, Entries):
        problems.error(
            pair.line, f"{pair.key}: a mapping of terms types was expected, not {describe(pair.value)}"
        )
        return
    lines: dict[str, int] = {}
    for each in pair.value.pairs:
        try:
            identity = slug(each.key)
        except ValueError as error:
            problems.error(each.line, str(error))
            continue
        if identity in lines:
            problems.error(
                each.line,
                f"{each.key!r} is already declared in line {lines[identity]}",
                "keep one of the two",
            )
            continue
        lines[identity] = each.line
        check_terms_type(each.key, each.line, problems)
        yield each


def _read_end(node: Node, context: Context) -> datetime | None:
    pair = node.pair("validUntil") if isinstance(node, Entries) else None
    if pair is None:
        context.problems.error(
            node.line,
            "validUntil is missing: the last instant at which this was in force was expected",
            "add validUntil: 2024-05-02T00:30:06Z",
        )
        return None
    text = pair.value.value if isinstance(pair.value, Scalar) else None
    end = read_instant(text, whole_day=context.whole_days) if isinstance(text, str) else None
    if end is None:
        context.problems.error(
            pair.value.line,
            f"validUntil: a date was expected, not {describe(pair.value)}",
            "write it like 2024-05-02T00:30:06Z",
        )
    return end
