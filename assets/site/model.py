"""What the site is made of: a page as data, what is known of the whole, and what a build ends with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assets.site.addresses import Kind, page_of

Row = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A page before it is written: what it shows, and the template that says how.

    ``kind`` and ``identifier`` give its address; ``template`` is a file of ``templates/``; ``context`` holds its names.
    """

    kind: Kind
    identifier: str
    template: str
    context: Mapping[str, Any]

    @property
    def address(self) -> str:
        """Where it stands."""
        return page_of(self.kind, self.identifier)


# What the feed that a page offers is called; {} is the id of what the page is about.
_FEEDS_OF_PAGES: Mapping[Kind, str] = {
    "home": "all",
    "changes": "kinds/change",
    "feeds": "all",
    "questions": "kinds/stance-turn",
    "platform": "platforms/{}",
    "question": "questions/{}",
    "topic": "topics/{}",
}


@dataclass(frozen=True)
class Feeds:
    """The published feeds: the folder they are in (``None``: there are none), and the path of each without its ending."""

    folder: Path | None = None
    paths: frozenset[str] = frozenset()

    def of_page(self, kind: Kind, identifier: str) -> str:
        """Return the path of the feed about what a page is about, without its ending; empty if there is none."""
        path = _FEEDS_OF_PAGES.get(kind, "").format(identifier)
        return path if path in self.paths else ""


@dataclass(frozen=True)
class Team:
    """What the edition for those who keep a home shows beside what is published.

    ``vendors``: a row of internal.vendors for each platform that is used, by its id; ``reviews``: what was made of the
    changes of these platforms (state, note, who, reviewed_on), by the id of the version that brought one, or of the
    change of a clause; ``events``: rows of internal.changes_to_review, newest first.
    """

    vendors: Mapping[str, Row]
    reviews: Mapping[str, Row]
    events: Sequence[Row] = field(default=(), repr=False)

    def ours(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows about platforms that are used."""
        return [row for row in rows if row["platform_id"] in self.vendors]

    def others(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows about platforms that are not used."""
        return [row for row in rows if row["platform_id"] not in self.vendors]


@dataclass(frozen=True)
class Site:
    """What every page knows of the whole.

    ``as_of``: the day of the newest look or text in the data; ``base_url``: where the site will stand, with a slash at
    its end, or empty; ``is_sample``: the platforms are invented; ``edition``: the id of the content; ``has_claims``:
    there is a page of claims; ``feeds``: those that stand on the site; ``team``: ``None`` in every site that is for publication.
    """

    as_of: str
    base_url: str
    is_sample: bool
    edition: str
    platforms: int
    has_claims: bool = False
    feeds: Feeds = field(default_factory=Feeds)
    team: Team | None = None


@dataclass(frozen=True)
class Built:
    """What a build wrote: the folder's content by the numbers.

    ``pages`` HTML pages, ``files`` all files, ``bytes`` of all files, ``heaviest`` the address and bytes of the heaviest
    page, ``by_kind`` pages of each kind.
    """

    pages: int
    files: int
    bytes: int
    heaviest: tuple[str, int]
    by_kind: Mapping[str, int] = field(default_factory=dict)
