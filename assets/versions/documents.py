"""One body of any format to Markdown: pages and PDFs are extracted, DOCX is converted, Markdown is kept."""

from __future__ import annotations

import io

from assets.sources.model import SourceDocument
from assets.versions.extraction import EXTRACTOR_VERSION, Extraction, extract
from assets.versions.hashes import count_words, visible_text
from assets.versions.language import detect_language

# Characters from which a document's language is told: detection is sure long before, and linear.
LANGUAGE_SAMPLE = 20_000


def read_document(
    body: bytes,
    document_format: str,
    *,
    url: str = "",
    source: SourceDocument | None = None,
    content_type: str | None = None,
    second_opinion: bool = True,
) -> Extraction:
    """Return the text of a body as Markdown. Never raises on what the bytes contain.

    ``document_format`` is ``html``, ``pdf``, ``docx`` or ``markdown`` (as in ``ledger.observations``).
    Markdown is taken as it is, but for line ends: it was normalised by whoever made it.
    """
    if document_format == "markdown":
        markdown = body.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
        return _as_is(markdown, "markdown", ())
    if document_format == "docx":
        return _docx(body, url, source)
    return extract(body, url, source, content_type=content_type, second_opinion=second_opinion)


def _docx(body: bytes, url: str, source: SourceDocument | None) -> Extraction:
    import mammoth

    try:
        converted = mammoth.convert_to_html(io.BytesIO(body))
    except Exception as error:  # mammoth raises whatever zipfile, XML and its own code do
        return _as_is("", "docx", (f"the DOCX file cannot be read: {error}",))
    page = f"<html><body><main>{converted.value}</main></body></html>".encode()
    extraction = extract(page, url, source, content_type="text/html; charset=utf-8", second_opinion=False)
    return Extraction(
        markdown=extraction.markdown,
        title=extraction.title,
        language=extraction.language,
        extractor="docx",
        extractor_version=EXTRACTOR_VERSION,
        agreement=None,
        words=extraction.words,
        notes=extraction.notes,
    )


def _as_is(markdown: str, extractor: str, notes: tuple[str, ...]) -> Extraction:
    return Extraction(
        markdown=markdown,
        title=None,
        language=detect_language(visible_text(markdown[:LANGUAGE_SAMPLE])),
        extractor=extractor,
        extractor_version=EXTRACTOR_VERSION,
        agreement=None,
        words=count_words(markdown),
        notes=notes,
    )
