"""Where on the site an event is shown, for whoever knows where the site stands."""

from __future__ import annotations

from assets.notices.model import Event
from assets.notices.telling import PageOf
from assets.site.addresses import page_of
from assets.site.base_url import checked_base_url


def site_pages(base_url: str) -> PageOf | None:
    """Return what gives the address of an event's page on the site at ``base_url``; ``None`` where that is empty.

    A change leads to the differences between the two texts, a stance to its question, anything else to its document.

    Raises:
        InputError: ``base_url`` is no address of a web host.
    """
    root = checked_base_url(base_url)
    if not root:
        return None

    def address_of(event: Event) -> str | None:
        if event.kind == "change" and event.version_id:
            return root + page_of("version", event.version_id)
        if event.kind == "stance_turn" and event.questions:
            return root + page_of("question", event.questions[0])
        return root + page_of("document", event.document_id) if event.document_id else None

    return address_of
