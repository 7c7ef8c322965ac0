"""Invented pages and PDFs that the extraction tests read."""

from __future__ import annotations

from assets.versions import Extraction, extract

URL = "https://lanternfish.example/legal/privacy"

PARAGRAPH = (
    "Lanternfish collects the personal data you give us, such as your name and your e-mail address, and uses "
    "it to provide the service you asked for. "
)


def read(html: str, declaration: dict[str, object] | None = None, *, url: str = URL) -> Extraction:
    """Extract an HTML page without the second opinion."""
    return extract(html.encode(), url, declaration, second_opinion=False)


def policy(content: str, *, before: str = "", after: str = "", head: str = "") -> str:
    """Return a page whose main element is a policy long enough to be one, with something around it."""
    return (
        f"<!doctype html><html lang=en><head><title>Privacy | Lanternfish</title>{head}</head><body>{before}"
        f"<main><h1>Privacy Policy</h1><p>{PARAGRAPH * 8}</p>{content}</main>{after}</body></html>"
    )


def body_of(extraction: Extraction) -> str:
    """Return what stands below the invented policy's own first paragraph."""
    return extraction.markdown.partition((PARAGRAPH * 8).strip())[2].strip()


def pdf(*pages: list[tuple[float, float, float, str, bool]]) -> bytes:
    """Write a PDF: each page a list of lines (left, distance from the top, size, text, bold)."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{5 + 2 * n} 0 R' for n in range(len(pages)))}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "\n".join(
            f"BT /{'B' if bold else 'R'} {size} Tf {left} {792 - top} Td ({_escaped(text)}) Tj ET"
            for left, top, size, text, bold in lines
        )
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents "
            f"{6 + 2 * number} 0 R /Resources << /Font << /R 3 0 R /B 4 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream")
    written, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
