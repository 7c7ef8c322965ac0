"""What a step between two versions is as a whole: the class and weight of its most important provision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.changes.model import Assessment, Significance

SUBSTANTIVE, EDITORIAL = "substantive", "editorial"
NAVIGATION, REORDER_ONLY = "navigation", "reorder_only"

# What the versions stage saw that no reading of single provisions can see: the text as a whole decides.
_DECIDED_BY_TEXT = frozenset({EDITORIAL, "exact_return", "locale_switch"})
MOST_IF_DECIDED = 0.3
"""The most a step scores that the text as a whole shows to be editorial, whatever its provisions seem to say."""
_ORDER: tuple[Significance, ...] = ("high", "medium", "low", "none")


@dataclass(frozen=True, slots=True)
class StepClass:
    """Class, significance, score, rule and reason of a step."""

    change_class: str
    significance: Significance
    score: float
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """How the versions stage recorded the version after the change."""

    noise_class: str
    rule: str
    detail: str | None


def classify_step(recorded: Recorded, assessments: Sequence[Assessment]) -> StepClass:
    """Return what a step is; ``assessments`` are those of its provisions that differ, moved ones left out.

    The most important provision decides (DESIGN section 5), unless the text as a whole did: a return, another
    language, a new date or another writing of the same words.
    """
    if recorded.noise_class in _DECIDED_BY_TEXT:
        return StepClass(
            recorded.noise_class,
            "none",
            min(MOST_IF_DECIDED, _highest(assessments)) if recorded.noise_class == EDITORIAL else 0.0,
            recorded.rule,
            recorded.detail or "decided by the text as a whole",
        )
    if not assessments:
        return StepClass(
            REORDER_ONLY, "none", 0.0, "no_provision_differs", "the same provisions in another order"
        )
    if _only_lines_of_the_page(assessments):
        assessments = [one for one in assessments if one.rule not in _LABELS] or assessments
    weightiest = min(assessments, key=_weight)
    change_class = weightiest.change_class if weightiest.change_class != "noise" else NAVIGATION
    return StepClass(
        change_class,
        weightiest.significance,
        _highest(assessments),
        weightiest.rule,
        weightiest.reason,
    )


_PAGE_RULES, _LABELS = (
    frozenset({"page_line", "question", "empty", "markup"}),
    frozenset({"heading", "renamed_heading", "introduction"}),
)


def _only_lines_of_the_page(assessments: Sequence[Assessment]) -> bool:
    """Whether lines of the page and questions came or went, and nothing else but headings above them."""
    rules = {one.rule for one in assessments}
    return bool(rules & _PAGE_RULES) and rules <= _PAGE_RULES | _LABELS


def _highest(assessments: Sequence[Assessment]) -> float:
    return max((one.score for one in assessments), default=0.0)


def _weight(one: Assessment) -> tuple[int, int, float]:
    """Sort key: substantive before editorial before noise, then by significance, then the surest first."""
    classes = (SUBSTANTIVE, EDITORIAL, "noise")
    return (classes.index(one.change_class), _ORDER.index(one.significance), -one.score)
