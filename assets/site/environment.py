"""How templates become pages: everything is escaped, every link is relative, a name that is missing is an error."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from assets.answers.shown import in_words, scope_in_words
from assets.names import slug
from assets.provisions.plain_text import plain
from assets.site.addresses import Kind, page_of, root_of
from assets.site.citation import citations
from assets.site.markdown import is_web_address, rendered, seen
from assets.site.model import Page, Row, Site

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"


@cache
def environment() -> Environment:
    """Return the environment all pages are made in; autoescape is always on."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "day": day,
        "month": month,
        "number": number,
        "words": words,
        "scope": scope_in_words,
        "short": short,
        "cut": cut,
        "plain": plain,
        "provision": rendered,
        "counted": counted,
        "slug": slug,
        "review": told_review,
    }
    made.globals |= {"href": href, "permalink": permalink, "citations": cited}
    made.tests["web_address"] = is_web_address
    return made


def render(page: Page, site: Site) -> str:
    """Return the HTML of a page."""
    address = page.address
    return (
        environment()
        .get_template(page.template)
        .render(
            site=site,
            root=root_of(address),
            address=address,
            kind=page.kind,
            feed=site.feeds.of_page(page.kind, page.identifier),
            **page.context,
        )
    )


@pass_context
def href(context: Context, kind: Kind, identifier: str = "", fragment: str = "") -> str:
    """Return the link from the page that is being made to another: it works from a folder and under any prefix."""
    return f"{context['root']}{page_of(kind, identifier)}index.html" + (f"#{fragment}" if fragment else "")


@pass_context
def permalink(context: Context, kind: Kind, identifier: str = "") -> str:
    """Return the address to cite: absolute where it is known where the site stands, else from the site's root."""
    return f"{context['site'].base_url or '/'}{page_of(kind, identifier)}"


@pass_context
def cited(context: Context, row: Row) -> list[tuple[str, str]]:
    """Return the citations of a provision on this site."""
    return citations(row, context["site"])


def day(value: date | datetime | None, missing: str = "–") -> str:
    """Return a day as 2026-10-06."""
    return f"{value:%Y-%m-%d}" if value is not None else missing


def month(value: date | str) -> str:
    """Return a month in words.

    >>> month("2026-10")
    'October 2026'
    """
    moment = date.fromisoformat(f"{value}-01") if isinstance(value, str) else value
    return f"{moment:%B %Y}"


def number(value: float | None) -> str:
    """Return a number with thousands apart, shares of one with two digits."""
    if value is None:
        return "–"
    return f"{value:,.2f}" if isinstance(value, float) and not value.is_integer() else f"{value:,.0f}"


def words(value: str | None) -> str:
    """Return a name of the database in words: underscores are spaces."""
    return in_words(value or "")


def short(text: str | None, most: int = 240) -> str:
    """Return a clause's Markdown as a reader sees it, cut behind a word and marked where it is longer."""
    return cut(plain(text or ""), most)


def cut(text: str | None, most: int = 240) -> str:
    """Return a text that is no Markdown (a summary, a headline, a reason), cut behind a word where it is longer.

    What a summary quotes was made plain already: made so again, the name of a cookie would lose its underscores.

    >>> cut("“_pk_id” is gone", 100)
    '“_pk_id” is gone'
    """
    words = " ".join((text or "").split())
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0].rstrip(" ,;:(“–|*") + " …"


def told_review(review: Row) -> str:
    """Return what was made of a change: its state, and who said so when and why, if anybody did."""
    if not review["who"]:
        return "new: nobody reviewed it"
    note = f": {seen(review['note'])}" if review["note"] else ""
    return f"{review['state']} by {seen(review['who'])}, {day(review['reviewed_on'])}{note}"


def counted(value: int, thing: str, things: str | None = None) -> str:
    """Return a number with its noun: ``1 version``, ``2 versions``."""
    return f"{value:,} {thing if value == 1 else things or thing + 's'}"


def _finalize(value: Any) -> Any:
    """Prepare whatever a template prints; what is no markup of ours must be fit to be seen."""
    if value is None:
        raise ValueError("a template prints a value that is not there; say what is shown instead")
    return seen(value) if isinstance(value, str) and not isinstance(value, Markup) else value
