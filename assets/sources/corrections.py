"""What people decided against the rules: ``corrections.csv`` of a home, read, checked and kept in the archive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from rapidfuzz import process

from assets.archive.archive import CORRECTIONS, Archive
from assets.errors import InputError
from assets.home import Home
from assets.sources.decision_rows import day_of_decision, decision_rows

FILE = "corrections.csv"
COLUMNS = ("span", "subject", "label", "who", "when", "why")
"""What each row says; further columns (a text to read beside it) are passed over."""
YES, NO = "yes", "no"
"""The labels of a topic: the wording is about it, or is not."""


@dataclass(frozen=True)
class Correction:
    """A person's decision.

    Attributes:
        span: what it is about: a provision's id (the wording in force on ``when``), the SHA-256 of a wording (12
            letters of it will do; it then holds wherever that wording stands), or, for a question, a platform's id
            (its documents as they were on ``when``).
        subject: a topic or a question.
        label: ``yes`` or ``no`` for a topic; a stance for a question.
        who: who decided.
        when: the day it was decided (ISO 8601).
        why: the reason.
    """

    span: str
    subject: str
    label: str
    who: str
    when: str
    why: str
    line: int = field(default=0, compare=False)
    """Where it stands in the file; no part of what it says."""

    @property
    def correction_id(self) -> str:
        """The hash of all that it says."""
        return hashlib.sha256(json.dumps(self.said, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def said(self) -> dict[str, str]:
        """All that it says, by column."""
        return {name: getattr(self, name) for name in COLUMNS}


def read_corrections(home: Home) -> list[Correction] | None:
    """Return the corrections of a home's file in its order; ``None`` if there is no file.

    Raises:
        InputError: the file is not as expected; names the file, the line and the fix.
    """
    path = home.path / FILE
    rows = decision_rows(path, COLUMNS)
    if rows is None:
        return None
    found: dict[tuple[str, str], Correction] = {}
    for line, values in rows:
        correction = replace(_checked(values, f"{path}:{line}"), line=line)
        key = (correction.span, correction.subject)
        if key in found:
            raise InputError(
                f"{path}:{line}: {correction.span} and {correction.subject} stand on line {found[key].line} "
                "already. Keep one of them."
            )
        found[key] = correction
    return list(found.values())


def check_labels(
    corrections: Iterable[Correction],
    topics: Collection[str],
    stances: Mapping[str, Collection[str]],
    place: str,
) -> None:
    """Refuse corrections about a topic, question or stance that does not exist.

    Args:
        corrections: what people decided.
        topics: the ids of the topics.
        stances: the stances of each question.
        place: the file, for the message.

    Raises:
        InputError: there are such; the message names all of them, each with what was expected.
    """
    wrong = []
    for one in corrections:
        if one.subject in stances:
            expected = sorted(stances[one.subject])
        elif one.subject in topics:
            expected = [YES, NO]
        else:
            near = process.extractOne(one.subject, [*stances, *topics], score_cutoff=60)
            meant = f" Did you mean {near[0]}?" if near else ""
            wrong.append(
                f"{place}:{one.line}: {one.subject!r} (about {one.span}) is no topic and no question.{meant}"
            )
            continue
        if one.label not in expected:
            wrong.append(
                f"{place}:{one.line}: {one.label!r} (about {one.span}) is no label of {one.subject}; expected one of: {', '.join(expected)}."
            )
    if wrong:
        raise InputError("\n".join(wrong))


def record_corrections(home: Home, archive: Archive) -> bool:
    """Archive the corrections of a home's file unless they are those recorded last; return whether they are new.

    Without a file nothing is recorded: what was decided stays decided, and only a file with fewer rows takes some back.

    Raises:
        InputError: the file is not as expected.
    """
    corrections = read_corrections(home)
    if corrections is None:
        return False
    rows = [one.said for one in corrections]
    recorded = [record.data for record in archive.ledger.read() if record.kind == CORRECTIONS]
    if (recorded[-1]["rows"] if recorded else []) == rows:
        return False
    archive.record(CORRECTIONS, [{"number": len(recorded) + 1, "rows": rows}], origin=FILE)
    return True


def correction_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of ``ledger.corrections`` for the rows recorded last."""
    result = []
    for number, row in enumerate(rows, start=1):
        one = _correction(row)
        result.append(
            {
                "correction_id": one.correction_id,
                "correction_no": number,
                "span": one.span,
                "subject": one.subject,
                "label": one.label,
                "who": one.who,
                "made_on": date.fromisoformat(one.when),
                "why": one.why,
            }
        )
    return result


def _checked(values: Mapping[str, str], place: str) -> Correction:
    for name in COLUMNS:
        if not values[name]:
            raise InputError(f"{place}: {name!r} is empty. Every correction says what, who, when and why.")
    day_of_decision(values["when"], place, "the day on which it was decided")
    return _correction(values)


def _correction(row: Mapping[str, Any]) -> Correction:
    span, subject, label, who, when, why = (str(row[name]) for name in COLUMNS)
    return Correction(span, subject, label, who, when, why)
