"""Watchlists: ``watchlists/*.yaml`` of a home, which say what is told to whom and when; a broken one stops no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

from assets.home import Home
from assets.notices.known import Known
from assets.notices.model import KINDS, SIGNIFICANCES, Event, rank
from assets.notices.recipients import Recipient, UnusableRecipient, folder_recipient, url_recipient
from assets.notices.sending import check_url
from assets.notices.yaml_fields import Fields, read_root
from assets.sources.located import Entries
from assets.sources.problems import DeclarationProblem, Problems

FOLDER = "watchlists"
When = Literal["same-day", "weekly"]
WHENS = ("same-day", "weekly")
KEYS = (
    *("name", "platforms", "vendors", "topics", "questions", "significance", "kinds"),
    *("since", "when", "send_to", "files"),
)
LEAST = "medium"
"""The significance from which a watchlist tells, unless it says another."""


@dataclass(frozen=True)
class Watchlist:
    """What is told to whom and when.

    Attributes:
        key: the name of its file without the ending: what deliveries are kept under.
        name: what people see.
        platforms: only these (ids); empty: all.
        vendors: only the platforms of vendors.yaml.
        topics, questions: only what touches one of these; both empty: everything.
        significance: the least one that is told.
        kinds: only these kinds of events; empty: all.
        since: the day from which events count as its author set it; ``None``: from when the watchlist was first seen.
        when: ``same-day`` (after each round) or ``weekly`` (with the digest).
        recipients: who gets it.
    """

    key: str
    name: str
    platforms: tuple[str, ...]
    vendors: bool
    topics: tuple[str, ...]
    questions: tuple[str, ...]
    significance: str
    kinds: tuple[str, ...]
    since: datetime | None
    when: When
    recipients: tuple[Recipient, ...]

    def why(self, event: Event, vendors: Sequence[str] = ()) -> str | None:
        """Return why the watchlist tells an event, in words; ``None``: it does not.

        ``vendors`` are the ids of the platforms of vendors.yaml.
        """
        if self.kinds and event.kind not in self.kinds:
            return None
        if rank(event.significance) < rank(self.significance):
            return None
        if self.platforms and event.platform_id not in self.platforms:
            return None
        if self.vendors and event.platform_id not in vendors:
            return None
        topics = [topic for topic in event.topics if topic in self.topics]
        questions = [question for question in event.questions if question in self.questions]
        if (self.topics or self.questions) and not topics and not questions:
            return None
        reasons = [f"watchlist “{self.name}”", f"significance {event.significance}"]
        if self.platforms:
            reasons.append(f"platform {event.platform}")
        if self.vendors:
            reasons.append("a vendor of yours")
        reasons += [f"topic {topic}" for topic in topics]
        reasons += [f"question {question}" for question in questions]
        return ", ".join(reasons)


@dataclass(frozen=True)
class Watchlists:
    """The watchlists of a home that can be used, what is wrong with the others, and when each file was edited last."""

    usable: tuple[Watchlist, ...]
    problems: tuple[DeclarationProblem, ...]
    edited: Mapping[str, datetime]


def read_watchlists(home: Home, known: Known | None = None) -> Watchlists:
    """Read every watchlist of a home; one with a mistake is left out as a whole, and its mistakes are told."""
    known = known or Known(home)
    usable, problems, edited = [], [], {}
    for path in sorted([*(home.path / FOLDER).glob("*.yaml"), *(home.path / FOLDER).glob("*.yml")]):
        noted = Problems(str(path))
        edited[path.stem] = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        read = _read(path, home, known, noted)
        if read is not None and not noted.found:
            usable.append(read)
        problems += noted.found
    return Watchlists(tuple(usable), tuple(problems), edited)


def _read(path: Path, home: Home, known: Known, problems: Problems) -> Watchlist | None:
    root = read_root(path, problems)
    if root is None:
        return None
    if not isinstance(root, Entries) or not root.pairs:
        problems.error(root.line, f"keys such as send_to and platforms were expected, of {', '.join(KEYS)}")
        return None
    fields = Fields(root, problems, KEYS)
    return Watchlist(
        key=path.stem,
        name=fields.text("name", path.stem),
        platforms=fields.names("platforms", known.platform),
        vendors=fields.flag("vendors"),
        topics=fields.names("topics", known.topic),
        questions=fields.names("questions", known.question),
        significance=fields.one_of("significance", SIGNIFICANCES, LEAST),
        kinds=fields.names("kinds", _kind),
        since=_since(fields, problems),
        when=cast(When, fields.one_of("when", WHENS, "same-day")),
        recipients=_recipients(fields, home, problems),
    )


def _kind(name: str) -> str:
    if name not in KINDS:
        raise LookupError(f"there is no kind {name!r}; one of: {', '.join(KINDS)}")
    return name


def _since(fields: Fields, problems: Problems) -> datetime | None:
    said = fields.text("since")
    if not said:
        return None
    try:
        read = datetime.fromisoformat(said)
    except ValueError:
        problems.error(fields.line("since"), f"since: {said!r} is no day", "write it like 2026-03-01")
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _recipients(fields: Fields, home: Home, problems: Problems) -> tuple[Recipient, ...]:
    found = []
    for written, line in fields.texts("send_to"):
        try:
            recipient = url_recipient(written)
            check_url(recipient)
        except UnusableRecipient as error:
            problems.error(line, f"send_to: {error}")
        else:
            found.append(recipient)
    if folder := fields.text("files"):
        found.append(folder_recipient(folder, home.path))
    if not found and not problems.found:
        problems.error(
            fields.line("send_to"), "nobody would be told", "name recipients (send_to) or a folder (files)"
        )
    return tuple(dict.fromkeys(found))
