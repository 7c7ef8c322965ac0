"""What the site is made of: a page as data, what is known of the whole, and what a build ends with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Site:
    """What every page knows of the whole.

    ``as_of``: the day of the newest look or text in the data; ``base_url``: where the site will stand, with a slash at
    its end, or empty; ``is_sample``: the platforms are invented; ``edition``: the id of the content.
    """

    as_of: str
    base_url: str
    is_sample: bool
    edition: str
    platforms: int


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
