"""Where on the site an event is shown, for whoever knows the site's address."""

from __future__ import annotations

from urllib.parse import quote

from assets.notices.model import Event
from assets.notices.telling import PageOf

SITE_VARIABLE = "TERMSCAPE_SITE_URL"
"""The environment variable that says where the site and the feeds stand; unset: messages hold no links."""


def site_pages(base_url: str | None) -> PageOf | None:
    """Return what gives the address of an event's page below ``base_url``; ``None`` without one.

    A change leads to its most important provision, a stance to its question, anything else to its document.
    """
    if not base_url:
        return None
    root = base_url.rstrip("/")

    def page_of(event: Event) -> str | None:
        if event.kind == "change" and event.provision_id:
            return f"{root}/provisions/{quote(event.provision_id)}/"
        if event.kind == "stance_turn" and event.questions:
            return f"{root}/questions/{quote(event.questions[0])}/"
        return f"{root}/documents/{quote(event.document_id)}/" if event.document_id else None

    return page_of
