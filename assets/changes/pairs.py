"""What two commits of an imported collection differ in, as readers of an evaluation label it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from assets.changes.step_rows import read_step
from assets.changes.steps import Row, read_steps
from assets.changes.version_class import REORDER_ONLY
from assets.errors import InputError
from assets.warehouse import Reader, in_batches

Label = Literal["substantive", "editorial", "noise"]
_BATCH_PAIRS = 100

# Every candidate by the commit that brought it, and the published text that was in force once it had come.
_CANDIDATES = """
WITH commits AS (
    SELECT json_extract_string(o.provenance, '$.path') AS path,
           json_extract_string(o.provenance, '$.commit') AS commit,
           o.timeline_id, o.sequence, r.version_id, r.outcome, r.reason
    FROM ledger.observations AS o
    JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
    WHERE json_extract_string(o.provenance, '$.commit') IS NOT NULL
)
SELECT c.path, c.commit, c.timeline_id, c.outcome, c.reason, n.version_id, n.status, n.change_class, n.class_at_first, n.rule,
       n.reason AS class_reason, n.score, v.text_sha256, d.terms_type, v.language,
       (SELECT arg_max(p.version_id, p.sequence) FROM ledger.versions AS p
        WHERE p.timeline_id = c.timeline_id AND p.status = 'published' AND p.sequence <= c.sequence) AS in_force
FROM commits AS c
LEFT JOIN noise_ledger AS n ON c.version_id = n.version_id
LEFT JOIN ledger.versions AS v ON n.version_id = v.version_id
LEFT JOIN ledger.documents AS d ON n.document_id = d.document_id
"""
_WHOLES = """
SELECT version_id, previous_version_id, change_class, significance, score, reason, directions,
       list_sort(list_distinct(topics_added || topics_removed || topics_modified)) AS topics
FROM ledger.version_changes
"""

# Scores of what no provision was read for: below every score of a substantive change.
NOISE_SCORE = 0.02
EDITORIAL_SCORE = 0.05


class Pair(msgspec.Struct, frozen=True):
    """A line of the file: a path of the collection and two of its commits."""

    path: str
    old_commit: str
    new_commit: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pair is; ``label`` is ``None`` where one of the commits is not in the collection."""

    label: Label | None
    score: float
    reason: str
    topics: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    significance: str = "none"


def read_pairs(path: Path) -> list[Pair]:
    """Read a file of pairs, one JSON object a line.

    Raises:
        InputError: the file cannot be read, or a line is no pair; the message names it.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}).") from error
    pairs = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            pairs.append(msgspec.json.decode(line, type=Pair))
        except msgspec.DecodeError as error:
            raise InputError(
                f'{path}:{number}: {error}. Expected {{"path": …, "old_commit": …, "new_commit": …}}.'
            ) from error
    return pairs


def judge_pairs(reader: Reader, pairs: Sequence[Pair]) -> Iterator[Verdict]:
    """Yield what each pair is, in order. Commits may be abbreviated (at least seven digits).

    What the ledger says of a candidate holds for the step from the one before it; two commits that do not
    follow each other are compared by the texts in force after each.
    """
    candidates = _Candidates(reader.rows(_CANDIDATES))
    wholes = {row["version_id"]: row for row in reader.rows(_WHOLES)}
    for batch in in_batches(pairs, _BATCH_PAIRS):
        found = [
            (candidates.at(pair.path, pair.old_commit), candidates.at(pair.path, pair.new_commit))
            for pair in batch
        ]
        direct = _direct(reader, [(o, n) for o, n in found if o and n and _needs_reading(o, n, wholes)])
        for pair, (old, new) in zip(batch, found, strict=True):
            if old is None or new is None:
                commit = pair.old_commit if old is None else pair.new_commit
                yield Verdict(None, 0.0, f"the home has no record of {pair.path} at {commit}")
            else:
                yield _verdict(old, new, wholes, direct)


class _Candidates:
    """Candidates by path and commit."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._by_path: dict[str, dict[str, Row]] = {}
        for row in rows:
            self._by_path.setdefault(row["path"], {})[row["commit"]] = row

    def at(self, path: str, commit: str) -> Row | None:
        here = self._by_path.get(path, {})
        if commit in here or not re.fullmatch(r"[0-9a-f]{7,39}", commit):
            return here.get(commit)
        found = [row for known, row in here.items() if known.startswith(commit)]
        return found[0] if len(found) == 1 else None


