"""Published versions to changes: every step that has no row yet, or whose inputs changed, is read and stored."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assets.changes.assessing import assess
from assets.changes.context import Context, context_of
from assets.changes.hindsight import Verdict, candidates_of, hindsight
from assets.changes.legal_links import link_changes
from assets.changes.model import Assessment, Direction, Wording
from assets.changes.rearranging import Rest, rests
from assets.changes.steps import ProvisionStep, Row, StepReading, read_steps
from assets.changes.summary import SummaryChange, render, summarise
from assets.changes.version_class import (
    EDITORIAL,
    NAVIGATION,
    SUBSTANTIVE,
    Recorded,
    StepClass,
    classify_step,
)
from assets.changes.word_diff import word_diff
from assets.parallel import spread
from assets.warehouse import Progress, Warehouse, in_batches, silent

STAGE = "changes"
TABLES = ("ledger.provision_changes", "ledger.version_changes")
LINK_STAGE, LINK_RULES = "link changes", "1"
_BATCH_STEPS = 40
_POOL_FROM = 60
"""Steps from which a second process pays: about 50 ms a step, and two seconds to start it."""
_BATCH_TEXTS = 200

# Steps with what they are made from: a timeline made again has other provisions under the same versions.
_STEPS = """
WITH prints AS (
    SELECT version_id, bit_xor(hash(provision_id, state_no, ordinal, carried_by)) AS print
    FROM ledger.provision_occurrences GROUP BY version_id
),
steps AS (
    SELECT v.version_id, v.timeline_id, v.document_id, v.sequence, v.language, v.noise_class, v.rule, v.detail,
           v.declared_date,
           lag(v.version_id) OVER timeline AS previous_version_id,
           lag(v.declared_date) OVER timeline AS declared_before
    FROM ledger.versions AS v
    WHERE v.status = 'published'
    WINDOW timeline AS (PARTITION BY v.timeline_id ORDER BY v.sequence, v.version_id)
)
SELECT s.*, d.terms_type,
       concat_ws('|', s.previous_version_id, b.print, a.print, s.noise_class, s.rule, s.detail, s.language,
                 s.declared_before, s.declared_date) AS inputs
