"""Which two texts ``diff`` compares: versions by number, id or day, and candidates that were judged to be no version."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assets.errors import NothingFound
from assets.home import Home
from assets.warehouse import read_frame
from orchestration.in_force import Dated, in_force

DAYS_NAMED = 3
"""Days a message names where it was asked for none."""
_CANDIDATE = """
SELECT n.version_id, n.timeline_id, n.document_id, n.collection_id, n.first_seen, n.status, n.change_class, n.rule, n.reason,
       n.compared_with, n.words, v.declared_date, v.effective_date
FROM noise_ledger AS n JOIN ledger.versions AS v ON n.version_id = v.version_id
WHERE n.document_id = ? AND n.version_id = ?
"""
_MARKDOWN = """
SELECT m.markdown FROM ledger.versions AS v
JOIN ledger.markdowns AS m ON v.markdown_sha256 = m.markdown_sha256 WHERE v.version_id = ?
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """One of two texts: a version readers have (``version_no``), or a candidate that was noise or is held.

    ``facts`` is its row, as JSON shows it; ``dated`` says how it was found where a day was asked for.
    """

    facts: Mapping[str, Any]
    dated: Dated | None = None

    @property
    def version_id(self) -> str:
        """Its id, published or not."""
        return str(self.facts["version_id"])

    @property
    def first_seen(self) -> datetime:
        """When it was first seen (UTC)."""
        seen: datetime = self.facts["first_seen"]
        return seen

    @property
    def is_version(self) -> bool:
        """Whether readers have it as a version of the timeline that is shown."""
        return "version_no" in self.facts

    @property
    def name(self) -> str:
        """What a title calls it."""
        called = f"version {self.facts['version_no']}" if self.is_version else f"{self.facts['status']} text"
        return f"{called} (seen {self.first_seen:%Y-%m-%d})"

    @property
    def judged(self) -> str:
        """What a candidate was judged to be and why; empty of a version."""
        if self.is_version:
            return ""
        facts = self.facts
        what = {"noise": "is noise", "quarantined": "is held"}.get(facts["status"], f"is {facts['status']}")
        said = f"The text of {self.first_seen:%Y-%m-%d} {what}: {facts['change_class']}, by the rule {facts['rule']}"
        return f"{said}: {facts['reason']}" if facts["reason"] else f"{said}."


def texts_asked(
    home: Home, versions: Sequence[Mapping[str, Any]], older: str | None, newer: str | None
) -> tuple[Compared, Compared]:
    """Return the two texts of a document that FROM and TO name.

    Without TO it is the newest version; without both, the newest and the one before it. An id alone is compared
    with the text it was judged against.

    Raises:
        NothingFound: one of them is not there; the message says what is.
    """
    newest = versions[-1]
    if older is None:
        if len(versions) == 1:
            raise NothingFound(
                f"{newest['document_id']} has one version only, seen since {newest['first_seen']:%Y-%m-%d}."
            )
        return Compared(versions[-2]), Compared(newest)
    if newer is None:
        candidate = _candidate(home, newest["document_id"], older)
        if candidate is not None:
            against = candidate["compared_with"]
            if against is None:
                raise NothingFound(
                    f"{older} was compared with nothing: no text was known before it. Name another to see both: "
                    f"diff … {older} TO."
                )
            return _text(home, versions, against), _text(home, versions, older)
        return _text(home, versions, older), Compared(newest)
    return _text(home, versions, older), _text(home, versions, newer)


def markdown_of(home: Home, text: Compared) -> str:
    """Return a text as Markdown."""
    return str(read_frame(home, _MARKDOWN, [text.version_id]).item())


def _text(home: Home, versions: Sequence[Mapping[str, Any]], asked: str) -> Compared:
    for row in versions:
        if asked in (str(row["version_no"]), row["version_id"]):
            return Compared(row)
    candidate = _candidate(home, versions[-1]["document_id"], asked)
    if candidate is not None:
        return Compared(candidate)
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        numbers = "the number 1" if len(versions) == 1 else f"a number from 1 to {len(versions)}"
        raise NothingFound(
            f"no version {asked!r} of {versions[-1]['document_id']}: expected {numbers}, a day like 2026-03-01, or an id of "
            f"the table noise_ledger. {_nearest_days(versions, asked)}"
        ) from None
    dated = in_force(home, versions, day)
    return Compared(dated.version, dated)


def _nearest_days(versions: Sequence[Mapping[str, Any]], asked: str) -> str:
    """Say when versions came: those nearest to a day that is written in another way, else the newest."""
    meant = _day_meant(asked)
    rows = sorted(versions, key=lambda row: row["first_seen"], reverse=True)
    if meant is not None:
        rows.sort(key=lambda row: abs((row["first_seen"].date() - meant).days))
    shown = sorted(rows[:DAYS_NAMED], key=lambda row: int(row["version_no"]))
    told = ", ".join(f"{row['first_seen']:%Y-%m-%d} (version {row['version_no']})" for row in shown)
    which = "" if len(shown) == len(versions) else " nearest" if meant is not None else " newest"
    return (
        f"The{which} versions were first seen on {told}."
        if len(shown) > 1
        else f"It was first seen on {told}."
    )


def _day_meant(asked: str) -> date | None:
    """Return about which day somebody meant: year, month, day in any writing that begins with the year."""
    numbers = [int(number) for number in re.findall(r"\d+", asked)]
    if not numbers or not 1990 <= numbers[0] <= 2200:
        return None
    month = numbers[1] if len(numbers) > 1 else 6
    day = numbers[2] if len(numbers) > 2 else 15
    return date(numbers[0], min(max(month, 1), 12), min(max(day, 1), 28))


def _candidate(home: Home, document_id: str, version_id: str) -> dict[str, Any] | None:
    rows = read_frame(home, _CANDIDATE, [document_id, version_id]).to_dicts()
    return rows[0] if rows else None
