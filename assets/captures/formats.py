"""What the bytes of a body are, by content before label."""

from __future__ import annotations

from urllib.parse import urlsplit

_PDF_MAGIC, _ZIP_MAGIC = b"%PDF-", b"PK\x03\x04"
# A PDF may have junk before its mark; readers look this far (PDF 1.7, implementation note 13).
_PDF_WITHIN = 1024
# Media types no policy comes in: what a server sends under them is something else.
_OTHER_TYPES = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/json",
    "application/zip",
    "application/javascript",
)


def body_format(body: bytes, content_type: str | None, name: str) -> str:
    """Return what the bytes are: ``html``, ``pdf``, ``docx``, ``markdown`` or ``other``.

    ``name`` is the file or URL they came from; plain text counts as ``html``, whose reader knows it.
    """
    path = urlsplit(name).path.lower()
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if body[:_PDF_WITHIN].lstrip().startswith(_PDF_MAGIC):
        return "pdf"
    if body.startswith(_ZIP_MAGIC) and (path.endswith(".docx") or "wordprocessingml" in media_type):
        return "docx"
    if path.endswith((".md", ".markdown")) or media_type == "text/markdown":
        return "markdown"
    if media_type.startswith(_OTHER_TYPES) and not media_type.startswith("image/svg"):
        return "other"
    return "html"
