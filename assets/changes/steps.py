"""A step: two published versions that follow each other, and the provisions that differ between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assets.changes.model import Operation, Wording
from assets.warehouse import Reader

Row = dict[str, Any]

_JOIN = "\n\n"
"""What stands between the parts of a split, or of what was merged, where they are read as one text."""

# Of both versions only the provisions that differ are read: on one side alone, in another wording, or moved.
_DIFFERING = """
WITH topics AS (
    SELECT provision_id, state_no, list(topic_id ORDER BY confidence DESC, topic_id) AS topics
    FROM ledger.provision_topics WHERE band = 'automatic' GROUP BY ALL
),
after AS (
    SELECT w.version_id AS step, o.* FROM wanted_steps AS w
    JOIN ledger.provision_occurrences AS o ON w.version_id = o.version_id
),
before AS (
    SELECT w.version_id AS step, o.* FROM wanted_steps AS w
    JOIN ledger.provision_occurrences AS o ON w.previous_version_id = o.version_id
),
differing AS (
    SELECT coalesce(a.step, b.step) AS step, coalesce(a.provision_id, b.provision_id) AS provision_id,
           a.carried_by, a.similarity, a.margin,
           b.state_no AS state_before, b.ordinal AS ordinal_before, b.kind AS kind_before,
           b.heading_path AS path_before, b.stem AS stem_before, b.own_text AS own_before,
           a.state_no AS state_after, a.ordinal AS ordinal_after, a.kind AS kind_after,
           a.heading_path AS path_after, a.stem AS stem_after, a.own_text AS own_after
    FROM after AS a
    FULL JOIN before AS b ON a.step = b.step AND a.provision_id = b.provision_id
    WHERE a.provision_id IS NULL OR b.provision_id IS NULL OR a.state_no <> b.state_no OR a.carried_by = 'moved'
)
SELECT d.*, coalesce(d.own_before, sb.text) AS text_before, coalesce(d.own_after, sa.text) AS text_after,
       tb.topics AS topics_before, ta.topics AS topics_after
