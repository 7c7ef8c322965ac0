"""What is declared, a row a document: the table behind ``termscape sources list`` and ``check``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assets.names import document_id
from assets.sources.model import Platform

State = Literal["declared", "ended", "none"]


@dataclass(frozen=True)
class OverviewRow:
    """A document of a platform, or a type of terms the platform is stated not to have.

    Attributes:
        platform: the platform's name.
        document_id: e.g. ``claude-ai/privacy-policy``.
        terms_type: the type of terms.
        state: ``declared``; ``ended`` (only past declarations); ``none`` (stated not to exist).
        urls: the pages it is made of, in order; for an ended document those it was last made of.
        selectors: how many selectors say where the policy is (0: the main text is looked for).
        needs_browser: a page is declared to need a browser (``executeClientScripts``).
        past: how many past declarations there are.
        unsupported: what the declaration asks for and Termscape does not do.
        none_since: the day (``YYYY-MM-DD``) on which someone checked that it does not exist, or empty.
        jurisdiction: as declared, or empty.
        language: as declared, or empty.
    """

    platform: str
    document_id: str
    terms_type: str
    state: State
    urls: tuple[str, ...] = ()
    selectors: int = 0
    needs_browser: bool = False
    past: int = 0
    unsupported: tuple[str, ...] = ()
    none_since: str = ""
    jurisdiction: str = ""
    language: str = ""

    @property
    def pages(self) -> int:
        """The number of pages the document is made of."""
        return len(self.urls)


def overview(platforms: Iterable[Platform]) -> list[OverviewRow]:
    """Return a row for each document and each stated absence, platform by platform."""
    return [row for platform in platforms for row in _rows(platform)]


def _rows(platform: Platform) -> list[OverviewRow]:
    rows = []
    for terms_type in dict.fromkeys(each.terms_type for each in platform.declarations):
        all_of_type = [each for each in platform.declarations if each.terms_type == terms_type]
        past = [each for each in all_of_type if each.valid_until is not None]
        current = platform.in_force(terms_type)
        if terms_type in platform.absent and current is None:
            continue
        shown = current or past[-1]
        rows.append(
            OverviewRow(
                platform=platform.name,
                document_id=shown.document_id,
                terms_type=terms_type,
                state="declared" if current else "ended",
                urls=tuple(source.url for source in shown.sources),
                selectors=sum(len(source.select) + len(source.remove) for source in shown.sources),
                needs_browser=any(source.execute_client_scripts for source in shown.sources),
                past=len(past),
                unsupported=tuple(
                    dict.fromkeys(what for source in shown.sources for what in source.unsupported)
                ),
                jurisdiction=shown.jurisdiction,
                language=shown.language,
            )
        )
    for terms_type, day in platform.absent.items():
        rows.append(
            OverviewRow(
                platform=platform.name,
                document_id=document_id(platform.name, terms_type),
                terms_type=terms_type,
                state="none",
                past=sum(each.terms_type == terms_type for each in platform.declarations),
                none_since=day,
            )
        )
    return rows
