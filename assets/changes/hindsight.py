"""What later looks tell of an earlier version: that it was an excursion, or a variant of a page that alternates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

EXCURSION, VARIANT = "excursion", "variant"

WINDOW_VERSIONS, WINDOW_DAYS = 20, timedelta(days=90)
"""Within so many texts, or so long, a return counts as one (DESIGN section 5), as it does when a version is recorded."""
EXCURSION_DAYS = timedelta(days=14)
"""A text without a date of its own that stood no longer, before the very text it had replaced came back, was never
the policy: an experiment, a wrong deployment, another region. (As long as a page that alternates takes to settle.)"""
ALTERNATIONS = 2
"""Seen so often in turn with another text, each time replaced by that very text, a text is a variant of the page."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of ``ledger.versions``, in order of its timeline."""

    version_id: str
    status: str
    noise_class: str
    text_sha256: str
    masked_sha256: str
    compared_with: str | None
    seen_at: datetime
    declared_date: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a published version turned out to be, by which rule, since when that is known, and what to check."""

    version_id: str
    change_class: str
    rule: str
    detail: str
    known_from: str


@dataclass(frozen=True, slots=True)
class _Stay:
    """A run of looks that showed one text (but for noise): which, and the candidate it began with."""

    text: str
    candidate: Candidate


def hindsight(candidates: Sequence[Candidate]) -> list[Verdict]:
    """Return verdicts on published versions of one timeline, which must come in order, held ones included.

    ``excursion``: the text before came back within 14 days, and it had declared no date of its own. ``variant``: it and another text replaced each
    other in turn, at least twice each, within 90 days or 20 texts. Returns themselves have their class already.
    """
    stays = list(_stays(candidates))
    # A variant first: it explains more than the single excursions it consists of.
    verdicts: dict[str, Verdict] = {}
    for verdict in [*_variants(stays), *_excursions(stays)]:
        verdicts.setdefault(verdict.version_id, verdict)
    return [verdicts[one.version_id] for one in candidates if one.version_id in verdicts]


def candidates_of(rows: Iterable[Mapping[str, Any]]) -> list[Candidate]:
    """Return rows of ``ledger.versions`` as candidates."""
    return [
        Candidate(
            row["version_id"],
            row["status"],
            row["noise_class"],
            row["text_sha256"],
            row["masked_sha256"],
            row["compared_with"],
            row["first_seen"],
            row["declared_date"],
        )
        for row in rows
    ]


def _stays(candidates: Sequence[Candidate]) -> Iterable[_Stay]:
    """Yield what the page showed in turn; noise counts as the text it is noise of, held texts do not count."""
    first_with: dict[str, str] = {}
    last_with_masked: dict[str, str] = {}
    same_as: dict[str, str] = {}
    before = None
    for one in candidates:
        if one.status == "quarantined":
            continue
        if one.noise_class == "exact_return" and one.masked_sha256 in last_with_masked:
            # a text seen before but for its ids or the day it was printed
            first_with.setdefault(one.text_sha256, last_with_masked[one.masked_sha256])
        text = first_with.setdefault(one.text_sha256, one.version_id)
        if one.status == "noise" and one.noise_class != "exact_return" and one.compared_with:
            text = same_as.get(one.compared_with, one.compared_with)
        same_as[one.version_id] = text
        last_with_masked[one.masked_sha256] = text
        if text != before:
            yield _Stay(text, one)
        before = text


def _excursions(stays: Sequence[_Stay]) -> Iterable[Verdict]:
    for before, away, back in zip(stays, stays[1:], stays[2:], strict=False):
        stood = back.candidate.seen_at - away.candidate.seen_at
        if away.candidate.status != "published" or away.candidate.noise_class == "exact_return":
            continue
        if _declares_anew(before.candidate, away.candidate):
            continue  # a deployment by mistake has no date of its own: this was the policy, and was taken back
        if before.text == back.text and stood <= EXCURSION_DAYS:
            yield Verdict(
                away.candidate.version_id,
                EXCURSION,
                "text_before_came_back",
                f"the text before it was back on {back.candidate.seen_at:%Y-%m-%d}, "
                f"{max(stood.days, 1)} day{'s' if stood.days > 1 else ''} later",
                back.candidate.version_id,
            )


def _declares_anew(before: Candidate, away: Candidate) -> bool:
    """Whether a text declares another date than the text before it, where both declare one."""
    dates = before.declared_date, away.declared_date
    return None not in dates and dates[0] != dates[1]


def _variants(stays: Sequence[_Stay]) -> Iterable[Verdict]:
    """Yield the first appearance of texts that alternate with the one they came after."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, stay in enumerate(stays):
        places[stay.text].append(at)
    for here in places.values():
        first = stays[here[0]].candidate
        if here[0] == 0 or first.status != "published" or first.noise_class == "exact_return":
            continue
        other = stays[here[0] - 1].text
        turns = [
            at for at in here if at + 1 < len(stays) and {stays[at - 1].text, stays[at + 1].text} == {other}
        ]
        if len(turns) < ALTERNATIONS:
            continue
        last = turns[ALTERNATIONS - 1]
        known = stays[last + 1].candidate
        if last - here[0] <= WINDOW_VERSIONS or known.seen_at - first.seen_at <= WINDOW_DAYS:
            yield Verdict(
                first.version_id,
                VARIANT,
                "alternates",
                f"it and the text before it replaced each other {len(turns)} times, first until {known.seen_at:%Y-%m-%d}",
                known.version_id,
            )