FROM differing AS d
LEFT JOIN ledger.provision_states AS sb ON d.provision_id = sb.provision_id AND d.state_before = sb.state_no
LEFT JOIN ledger.provision_states AS sa ON d.provision_id = sa.provision_id AND d.state_after = sa.state_no
LEFT JOIN topics AS tb ON d.provision_id = tb.provision_id AND d.state_before = tb.state_no
LEFT JOIN topics AS ta ON d.provision_id = ta.provision_id AND d.state_after = ta.state_no
ORDER BY d.step, coalesce(d.ordinal_after, d.ordinal_before), d.ordinal_before NULLS FIRST, d.provision_id
"""

_RELATIONS = """
SELECT r.version_id AS step, r.provision_id, r.related_provision_id, r.relation
FROM ledger.provision_relations AS r
JOIN wanted_steps AS w ON r.version_id = w.version_id
WHERE r.relation IN ('split_from', 'merged_into')
ORDER BY ALL
"""


# What else the two versions say: words that only went elsewhere are no change of a rule.
_TEXTS = """
SELECT o.version_id, list(coalesce(o.own_text, s.text)) AS texts
FROM ledger.provision_occurrences AS o
SEMI JOIN wanted ON o.version_id = wanted.key
JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
GROUP BY o.version_id
"""


@dataclass(frozen=True, slots=True)
class Side:
    """A provision as it stands in one of the two versions."""

    state_no: int
    ordinal: int
    wording: Wording


@dataclass(frozen=True, slots=True)
class ProvisionStep:
    """What happened to one provision. Of a split the provision that keeps the identity has all parts as its
    text ``after``; of a merge the one that goes on has all that went into it as its text ``before``."""

    provision_id: str
    operation: Operation
    also_moved: bool
    before: Side | None
    after: Side | None
    similarity: float | None = None
    margin: float | None = None
    related_provision_id: str | None = None

    @property
    def shown(self) -> Side:
        """The side that says where the provision stands: after the change, or before it for what is gone."""
        side = self.after or self.before
        if side is None:
            raise ValueError(f"provision {self.provision_id} stands in neither version")
        return side

    @property
    def is_part(self) -> bool:
        """Whether it is read with the provision it was split from or merged into."""
        return self.related_provision_id is not None


@dataclass(frozen=True, slots=True)
class StepReading:
    """The provisions that differ in a step, in the order of the new version, and all texts of both versions."""

    provisions: tuple[ProvisionStep, ...]
    texts_before: Sequence[str]
    texts_after: Sequence[str]


def read_steps(reader: Reader, steps: Sequence[Mapping[str, Any]]) -> dict[str, StepReading]:
    """Return what differs in each step, by its newer version.

    Steps are rows with ``version_id``, ``previous_version_id``, ``language`` and ``terms_type``.
    """
    wanted = [{k: step[k] for k in ("version_id", "previous_version_id")} for step in steps]
    with reader.given("wanted_steps", wanted):
        rows = reader.rows(_DIFFERING)
        relations = reader.rows(_RELATIONS)
    versions = {step[side] for step in steps for side in ("version_id", "previous_version_id")}
    texts = {row["version_id"]: row["texts"] for row in reader.rows(_TEXTS, wanted=versions)}
    by_step: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_step[row["step"]].append(row)
    related: dict[str, list[Row]] = defaultdict(list)
    for row in relations:
        related[row["step"]].append(row)
    found = {}
    for step in steps:
        version_id = step["version_id"]
        provisions = [_provision(row, step) for row in by_step[version_id]]
        found[version_id] = StepReading(
            tuple(_grouped(provisions, related[version_id])),
            texts.get(step["previous_version_id"], ()),
            texts.get(version_id, ()),
        )
    return found


def _provision(row: Row, step: Mapping[str, Any]) -> ProvisionStep:
    before, after = _side(row, step, "before"), _side(row, step, "after")
    operation: Operation = "modified"
    if before is None:
        operation = "reborn" if row["carried_by"] == "reborn" else "added"
    elif after is None:
        operation = "removed"
    elif before.state_no == after.state_no:
        operation = "moved"
    return ProvisionStep(
        provision_id=row["provision_id"],
        operation=operation,
        also_moved=row["carried_by"] == "moved",
        before=before,
        after=after,
        similarity=row["similarity"] if before and after else None,
        margin=row["margin"] if before and after else None,
    )


def _side(row: Row, step: Mapping[str, Any], side: str) -> Side | None:
    if row[f"state_{side}"] is None:
        return None
    return Side(
        state_no=row[f"state_{side}"],
        ordinal=row[f"ordinal_{side}"],
        wording=Wording(
            text=row[f"text_{side}"],
            kind=row[f"kind_{side}"],
            heading_path=tuple(row[f"path_{side}"]),
            stem=row[f"stem_{side}"],
            topics=tuple(row[f"topics_{side}"] or ()),
            language=step["language"],
            terms_type=step["terms_type"],
        ),
    )


def _grouped(provisions: Iterable[ProvisionStep], relations: Sequence[Row]) -> Iterator[ProvisionStep]:
    """Yield the provisions, those of a split or a merge with all its parts as one text."""
    here = {one.provision_id: one for one in provisions}
    parts: dict[tuple[str, str], list[ProvisionStep]] = defaultdict(list)
    part_of: dict[str, tuple[str, str]] = {}
    for row in relations:
        whole = here.get(row["related_provision_id"])
        part = here.get(row["provision_id"])
        # what goes on is in both versions; a whole that did not change otherwise is not among the differing
        if whole is None or part is None or whole.before is None or whole.after is None:
            continue
        key = (row["relation"], whole.provision_id)
        parts[key].append(part)
        part_of[part.provision_id] = key
    for one in here.values():
        split, merged = (
            parts.get(("split_from", one.provision_id)),
            parts.get(("merged_into", one.provision_id)),
        )
        if one.provision_id in part_of:
            relation, whole_id = part_of[one.provision_id]
            operation: Operation = "split" if relation == "split_from" else "merged"
            yield replace(one, operation=operation, related_provision_id=whole_id)
        elif split and one.after:
            after = sorted([one.after, *(part.after for part in split if part.after)], key=_ordinal)
            yield replace(one, operation="split", after=_joined(one.after, after))
        elif merged and one.before:
            before = sorted([one.before, *(part.before for part in merged if part.before)], key=_ordinal)
            yield replace(one, operation="merged", before=_joined(one.before, before))
        else:
            yield one


def _ordinal(side: Side) -> int:
    return side.ordinal


def _joined(side: Side, parts: Sequence[Side]) -> Side:
    text = _JOIN.join(part.wording.text for part in parts)
    topics = tuple(dict.fromkeys(topic for part in parts for topic in part.wording.topics))
    return replace(side, wording=replace(side.wording, text=text, topics=topics))
