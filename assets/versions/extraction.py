"""Bytes of a captured page in, the policy as Markdown out: the one entry to extraction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assets.sources.model import SourceDocument

# Raised with every change that can alter a document's Markdown: what older code extracted is extracted again.
EXTRACTOR_VERSION = "3"

# A PDF may have junk before its mark; readers look this far (PDF 1.7, implementation note 13).
_PDF_MARK, _PDF_MARK_WITHIN = b"%PDF-", 1024


@dataclass(frozen=True)
class Extraction:
    """What was read from one page.

    ``language`` is a BCP-47 primary tag detected from the text; ``extractor`` says how it was read
    (``selectors``, ``main_node``, ``trafilatura``, ``pdf``, ``markdown``, ``plain_text``); ``agreement`` is the
    share of words (0 to 1) on which trafilatura's independent extraction agrees, ``None`` where it was not
    asked or found nothing; ``words`` counts the words a reader sees; ``notes`` say in plain words what did
    not go as declared.
    """

    markdown: str
    title: str | None
    language: str | None
    extractor: str
    extractor_version: str
    agreement: float | None
    words: int
    notes: tuple[str, ...] = ()


def extract(
    html: bytes,
    url: str,
    declaration: SourceDocument | Mapping[str, Any] | None = None,
    *,
    content_type: str | None = None,
    second_opinion: bool = True,
) -> Extraction:
    """Return the policy in a captured page (HTML, PDF, Markdown or plain text) as Markdown.

    ``declaration`` says which part of the page it is: a page of a declaration, or a mapping in Open Terms
    Archive's form. Without one, or where its selectors match nothing, the page is pruned and its main node
    taken. ``url`` makes links absolute. ``second_opinion`` asks trafilatura for the agreement, which takes
    many times as long as all the rest; it never changes the Markdown.

    Never raises on what the bytes contain: an unreadable page gives an empty Markdown and a note.
    """
    # Imported when needed, so that naming `extract` costs nothing and each process loads what it uses.
    from assets.versions.decoding import decode, decoded
    from assets.versions.hashes import count_words, visible_text
    from assets.versions.language import detect_language

    media_type = (content_type or "").partition(";")[0].strip().lower()
    title, declared_language, agreement = None, None, None
    visible: str | None = None
    notes: tuple[str, ...] = ()
    if _PDF_MARK in html[:_PDF_MARK_WITHIN] or media_type == "application/pdf":
        from assets.versions.pdf import read_pdf

        extractor = "pdf"
        markdown, title, notes = read_pdf(html)
    elif media_type in ("text/markdown", "text/plain"):
        from assets.versions.plain_text import plain_markdown

        extractor = "markdown" if media_type == "text/markdown" else "plain_text"
        text = decode(html, content_type)
        markdown = text.replace("\r\n", "\n").strip() if extractor == "markdown" else plain_markdown(text)
    else:
        from assets.versions.declared import source_for
        from assets.versions.html_page import read_page

        source_text = decoded(html, content_type)
        page = read_page(source_text, url, source_for(declaration, url))
        text, visible = source_text.text, page.visible
        markdown, title, declared_language = page.markdown, page.title, page.declared_language
        extractor, notes = page.extractor, page.notes
    if visible is None:
        visible = visible_text(markdown)
    if second_opinion and visible and extractor in ("selectors", "main_node"):
        agreement, opinion_notes = _second_opinion(text, visible)
        notes += opinion_notes
    if not visible:
        notes += ("no text was found",)
    return Extraction(
        markdown=markdown,
        title=title,
        language=detect_language(visible, declared_language) if visible else None,
        extractor=extractor,
        extractor_version=EXTRACTOR_VERSION,
        agreement=agreement,
        words=count_words(visible),
        notes=notes,
    )


def _second_opinion(text: str, visible: str) -> tuple[float | None, tuple[str, ...]]:
    from assets.versions.second_opinion import agreement, second_reading

    theirs = second_reading(text)
    if theirs is None:
        return None, ("trafilatura found nothing to compare with",)
    return agreement(visible, theirs), ()
