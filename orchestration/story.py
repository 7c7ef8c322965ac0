"""A document's history in words: versions, windows in which they changed, what changed, what was noise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.text import Text

from assets.versions.noise import ANCHORS
from orchestration.display import counted

Row = Mapping[str, Any]
DAYS_A_MONTH = 30.44
"""365.25 / 12"""


def tell(
    timeline_id: str,
    candidates: Sequence[Row],
    looks: Row,
    *,
    records_changes_only: bool,
    everything: bool = False,
) -> Iterator[Text]:
    """Yield the story of a timeline, line by line; ``candidates`` are its rows of noise_ledger in order."""
    yield Text(timeline_id, style="bold")
    yield Text(_looked(candidates, looks, records_changes_only))
    quiet: list[Row] = []
    for row in candidates:
        if row["version_no"] is None or row["change_class"] not in _TOLD:
            quiet.append(row)
            continue
        yield from _noise(quiet, everything)
        quiet = []
        yield Text("")
        yield from _version(row, candidates, records_changes_only)
    yield from _noise(quiet, everything)


_TOLD = ("first", "substantive", "editorial", "exact_return", "locale_switch")
_COUNTED = {
    "substantive": "substantive change",
    "editorial": "change of wording",
    "exact_return": "return of an older text",
    "locale_switch": "change of language",
}
_HEADINGS = {
    "first": "first seen",
    "editorial": "only wording changed",
    "exact_return": "an older text is back",
    "locale_switch": "another language stayed",
}

_BY_RULE = {
    "new_date": "only its own date changed",
    "date_stamp": "only its own date changed",
    "case_or_punctuation": "only case, punctuation or numbering changed",
    "punctuation_or_case": "only case, punctuation or numbering changed",
}
"""What an editorial change of one of these rules is called more exactly."""


def _looked(candidates: Sequence[Row], looks: Row, records_changes_only: bool) -> str:
    told = Counter(row["change_class"] for row in candidates if row["version_no"] is not None)
    how = "records" if records_changes_only else "looks"
    parts = ["the first text"] if told["first"] else []
    parts += [counted(told[name], noun) for name, noun in _COUNTED.items() if told[name]]
    quiet = [row for row in candidates if row["version_no"] is None or row["change_class"] not in _TOLD]
    parts += [f"{number} {name}" for name, number in Counter(map(_class, quiet)).most_common()]
    return (
        f"{counted(len(candidates), 'recorded version')} in {looks['looks']} {how} from {looks['first']:%Y-%m-%d} "
        f"to {looks['last']:%Y-%m-%d}: {', '.join(parts)}."
    )


def _version(row: Row, candidates: Sequence[Row], records_changes_only: bool) -> Iterator[Text]:
    before = next((one for one in candidates if one["version_id"] == row["previous_version_id"]), None)
    head = f"{row['first_seen']:%Y-%m-%d}  version {row['version_no']}, "
    if row["change_class"] == "substantive":
        head += f"{row['significance']} significance"
    else:
        head += _BY_RULE.get(row["rule"], _HEADINGS[row["change_class"]])
    yield Text(head, style="bold" if row["change_class"] == "substantive" else "")
    yield Text(f"  {row['words']:,} words; {_declared(row, before)}")
    if before is None:
        return
    yield Text(f"  {_window(before, row, records_changes_only)}")
    yield Text(f"  {row['summary']}")
    if row["silent_edit"]:
        yield Text(f"  Silent: it still declares {row['declared_date']:%Y-%m-%d}.", style="yellow")
    if row["recorded_as_upgrade"]:
        yield Text(
            "  The collection recorded it while it changed its own engine or its declaration of the page: "
            "part of this may have been there before, or come from another page.",
            style="yellow",
        )


def _declared(row: Row, before: Row | None) -> str:
    date = row["declared_date"]
    if date is None:
        said = "it declares no date"
    else:
        said = f"it declares {date:%Y-%m-%d}"
        days = (row["first_seen"].date() - date).days
        if days > 1:
            said += f", {_long(days)} before it was seen"
        elif days < -1:
            said += f", {_long(-days)} after it was seen"
        if before is not None and before["declared_date"] is not None and before["declared_date"] > date:
            said += " (earlier than the version before declared)"
    if row["effective_date"] is not None and row["effective_date"] != date:
        said += f", in force from {row['effective_date']:%Y-%m-%d}"
    return said


def _window(before: Row, row: Row, records_changes_only: bool) -> str:
    last: datetime = before["last_seen"]
    days = (row["first_seen"] - last).days
    said = f"It changed between {last:%Y-%m-%d} and {row['first_seen']:%Y-%m-%d}"
    if days >= 1:
        said += f", a window of {_long(days)}"
    if records_changes_only and days >= 1:
        said += " (the collection records changes only; whether it looked in between is not known)"
    return said + "."


def _long(days: int) -> str:
    if days < 60:
        return counted(days, "day")
    return counted(round(days / DAYS_A_MONTH), "month")


def _noise(rows: Sequence[Row], everything: bool) -> Iterator[Text]:
    if not rows:
        return
    if everything:
        for row in rows:
            yield Text(
                f"{row['first_seen']:%Y-%m-%d}  {_class(row)}"
                + (f": {row['reason']}" if row["reason"] else "")
                + f"\n    {row['version_id']}",
                style="dim",
            )
        return
    classes = Counter(_class(row) for row in rows)
    said = ", ".join(f"{number} {name}" for name, number in classes.most_common())
    span = f"{rows[0]['first_seen']:%Y-%m-%d}"
    if len(rows) > 1:
        span += f" … {rows[-1]['first_seen']:%Y-%m-%d}"
    yield Text(f"{span}  no change of the policy: {said}", style="dim")
    moved = sum(row["legal_links_moved"] for row in rows)
    if moved:
        yield Text(
            f"    {counted(moved, 'link')} to another legal document (legal_link_changes)", style="dim"
        )


def _class(row: Row) -> str:
    name = str(row["change_class"]).replace("_", " ")
    if row["rule"] == ANCHORS:
        name = "that changed nothing but anchors of headings"
    return f"held ({name})" if row["status"] == "quarantined" else name
