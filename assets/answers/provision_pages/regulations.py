"""Instruments of law and the articles that topics may touch: ``regulations.yaml``, each mapping with its status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from assets.answers.provision_pages.model import REGULATION_ROLES
from assets.topics.annotated_yaml import Entry, read_yaml

REGULATIONS_FILE = Path(__file__).parent / "regulations.yaml"
_URL = re.compile(r"https://\S{5,300}")


@dataclass(frozen=True)
class Instrument:
    """A law: where it holds, who enforces it, and its official text."""

    regulation_id: str
    name: str
    title: str
    jurisdiction: str
    authorities: str
    url: str


@dataclass(frozen=True)
class TopicRegulation:
    """Why an article may be relevant to clauses on a topic. ``roles``: of which clauses; ``checked`` and ``source``
    say when and where a ``verified`` mapping was compared with the official text."""

    topic_id: str
    regulation_id: str
    articles: str
    why: str
    roles: tuple[str, ...]
    status: str
    checked: date | None
    source: str | None


@dataclass(frozen=True)
class Regulations:
    """All instruments and mappings, in the order of the file."""

    instruments: Sequence[Instrument]
    mappings: Sequence[TopicRegulation]


@cache
def read_regulations(file: Path = REGULATIONS_FILE) -> Regulations:
    """Read a file of regulations; once a process.

    Raises:
        CatalogueError: the file is not as expected, a mapping names an instrument that is not there, or is verified
            without date and source; names file, line and expectation.
    """
    fields = read_yaml(file).fields(["instruments", "topics"])
    instruments = [_instrument(item) for item in fields["instruments"].entries()]
    ids = [one.regulation_id for one in instruments]
    mappings = [
        _mapping(key.text(), item, ids) for key, items in fields["topics"].pairs() for item in items.entries()
    ]
    return Regulations(instruments, mappings)


def _instrument(item: Entry) -> Instrument:
    fields = item.fields(["id", "name", "title", "jurisdiction", "authorities", "url"])
    if not _URL.fullmatch(fields["url"].text()):
        raise fields["url"].fail(
            f"expected the https address of the official text, found {fields['url'].text()!r}"
        )
    return Instrument(
        fields["id"].text(), fields["name"].text(), fields["title"].text(), fields["jurisdiction"].text(),
        fields["authorities"].text(), fields["url"].text(),
    )  # fmt: skip


def _mapping(topic_id: str, item: Entry, ids: Sequence[str]) -> TopicRegulation:
    fields = item.fields(["instrument", "articles", "why", "roles", "status"], ["checked", "source"])
    status = fields["status"].choice(["unverified", "verified"])
    if (status == "verified") != ("checked" in fields and "source" in fields):
        raise item.fail("expected 'checked' and 'source' with status verified, and neither without")
    groups = [one.choice(list(REGULATION_ROLES)) for one in fields["roles"].entries()]
    return TopicRegulation(
        topic_id=topic_id,
        regulation_id=fields["instrument"].choice(ids),
        articles=fields["articles"].text(),
        why=fields["why"].text(),
        roles=tuple(role for group in groups for role in REGULATION_ROLES[group]),
        status=status,
        checked=_day(fields["checked"]) if "checked" in fields else None,
        source=fields["source"].text() if "source" in fields else None,
    )


def _day(entry: Entry) -> date:
    try:
        return date.fromisoformat(entry.text())
    except ValueError:
        raise entry.fail(f"expected a day such as 2026-03-01, found {entry.text()!r}") from None
