"""What a declaration says: which pages make a document, and which part of each page is the policy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assets.names import document_id, slug

DAILY = 24
"""How often a document is looked at where its declaration does not say: once in so many hours."""


@dataclass(frozen=True)
class RangeSelector:
    """Everything between two elements, as Open Terms Archive defines it.

    Exactly one of ``start_before``/``start_after`` and one of ``end_before``/``end_after`` is set;
    each is a CSS selector whose first match in the page is the boundary.
    """

    start_before: str | None = None
    start_after: str | None = None
    end_before: str | None = None
    end_after: str | None = None


Selector = str | RangeSelector


@dataclass(frozen=True)
class SourceDocument:
    """One page of a document: its URL and the part of it that is the policy.

    ``source_id`` is unique within its document. ``unsupported`` lists what the declaration asks for
    and Termscape does not do (JavaScript filters), in words a user can act on. How it is asked for:
    ``ignore_robots`` is the reason for which robots.txt is not heeded (empty: it is), and
    ``private_address`` allows it to lie at a private address (a document of an intranet).
    """

    source_id: str
    url: str
    select: tuple[Selector, ...] = ()
    remove: tuple[Selector, ...] = ()
    remove_query_params: tuple[str, ...] = ()
    execute_client_scripts: bool = False
    unsupported: tuple[str, ...] = ()
    ignore_robots: str = ""
    private_address: bool = False


@dataclass(frozen=True)
class Declaration:
    """A document as declared: a platform's terms of one type, made of one page or several combined.

    ``valid_until`` is the last instant (inclusive, UTC) at which this was in force; ``None``: still is.
    ``cadence_hours`` is how long after one look the next is due.
    """

    platform: str
    terms_type: str
    sources: tuple[SourceDocument, ...]
    valid_until: datetime | None = None
    jurisdiction: str = ""
    language: str = ""
    origin: str = ""
    cadence_hours: int = DAILY

    @property
    def platform_id(self) -> str:
        """The id of the platform, e.g. ``claude-ai``."""
        return slug(self.platform)

    @property
    def document_id(self) -> str:
        """The id of the document, e.g. ``claude-ai/privacy-policy``."""
        return document_id(self.platform, self.terms_type)

    def as_json(self) -> dict[str, Any]:
        """Return the declaration as plain JSON data, the form in which it is archived.

        What says how a page is asked for is left out where nothing is said, so that declarations
        archived before those keys existed keep their hash.
        """
        return {
            "platform": self.platform,
            "terms_type": self.terms_type,
            "jurisdiction": self.jurisdiction,
            "language": self.language,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "sources": [
                {
                    "source_id": source.source_id,
                    "url": source.url,
                    "select": [_selector_json(selector) for selector in source.select],
                    "remove": [_selector_json(selector) for selector in source.remove],
                    "remove_query_params": list(source.remove_query_params),
                    "execute_client_scripts": source.execute_client_scripts,
                    "unsupported": list(source.unsupported),
                    **({"ignore_robots": source.ignore_robots} if source.ignore_robots else {}),
                    **({"private_address": True} if source.private_address else {}),
                }
                for source in self.sources
            ],
            **({"cadence_hours": self.cadence_hours} if self.cadence_hours != DAILY else {}),
        }

    def canonical(self) -> bytes:
        """Return the archived bytes: canonical JSON, the same for the same declaration everywhere."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def sha256(self) -> str:
        """The hash under which the archive keeps this declaration."""
        return hashlib.sha256(self.canonical()).hexdigest()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Declaration:
        """Read back what ``as_json`` wrote (``origin`` is not archived)."""
        return cls(
            platform=data["platform"],
            terms_type=data["terms_type"],
            jurisdiction=data["jurisdiction"],
            language=data["language"],
            valid_until=datetime.fromisoformat(data["valid_until"]) if data["valid_until"] else None,
            sources=tuple(
                SourceDocument(
                    source_id=source["source_id"],
                    url=source["url"],
                    select=tuple(_selector(selector) for selector in source["select"]),
                    remove=tuple(_selector(selector) for selector in source["remove"]),
                    remove_query_params=tuple(source["remove_query_params"]),
                    execute_client_scripts=source["execute_client_scripts"],
                    unsupported=tuple(source["unsupported"]),
                    ignore_robots=source.get("ignore_robots", ""),
                    private_address=source.get("private_address", False),
                )
                for source in data["sources"]
            ),
            cadence_hours=data.get("cadence_hours", DAILY),
        )


@dataclass(frozen=True)
class Platform:
    """A platform (Open Terms Archive: service): its name, its documents and what it states not to have.

    ``declarations`` holds every declaration of every document, those no longer in force included;
    ``absent`` maps a terms type to the date (``YYYY-MM-DD``) on which someone checked that it does not
    exist; ``aliases`` are other names by which it can be asked for; ``homepage`` may be empty.
    """

    name: str
    declarations: tuple[Declaration, ...]
    absent: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    aliases: tuple[str, ...] = ()
    homepage: str = ""

    @property
    def platform_id(self) -> str:
        """The id of the platform, e.g. ``claude-ai``."""
        return slug(self.name)

    def in_force(self, terms_type: str, at: datetime | None = None) -> Declaration | None:
        """Return the declaration of a document in force at a time (``None``: now), if there is one."""
        candidates = [d for d in self.declarations if d.terms_type == terms_type]
        current = next((d for d in candidates if d.valid_until is None), None)
        if at is None:
            return current
        dated = [d for d in candidates if d.valid_until is not None and at <= d.valid_until]
        return min(dated, key=lambda d: d.valid_until or at) if dated else current


def _selector_json(selector: Selector) -> str | dict[str, str]:
    if isinstance(selector, str):
        return selector
    pairs = {
        "startBefore": selector.start_before,
        "startAfter": selector.start_after,
        "endBefore": selector.end_before,
        "endAfter": selector.end_after,
    }
    return {key: value for key, value in pairs.items() if value is not None}


def _selector(data: str | Mapping[str, str]) -> Selector:
    if isinstance(data, str):
        return data
    return RangeSelector(
        start_before=data.get("startBefore"),
        start_after=data.get("startAfter"),
        end_before=data.get("endBefore"),
        end_after=data.get("endAfter"),
    )