def _needs_reading(old: Row, new: Row, wholes: Mapping[str, Row]) -> bool:
    return _settled(old, new, wholes) is None


def _settled(old: Row, new: Row, wholes: Mapping[str, Row]) -> Verdict | None:
    """Return what the ledger says of a pair, ``None`` if the two texts must be read against each other."""
    if new["version_id"] is None or old["version_id"] is None:
        return _noise(f"no text: {new['reason'] or new['outcome']}")
    if new["status"] == "quarantined":
        return _noise(f"held: {new['change_class']}, {new['class_reason'] or new['rule']}")
    if old["text_sha256"] == new["text_sha256"]:
        return _noise("the same visible text")
    if new["status"] == "noise":
        from_same = old["in_force"] == new["in_force"] or old["status"] == "quarantined"
        if from_same and new["rule"] == DATES_REWRITTEN:
            return Verdict("editorial", EDITORIAL_SCORE, new["class_reason"])
        if from_same or new["class_at_first"] == "exact_return":
            return _noise(f"{new['change_class']}: {new['class_reason'] or new['rule']}")
        return None
    if new["change_class"] in _NEVER_A_CHANGE:
        return _noise(f"{new['change_class']}: {new['class_reason'] or new['rule']}")
    whole = wholes.get(new["version_id"])
    if whole is None or whole["previous_version_id"] != old["in_force"]:
        return None
    return _labelled(whole)


DATES_REWRITTEN = "dates_rewritten"
"""A date in another writing is no new version, but it is the policy's own wording that differs."""
_NEVER_A_CHANGE = frozenset({"exact_return", "excursion", "variant"})
"""A text seen before, and one that went as it had come, are no change of the policy (DESIGN section 5)."""


def _verdict(old: Row, new: Row, wholes: Mapping[str, Row], direct: Mapping[tuple[str, str], Row]) -> Verdict:
    settled = _settled(old, new, wholes)
    if settled is not None:
        return settled
    before, after = old["in_force"], new["in_force"]
    if before is None or after is None or before == after:
        return _noise("the same text was in force after both")
    return _labelled(direct[before, after])


def _labelled(whole: Row) -> Verdict:
    label: Label = "noise"
    if whole["change_class"] in ("substantive", "editorial"):
        label = whole["change_class"]
    elif whole["change_class"] == REORDER_ONLY:
        label = "editorial"  # the policy's own provisions in another order or with other numbers
    if label == "noise":
        return _noise(whole["reason"])
    return Verdict(
        label,
        whole["score"],
        whole["reason"],
        tuple(whole["topics"]),
        tuple(whole["directions"]),
        whole["significance"],
    )


def _noise(reason: str) -> Verdict:
    return Verdict("noise", NOISE_SCORE, reason)


def _direct(reader: Reader, pairs: Sequence[tuple[Row, Row]]) -> dict[tuple[str, str], Row]:
    """Read texts in force against each other that do not follow each other."""
    steps = {
        (old["in_force"], new["in_force"]): {
            "version_id": new["in_force"],
            "previous_version_id": old["in_force"],
            "timeline_id": new["timeline_id"],
            "language": new["language"],
            "terms_type": new["terms_type"],
            "noise_class": "substantive",
            "rule": "text",
            "detail": None,
            "declared_date": None,
            "declared_before": None,
            "inputs_sha256": "",
        }
        for old, new in pairs
        if old["in_force"] and new["in_force"] and old["in_force"] != new["in_force"]
    }
    found = {}
    for key, step in steps.items():  # one at a time: rows of a step are found by its newer version
        _, whole = read_step(step, read_steps(reader, [step])[step["version_id"]], None, "")
        topics = {*whole["topics_added"], *whole["topics_removed"], *whole["topics_modified"]}
        found[key] = whole | {"topics": sorted(topics)}
    return found
