"""Build the documents of an invented platform from Markdown, as the pipeline would hand them over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assets.answers.model import Clause, PlatformDocuments
from assets.names import document_id
from assets.provisions.segmentation import segment


def platform(
    documents: Mapping[str, str],
    name: str = "Quillwood",
    missing: Sequence[str] = (),
    absent: Sequence[str] = (),
) -> PlatformDocuments:
    """Return a platform with these documents: terms type to Markdown."""
    clauses: list[Clause] = []
    for terms_type, markdown in documents.items():
        for block in segment(markdown):
            clauses.append(
                Clause(
                    version_id=f"{name}/{terms_type}",
                    document_id=document_id(name, terms_type),
                    terms_type=terms_type,
                    provision_id=f"{terms_type}-{block.ordinal}",
                    text=block.text,
                    char_start=block.char_start,
                    char_end=block.char_end,
                    heading_path=tuple(block.heading_path),
                    stem=block.stem,
                    kind=block.kind,
                    ordinal=block.ordinal,
                )
            )
    captured = {terms_type: f"{name}/{terms_type}" for terms_type in documents}
    return PlatformDocuments(name.lower(), clauses, captured, missing, absent)
