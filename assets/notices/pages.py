"""Where on the site an event is shown, for whoever knows where the site stands."""

from __future__ import annotations

from assets.notices.model import Event
from assets.notices.telling import PageOf
from assets.site.base_url import checked_base_url
from assets.site.feed_addresses import page_of_event


def site_pages(base_url: str) -> PageOf | None:
    """Return what gives the address of an event's page on the site at ``base_url``; ``None`` where that is empty.

    Raises:
        InputError: ``base_url`` is no address of a web host.
    """
    root = checked_base_url(base_url)
    if not root:
        return None

    def address_of(event: Event) -> str | None:
        page = page_of_event(event.kind, event.version_id, event.questions, event.document_id)
        return root + page if page else None

    return address_of
