"""Read a third party's article: its text without the page around it, its title, date and publisher."""

from __future__ import annotations

from dataclasses import dataclass

from assets.provisions.sentences import sentences
from assets.versions.decoding import decode
from assets.versions.hostile_markup import defused
from assets.versions.second_opinion import second_reading

MOST_CHARACTERS = 400_000
"""Characters of an article that are read: some sixty thousand words, more than any article has."""
_HTML_SIGNS = ("<!doctype", "<html", "<head", "<body", "<article", "<div", "<p>", "<p ")


@dataclass(frozen=True)
class Article:
    """An article; ``title``, ``publisher`` and ``date`` (YYYY-MM-DD) are "" where it does not say."""

    text: str
    title: str = ""
    publisher: str = ""
    date: str = ""


def read_article(body: bytes, content_type: str | None = None) -> Article:
    """Return the article in a page (HTML), or in plain text or Markdown; its text is "" where there is none."""
    text = decode(body, content_type)
    if not any(sign in text[:5000].lower() for sign in _HTML_SIGNS):
        return Article(text[:MOST_CHARACTERS])
    title, publisher, date = _metadata(text)
    return Article((second_reading(text) or "")[:MOST_CHARACTERS], title, publisher, date)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, line by line, without the marks of lists and headings before them."""
    found: list[str] = []
    for line in text.splitlines():
        bare = line.strip().lstrip("•*#->–— ").strip()
        found.extend(bare[start:end].strip() for start, end in sentences(bare))
    return [one for one in found if one]


def _metadata(page: str) -> tuple[str, str, str]:
    from trafilatura.metadata import extract_metadata

    try:
        told = extract_metadata(defused(page))
    except Exception:
        # lxml and trafilatura raise many things on broken pages; a person fills in what is missing.
        return "", "", ""
    return told.title or "", told.sitename or "", (told.date or "")[:10]
