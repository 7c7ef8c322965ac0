"""What goes into an answer and what comes out: the clauses of one platform, a stance and its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

EvidenceRole = Literal["rule", "opt_out", "scope", "contradiction", "context"]

SILENT = "silent"
"""Every relevant document was read and none says anything on the question."""
NOT_CAPTURED = "not_captured"
"""Nothing was found, and a relevant document could not be read: silence cannot be told."""
CONFLICTING = "conflicting"
"""Two clauses of equal standing say opposite things."""
UNSURE = "unsure"
"""Something was found that may answer the question, and the rules cannot tell how."""
GENERAL = "general"
"""The scope of an answer that is about everybody."""
BUSINESS = "business"
"""The scope of what only firms and developers are told, or what holds on paying plans."""
REGION = "region"
"""The scope of what is said to people of a region; with ``:`` and its id, of what an edition for it says."""
STANDING_STANCES = (SILENT, NOT_CAPTURED, CONFLICTING, UNSURE)
"""Stances that every question has beside those that it declares."""


@dataclass(frozen=True)
class Clause:
    """One provision as it stands in one version: a paragraph, list item, heading or table row.

    ``text == markdown[char_start:char_end]`` of the version. ``stem`` is the text that a list item
    completes ("You may not:"), ``heading_path`` the headings above it from the outermost inwards,
    ``ordinal`` its place in the version, ``kind`` what the segmentation called it.
    """

    version_id: str
    document_id: str
    terms_type: str
    provision_id: str
    text: str
    char_start: int
    char_end: int
    heading_path: tuple[str, ...] = ()
    stem: str | None = None
    kind: str = "paragraph"
    ordinal: int = 0


@dataclass(frozen=True)
class PlatformDocuments:
    """Everything that can be read of one platform at one time.

    ``captured`` maps a terms type to the version read (one version a document); ``missing`` names the
    terms types that are declared but have no usable version; ``absent`` those stated not to exist.
    ``languages`` maps a terms type to the language (ISO 639-1) of the version read, where it is known.
    """

    platform_id: str
    clauses: Sequence[Clause]
    captured: Mapping[str, str]
    missing: Sequence[str] = ()
    absent: Sequence[str] = ()
    languages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """A verbatim quote: ``quote == markdown[char_start:char_end]`` of the version it names.

    Roles: ``rule`` states the stance; ``opt_out`` the way to change it; ``scope`` a rule that differs
    for a plan, region or product; ``contradiction`` what speaks against the stance; ``context`` what a
    reader should see beside it and what proves nothing.
    """

    role: EvidenceRole
    version_id: str
    provision_id: str
    char_start: int
    char_end: int
    quote: str


@dataclass(frozen=True)
class Answer:
    """What a platform says on one question.

    ``confidence`` is between 0 and 1 and is a rank, not a probability, until it has been calibrated;
    ``value`` holds the question's columns (for ``ai_training``: ``opt_out_mechanism``, ``tiers``,
    ``what_data``); ``headline`` asserts nothing that the quotes do not entail; ``explanation`` lists
    the ids of the rules that decided; ``documents_searched`` the version ids that were read.
    ``scope``: ``general``; ``business`` (firms, developers or paying plans only); ``region`` (people of a
    region that the words name); ``region:europe`` (the documents that say so are an edition for a region,
    see ``editions.yaml``). ``beside``: answers of their own to those for whom it is another.
    """

    question_id: str
    platform_id: str
    stance: str
    scope: str
    confidence: float
    value: Mapping[str, Any]
    headline: str
    explanation: str
    documents_searched: tuple[str, ...]
    evidence: tuple[Evidence, ...] = field(default=())
    beside: tuple[Answer, ...] = field(default=())
