"""A PDF document to Markdown: headings, un-wrapped paragraphs, lists; without running headers and page numbers."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from assets.versions.pdf_layout import Line, read_lines, without_running_lines
from assets.versions.pdf_paragraphs import Paragraph, paragraphs

# A policy of more pages is an annual report; what follows is left out, with a note.
MAX_PAGES = 600
# Type this much larger than the text's is a heading's (the steps of common word processors are 1.1 and more).
HEADING_SIZE = 1.12
MAX_HEADING_CHARACTERS = 160
MAX_HEADING_LEVELS = 4


def read_pdf(body: bytes) -> tuple[str, str | None, tuple[str, ...]]:
    """Return the Markdown, the title and notes of a PDF; empty Markdown and a note for one that has no text."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        return "", None, (f"the PDF cannot be opened: {error}",)
    try:
        notes = [f"only the first {MAX_PAGES} pages were read"] if len(document) > MAX_PAGES else []
        pages, unreadable = [], 0
        for number in range(min(len(document), MAX_PAGES)):
            try:
                pages.append(read_lines(document[number], number))
            except pypdfium2.PdfiumError:
                unreadable += 1
        if unreadable:
            notes.append(f"{unreadable} pages of the PDF cannot be read")
        title = document.get_metadata_value("Title").strip() or None
    finally:
        document.close()
    lines = without_running_lines(pages)
    if not lines:
        return "", title, (*notes, "the PDF holds no text (scanned pages?)")
    markdown = _written(paragraphs(lines, _body_size(lines)))
    return markdown, title, tuple(notes)


def _body_size(lines: Sequence[Line]) -> float:
    """Return the size of type most of the text is set in, in points."""
    sizes = sorted((line.size, len(line.text)) for line in lines)
    half, seen = sum(length for _, length in sizes) / 2, 0
    for size, length in sizes:
        seen += length
        if seen >= half:
            return size
    return statistics.median(size for size, _ in sizes)


def _written(found: Sequence[Paragraph]) -> str:
    """Return paragraphs as Markdown, headings by rank of size, then bold ones."""
    body = _most_common_size(found)
    sizes = sorted({part.size for part in found if _is_large(part, body)}, reverse=True)
    levels = {size: min(rank, MAX_HEADING_LEVELS) for rank, size in enumerate(sizes, 1)}
    bold_level = min(len(sizes) + 1, MAX_HEADING_LEVELS)
    mostly_bold = (
        sum(len(part.text) for part in found if part.bold) > sum(len(part.text) for part in found) / 2
    )
    blocks: list[str] = []
    previous_is_item = False
    for part in found:
        if part.depth is not None:
            blocks.append(("\n" if previous_is_item else "\n\n") + f"{'  ' * part.depth}- {part.text}")
        elif part.size in levels and len(part.text) <= MAX_HEADING_CHARACTERS:
            blocks.append(f"\n\n{'#' * levels[part.size]} {part.text}")
        elif (
            part.bold
            and not mostly_bold
            and len(part.text) <= MAX_HEADING_CHARACTERS
            and _is_title(part.text)
        ):
            blocks.append(f"\n\n{'#' * bold_level} {part.text}")
        else:
            blocks.append(f"\n\n{part.markdown}")
        previous_is_item = part.depth is not None
    return "".join(blocks).strip()


def _most_common_size(found: Sequence[Paragraph]) -> float:
    weights: dict[float, int] = {}
    for part in found:
        weights[part.size] = weights.get(part.size, 0) + len(part.text)
    return max(weights, key=lambda size: weights[size])


def _is_large(part: Paragraph, body: float) -> bool:
    return (
        part.depth is None and part.size >= HEADING_SIZE * body and len(part.text) <= MAX_HEADING_CHARACTERS
    )


def _is_title(text: str) -> bool:
    """Say whether a bold line reads like a title: it ends like none of a sentence's parts."""
    return not text.endswith((".", ",", ";", ":")) or text.rstrip(".").replace(".", "").isdigit()
