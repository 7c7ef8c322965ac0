"""Instruments of law and the articles that topics may touch: ``regulations.yaml``, each mapping with its status."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from assets.answers.provision_pages.model import REGULATION_ROLES
from assets.topics.annotated_yaml import Entry, read_yaml

REGULATIONS_FILE = Path(__file__).parent / "regulations.yaml"
STATUSES = ("unverified", "read_in_a_copy", "verified")
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
    (addresses with spaces between) say when and where a mapping that is not ``unverified`` was compared with the law."""

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
        CatalogueError: the file is not as expected, a mapping names an instrument or a text of law that is not there, or
            its status does not fit where and when it was compared; names file, line and expectation.
    """
    fields = read_yaml(file).fields(["instruments", "official_sites", "law_texts", "topics"])
    instruments = [_instrument(item) for item in fields["instruments"].entries()]
    ids = [one.regulation_id for one in instruments]
    texts = _law_texts(fields["law_texts"])
    official = fields["official_sites"].texts()
    mappings = [
        _mapping(key.text(), item, ids, texts, official)
        for key, items in fields["topics"].pairs()
        for item in items.entries()
    ]
    read = {url for mapping in mappings for url in (mapping.source or "").split()}
    for text_id, url in texts.items():
        if url not in read:
            raise fields["law_texts"].fail(f"expected a mapping that was compared with {text_id}, found none")
    return Regulations(instruments, mappings)


def _instrument(item: Entry) -> Instrument:
    fields = item.fields(["id", "name", "title", "jurisdiction", "authorities", "url"])
    return Instrument(
        fields["id"].text(), fields["name"].text(), fields["title"].text(), fields["jurisdiction"].text(),
        fields["authorities"].text(), _address(fields["url"]),
    )  # fmt: skip


def _law_texts(entry: Entry) -> dict[str, str]:
    texts: dict[str, str] = {}
    for item in entry.entries():
        fields = item.fields(["id", "url"])
        if fields["id"].text() in texts:
            raise fields["id"].fail(f"expected each id once, found {fields['id'].text()!r} again")
        texts[fields["id"].text()] = _address(fields["url"])
    return texts


def _mapping(
    topic_id: str, item: Entry, ids: Sequence[str], texts: Mapping[str, str], official: Sequence[str]
) -> TopicRegulation:
    fields = item.fields(["instrument", "articles", "why", "roles", "status"], ["checked", "source"])
    status = fields["status"].choice(STATUSES)
    if (status != "unverified") != ("checked" in fields and "source" in fields):
        raise item.fail(
            "expected 'checked' and 'source' unless the status is unverified, and neither if it is"
        )
    read = (
        [texts[one.choice(list(texts))] for one in fields["source"].entries()] if "source" in fields else []
    )
    if status != "unverified":
        earned = "verified" if all(_is_official(url, official) for url in read) else "read_in_a_copy"
        if not read or status != earned:
            raise item.fail(
                f"expected status {earned} and the texts read, found {status} with {' '.join(read)!r}"
            )
    groups = [one.choice(list(REGULATION_ROLES)) for one in fields["roles"].entries()]
    return TopicRegulation(
        topic_id=topic_id,
        regulation_id=fields["instrument"].choice(ids),
        articles=fields["articles"].text(),
        why=fields["why"].text(),
        roles=tuple(role for group in groups for role in REGULATION_ROLES[group]),
        status=status,
        checked=_day(fields["checked"]) if "checked" in fields else None,
        source=" ".join(read) or None,
    )


def _is_official(url: str, sites: Sequence[str]) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == site or host.endswith(f".{site}") for site in sites)


def _address(entry: Entry) -> str:
    if not _URL.fullmatch(entry.text()):
        raise entry.fail(f"expected the https address of a text of law, found {entry.text()!r}")
    return entry.text()


def _day(entry: Entry) -> date:
    try:
        return date.fromisoformat(entry.text())
    except ValueError:
        raise entry.fail(f"expected a day such as 2026-03-01, found {entry.text()!r}") from None
