"""What a look can come to, in the words a person reads: in a run's summary, in ``status`` and in the docs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OUTCOMES: Mapping[str, str] = {
    "changed": "another text than before",
    "unchanged": "the same text again",
    "not_modified": "not modified, says the server",
    "not_a_policy": "not the policy",
    "blocked": "blocked by a wall",
    "http_error": "an HTTP error",
    "network_error": "a network error",
    "too_large": "too large",
    "refused_by_robots": "refused by robots.txt",
    "refused_address": "an address that is not asked",
    "postponed": "postponed, as the server wants",
    "incomplete": "another page of the document was missing",
    "fetched": "fetched and not read yet",
    "removed": "removed from an imported collection",
}
"""Every outcome of an observation (view ``observations``) and how it is said."""

FIRST, HELD, NOISE = "a first text", "a text that is held", "the same text but for noise"
"""How ``changed`` is said where the text that was recorded says more than that."""


def outcome_in_words(outcome: str, status: str | None = None, noise_class: str | None = None) -> str:
    """Return how an outcome is said; an import may bring outcomes of its own, which are said as they are.

    Args:
        outcome: as in the view ``observations``.
        status: of the version the look gave rise to, if it did.
        noise_class: that version's.

    >>> outcome_in_words("changed", "published", "first"), outcome_in_words("network_error")
    ('a first text', 'a network error')
    """
    if outcome == "changed":
        if status == "quarantined":
            return HELD
        if status == "noise":
            return NOISE
        if noise_class == "first":
            return FIRST
    return OUTCOMES.get(outcome, outcome.replace("_", " "))


@dataclass(frozen=True)
class Alike:
    """Documents that fail alike: the rows of one outcome and rule."""

    outcome: str
    rows: Sequence[Mapping[str, Any]]

    @property
    def documents(self) -> int:
        """How many documents these are (a document of several pages is one)."""
        return len({(row["platform"], row["terms"]) for row in self.rows})

    @property
    def platforms(self) -> list[str]:
        """Their platforms by name, capitals and small letters alike."""
        return sorted({str(row["platform"]) for row in self.rows}, key=str.casefold)

    @property
    def reason(self) -> str:
        """Their reason in words; where the wordings of it differ, one of them."""
        reasons = list(dict.fromkeys(str(row["reason"] or "") for row in self.rows))
        return f"e.g. {reasons[0]}" if len(reasons) > 1 else reasons[0]

    def __str__(self) -> str:
        """What they have in common, in a line: the outcome in words and the reason."""
        return ": ".join(part for part in (outcome_in_words(self.outcome), self.reason) if part)


def grouped(failing: Iterable[Mapping[str, Any]]) -> list[Alike]:
    """Put failures together that are alike, the most frequent first.

    Rows have ``platform``, ``terms``, ``outcome``, ``rule`` and ``reason``. Alike are those of one outcome and rule,
    whatever name or address their reasons hold; HTTP errors are alike when their statuses are.
    """
    alike: dict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in failing:
        same_status = str(row["reason"]) if row["outcome"] == "http_error" else ""
        alike[(str(row["outcome"]), str(row["rule"] or ""), same_status)].append(row)
    groups = [Alike(outcome, rows) for (outcome, _, _), rows in alike.items()]
    return sorted(groups, key=lambda group: (-group.documents, group.outcome, group.reason))


# So many that fail alike are told one by one; of more it is told how many they are.
ONE_BY_ONE = 5


def failures_as_table(failing: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return failures (as ``grouped`` takes them) as rows to be read: many that are alike are one row."""
    rows = []
    for group in grouped(failing):
        outcome = outcome_in_words(group.outcome)
        if group.documents <= ONE_BY_ONE:
            for row in sorted(group.rows, key=lambda row: (str(row["platform"]).casefold(), row["terms"])):
                rows.append(_told(row["platform"], row["terms"], outcome, row["reason"]))
            continue
        platforms = group.platforms
        number = f"{len(platforms)} platforms: " if len(platforms) > 1 else ""
        rows.append(
            _told(number + ", ".join(platforms), f"{group.documents} documents", outcome, group.reason)
        )
    return rows


def _told(platform: str, document: str, outcome: str, reason: str | None) -> dict[str, str]:
    return {"platform": platform, "document": document, "outcome": outcome, "reason": reason or ""}
