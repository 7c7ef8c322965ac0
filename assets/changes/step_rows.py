"""The rows of one step: what each provision that differs comes to, and what the step is as a whole."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from assets.changes.assessing import assess
from assets.changes.context import Context, context_of
from assets.changes.hindsight import Verdict
from assets.changes.model import Assessment, Direction, Wording
from assets.changes.rearranging import Rest, rests
from assets.changes.replaced_lists import with_replaced_lists
from assets.changes.silent_edits import is_silent
from assets.changes.steps import ProvisionStep, Row, StepReading
from assets.changes.summary import SummaryChange, render, summarise
from assets.changes.version_class import (
    EDITORIAL,
    NAVIGATION,
    SUBSTANTIVE,
    Recorded,
    StepClass,
    classify_step,
)
from assets.changes.whose import all_told
from assets.changes.word_diff import word_diff


def read_step(
    step: Mapping[str, Any], reading: StepReading, verdict: Verdict | None, rules: str
) -> tuple[list[Row], Row]:
    """Return the rows of the provisions that differ in a step, and the row of the step."""
    context = context_of(reading.texts_before, reading.texts_after)
    read = [
        (one, _assess(one, rest, context))
        for one, rest in zip(reading.provisions, rests(reading.provisions), strict=True)
    ]
    read = with_replaced_lists(read)
    rows = [_provision_row(step, one, assessment, rules) for one, assessment in read]
    whole = classify_step(
        Recorded(step["noise_class"], step["rule"], step["detail"]),
        [assessment for one, assessment in read if one.operation != "moved"],
    )
    if verdict:
        whole = StepClass(verdict.change_class, "none", 0.0, verdict.rule, verdict.detail)
    return rows, _step_row(step, read, rows, whole, verdict, rules)


def _assess(one: ProvisionStep, rest: Rest, context: Context) -> Assessment:
    if one.operation == "moved":
        return Assessment("editorial", "none", 0.0, "moved", "the same words stand elsewhere")
    if one.is_part:
        to = "came from" if one.operation == "split" else "went on in"
        return Assessment(
            "editorial", "none", 0.0, "part", f"its words {to} another provision, which is read with them"
        )
    if rest.is_nothing:
        return Assessment(
            "editorial", "none", 0.05, "same_sentences", "every sentence of it stands in both versions"
        )
    return assess(rest.before, rest.after, one.operation, context)


def _provision_row(step: Mapping[str, Any], one: ProvisionStep, assessment: Assessment, rules: str) -> Row:
    before = one.before.wording if one.before else None
    after = one.after.wording if one.after else None
    pieces = word_diff(before.text if before else "", after.text if after else "")
    shown = one.shown
    identity = [step["version_id"], step["previous_version_id"], one.provision_id, one.operation]
    return {
        "change_id": hashlib.sha256("\n".join(identity).encode()).hexdigest()[:24],
        "version_id": step["version_id"],
        "previous_version_id": step["previous_version_id"],
        "timeline_id": step["timeline_id"],
        "provision_id": one.provision_id,
        "related_provision_id": one.related_provision_id,
        "operation": one.operation,
        "also_moved": one.also_moved,
        "kind": shown.wording.kind,
        "heading_path": list(shown.wording.heading_path),
        "stem": shown.wording.stem,
        "state_before": one.before.state_no if one.before else None,
        "state_after": one.after.state_no if one.after else None,
        "ordinal_before": one.before.ordinal if one.before else None,
        "ordinal_after": one.after.ordinal if one.after else None,
        "before": before.text if before else None,
        "after": after.text if after else None,
        "word_diff": json.dumps([[p.operation, p.text] for p in pieces], ensure_ascii=False),
        "words_removed": sum(len(p.text.split()) for p in pieces if p.operation == "removed"),
        "words_added": sum(len(p.text.split()) for p in pieces if p.operation == "added"),
        "similarity": one.similarity,
        "margin": one.margin,
        "change_class": assessment.change_class,
        "significance": assessment.significance,
        "score": assessment.score,
        "rule": assessment.rule,
        "reason": assessment.reason,
        "direction": assessment.directions[0].kind if assessment.directions else None,
        "directions": json.dumps([_direction(one) for one in assessment.directions], ensure_ascii=False),
        "topics": _topics(before, after),
        "rules_version": rules,
    }


def _direction(one: Direction) -> dict[str, str]:
    return {
        "kind": one.kind,
        "actor": one.actor,
        "rule": one.rule,
        "before": one.before,
        "after": one.after,
        "subject": one.subject,
    }


def _topics(*wordings: Wording | None) -> list[str]:
    return list(dict.fromkeys(topic for wording in wordings if wording for topic in wording.topics))


def _step_row(
    step: Mapping[str, Any],
    read: Sequence[tuple[ProvisionStep, Assessment]],
    rows: Sequence[Row],
    whole: StepClass,
    verdict: Verdict | None,
    rules: str,
) -> Row:
    substantive = [(one, a) for one, a in read if a.change_class == SUBSTANTIVE]
    ranked = sorted(substantive, key=lambda pair: -pair[1].score)
    parts = summarise(
        SummaryChange(
            one.provision_id,
            one.operation,
            assessment,
            one.before.wording if one.before else None,
            one.after.wording if one.after else None,
        )
        for one, assessment in read
        if not one.is_part
    )
    return {
        "version_id": step["version_id"],
        "previous_version_id": step["previous_version_id"],
        "timeline_id": step["timeline_id"],
        "change_class": whole.change_class,
        "significance": whole.significance,
        "score": whole.score,
        "rule": whole.rule,
        "reason": whole.reason,
        "known_from": verdict.known_from if verdict else None,
        "directions": list(dict.fromkeys(d.kind for _, a in ranked for d in a.directions)),
        "directions_told": all_told(d for _, a in ranked for d in a.directions),
        "topics_added": _topics_of(substantive, "added", "reborn"),
        "topics_removed": _topics_of(substantive, "removed"),
        "topics_modified": _topics_of(substantive, "modified", "split", "merged"),
        **_counts([one for one, _ in read]),
        "words_added": sum(row["words_added"] for row in rows),
        "words_removed": sum(row["words_removed"] for row in rows),
        "silent_edit": is_silent(
            step["declared_before"],
            step["declared_date"],
            whole,
            [(assessment, one.after is not None) for one, assessment in read],
        ),
        "summary": _summary(whole, render(parts)),
        "summary_parts": json.dumps([part.as_dict() for part in parts], ensure_ascii=False),
        "inputs_sha256": step["inputs_sha256"],
        "rules_version": rules,
    }


def _summary(whole: StepClass, summary: str) -> str:
    """Return the summary; of a step whose text as a whole decided, that first."""
    if whole.change_class in (SUBSTANTIVE, EDITORIAL, NAVIGATION) and summary:
        return summary
    reason = f"{whole.reason[:1].upper()}{whole.reason[1:].rstrip('.')}."
    return f"{reason} {summary}".strip()


def _topics_of(read: Sequence[tuple[ProvisionStep, Assessment]], *operations: str) -> list[str]:
    found = {
        topic
        for one, _ in read
        if one.operation in operations
        for topic in _topics(
            one.before.wording if one.before else None, one.after.wording if one.after else None
        )
    }
    return sorted(found)


def _counts(provisions: Sequence[ProvisionStep]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for one in provisions:
        if one.shown.wording.kind == "heading":
            continue
        if one.before is None:
            counted["added"] += 1
        elif one.after is None:
            counted["removed"] += 1
        elif one.operation == "moved":
            counted["moved"] += 1
        else:
            counted["modified"] += 1
    return {f"provisions_{what}": counted[what] for what in ("added", "removed", "modified", "moved")}