FROM steps AS s
JOIN ledger.documents AS d ON s.document_id = d.document_id
JOIN prints AS a ON s.version_id = a.version_id
JOIN prints AS b ON s.previous_version_id = b.version_id
ORDER BY s.timeline_id, s.sequence, s.version_id
"""

_CANDIDATES = """
SELECT timeline_id, version_id, status, noise_class, text_sha256, compared_with, first_seen
FROM ledger.versions ORDER BY timeline_id, sequence, version_id
"""

_TEXT_PAIRS = """
WITH ordered AS (
    SELECT version_id, timeline_id, sequence, markdown_sha256,
           lag(version_id) OVER timeline AS compared_with,
           lag(markdown_sha256) OVER timeline AS markdown_before
    FROM ledger.versions
    WHERE status <> 'quarantined'
    WINDOW timeline AS (PARTITION BY timeline_id ORDER BY sequence, version_id)
)
SELECT o.version_id, o.timeline_id, o.compared_with, o.markdown_sha256, o.markdown_before
FROM ordered AS o
ANTI JOIN ledger.link_readings AS r ON o.version_id = r.version_id AND o.compared_with = r.compared_with
WHERE o.compared_with IS NOT NULL
ORDER BY o.timeline_id, o.sequence
"""


@dataclass
class ChangeReport:
    """What a run did: steps read, provisions that differ in them, steps by class, links that lead elsewhere."""

    steps: int = 0
    provisions: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    links: int = 0


def build_changes(warehouse: Warehouse, rules: str, progress: Progress = silent) -> ChangeReport:
    """Read every step between published versions that is new or rests on other provisions than before.

    ``rules`` names the versions of everything that decides (this stage's rules, the topics' taxonomy): another
    name makes everything again. Commits in batches; a killed run goes on where it stopped.
    """
    warehouse.renew(STAGE, rules, TABLES)
    report = ChangeReport()
    steps = warehouse.rows(_STEPS)
    verdicts = _verdicts(warehouse)
    for step in steps:
        inputs = [step["inputs"], repr(verdicts.get(step["version_id"]))]
        step["inputs_sha256"] = hashlib.sha256("\n".join(inputs).encode()).hexdigest()
    kept = {
        row["version_id"]: row["inputs_sha256"]
        for row in warehouse.rows("SELECT version_id, inputs_sha256 FROM ledger.version_changes")
    }
    present = {step["version_id"]: step["inputs_sha256"] for step in steps}
    pending = [step for step in steps if kept.get(step["version_id"]) != step["inputs_sha256"]]
    _drop(warehouse, [one for one, inputs in kept.items() if present.get(one) != inputs])
    with spread(_read_job, len(pending), least=_POOL_FROM) as read:
        for batch in in_batches(pending, _BATCH_STEPS):
            differing = read_steps(warehouse, batch)
            jobs = [
                (step, differing[step["version_id"]], verdicts.get(step["version_id"]), rules)
                for step in batch
            ]
            changes: list[Row] = []
            wholes: list[Row] = []
            for rows, whole in read(jobs):
                changes += rows
                wholes.append(whole)
                report.classes[whole["change_class"]] += 1
            with warehouse.transaction():
                warehouse.insert("ledger.provision_changes", changes)
                warehouse.insert("ledger.version_changes", wholes)
            report.steps += len(batch)
            report.provisions += len(changes)
            progress("comparing versions", report.steps, len(pending))
    _build_links(warehouse, report, progress)
    return report


def _verdicts(warehouse: Warehouse) -> dict[str, Verdict]:
    by_timeline: dict[str, list[Row]] = {}
    for row in warehouse.rows(_CANDIDATES):
        by_timeline.setdefault(row["timeline_id"], []).append(row)
    return {
        verdict.version_id: verdict
        for rows in by_timeline.values()
        if len(rows) > 2
        for verdict in hindsight(candidates_of(rows))
    }


def _drop(warehouse: Warehouse, version_ids: Sequence[str]) -> None:
    if not version_ids:
        return
    with warehouse.given("stale", [{"key": one} for one in version_ids]), warehouse.transaction():
        for table in TABLES:
            warehouse.connection.execute(f"DELETE FROM {table} WHERE version_id IN (SELECT key FROM stale)")


def _read_job(job: tuple[Mapping[str, Any], StepReading, Verdict | None, str]) -> tuple[list[Row], Row]:
    return read_step(*job)


def read_step(
    step: Mapping[str, Any], reading: StepReading, verdict: Verdict | None, rules: str
) -> tuple[list[Row], Row]:
    """Return the rows of the provisions that differ in a step, and the row of the step."""
    context = context_of(reading.texts_before, reading.texts_after)
    read = [
        (one, _assess(one, rest, context))
        for one, rest in zip(reading.provisions, rests(reading.provisions), strict=True)
    ]
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
        "topics_added": _topics_of(substantive, "added", "reborn"),
        "topics_removed": _topics_of(substantive, "removed"),
        "topics_modified": _topics_of(substantive, "modified", "split", "merged"),
        **_counts([one for one, _ in read]),
        "words_added": sum(row["words_added"] for row in rows),
        "words_removed": sum(row["words_removed"] for row in rows),
        "silent_edit": _is_silent(step, whole),
        "summary": _summary(whole, render(parts)),
        "summary_parts": json.dumps([part.as_dict() for part in parts], ensure_ascii=False),
        "inputs_sha256": step["inputs_sha256"],
        "rules_version": rules,
    }


def _summary(whole: StepClass, told: str) -> str:
    """Return the summary; of a step whose text as a whole decided, that first."""
    if whole.change_class in (SUBSTANTIVE, EDITORIAL, NAVIGATION) and told:
        return told
    reason = f"{whole.reason[:1].upper()}{whole.reason[1:].rstrip('.')}."
    return f"{reason} {told}".strip()


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


def _is_silent(step: Mapping[str, Any], whole: StepClass) -> bool | None:
    before, after = step["declared_before"], step["declared_date"]
    if whole.change_class != SUBSTANTIVE or before is None or after is None:
        return None
    return bool(before == after)


def _build_links(warehouse: Warehouse, report: ChangeReport, progress: Progress) -> None:
    """Find the links that lead elsewhere in candidates not read for them yet, noise included."""
    warehouse.renew(LINK_STAGE, LINK_RULES, ("ledger.link_changes", "ledger.link_readings"))
    with warehouse.transaction():
        for table in ("link_changes", "link_readings"):
            warehouse.connection.execute(
                f"DELETE FROM ledger.{table} WHERE version_id NOT IN (SELECT version_id FROM ledger.versions)"
            )
    pending = warehouse.rows(_TEXT_PAIRS)
    for done, batch in enumerate(in_batches(pending, _BATCH_TEXTS)):
        wanted = {row["markdown_sha256"] for row in batch} | {row["markdown_before"] for row in batch}
        texts = {
            row["markdown_sha256"]: row["markdown"]
            for row in warehouse.rows(
                "SELECT * FROM ledger.markdowns SEMI JOIN wanted ON markdown_sha256 = wanted.key",
                wanted=wanted,
            )
        }
        found = [
            {
                "version_id": row["version_id"],
                "compared_with": row["compared_with"],
                "timeline_id": row["timeline_id"],
                "link_text": link.link_text,
                "target_before": link.before,
                "target_after": link.after,
                "rules_version": LINK_RULES,
            }
            for row in batch
            for link in link_changes(texts[row["markdown_before"]], texts[row["markdown_sha256"]])
        ]
        with warehouse.transaction():
            for table in ("link_changes", "link_readings"):
                warehouse.connection.execute(
                    f"DELETE FROM ledger.{table} WHERE version_id IN (SELECT unnest(?))",
                    [[row["version_id"] for row in batch]],
                )
            warehouse.insert("ledger.link_changes", found)
            warehouse.insert(
                "ledger.link_readings",
                [{"version_id": row["version_id"], "compared_with": row["compared_with"]} for row in batch],
            )
        report.links += len(found)
        progress("following links", min(len(pending), (done + 1) * _BATCH_TEXTS), len(pending))
