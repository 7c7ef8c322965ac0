"""Which version a day means: the text in force then as ``as_of`` answers it, and how sure that is, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from assets.errors import NothingFound
from assets.home import Home
from assets.warehouse import read_frame

Version = Mapping[str, Any]

# A look on the day itself is the surest witness of it; without one, the day's end is asked for.
_MOMENT = """
SELECT coalesce(
    max(observed_at) FILTER (observed_at >= $start AND outcome IN ('changed', 'unchanged', 'not_modified')), $end
) AS moment
FROM observations WHERE timeline_id = $timeline AND observed_at <= $end
"""
_AS_OF = "SELECT * EXCLUDE (markdown) FROM as_of(?, ?) WHERE timeline_id = ?"


@dataclass(frozen=True, slots=True)
class Dated:
    """What was in force on a day: the version taken, the answer of ``as_of``, and both in a sentence or two."""

    day: date
    version: Version
    answer: str
    said: str
    facts: Mapping[str, Any]


def in_force(home: Home, versions: Sequence[Version], day: date) -> Dated:
    """Return the version of a timeline that was in force on a day, as far as anyone saw.

    Raises:
        NothingFound: nobody had seen the document by then; the message says since when it is known.
    """
    start, end = (datetime.combine(day, at, tzinfo=UTC) for at in (datetime.min.time(), datetime.max.time()))
    timeline = versions[-1]["timeline_id"]
    moment = read_frame(home, _MOMENT, {"start": start, "end": end, "timeline": timeline}).item()
    facts = read_frame(home, _AS_OF, [versions[-1]["document_id"], moment, timeline]).to_dicts()[0]
    at = next((at for at, row in enumerate(versions) if row["version_id"] == facts["version_id"]), None)
    if at is None:
        raise NothingFound(
            f"not observed on {day}: the first version was seen on {versions[0]['first_seen']:%Y-%m-%d}."
        )
    version = versions[at]
    later = versions[at + 1] if at + 1 < len(versions) else None
    said = (
        f"{day}: version {version['version_no']}, first seen {version['first_seen']:%Y-%m-%d} ({facts['answer']}: "
        f"{_how_sure(facts, version, later)})."
    )
    if later is not None and facts["answer"] != "in_force" and _may_have_held(version, later, day):
        said += (
            f" Version {later['version_no']}, first seen {later['first_seen']:%Y-%m-%d}, declares "
            f"{later['declared_date']}: it may have been in force."
        )
    return Dated(day, version, facts["answer"], said, facts)


def _how_sure(facts: Mapping[str, Any], version: Version, later: Version | None) -> str:
    """Say in words what an answer of ``as_of`` rests on."""
    before, after = facts["looked_before"], facts["looked_after"]
    window = ""
    if later is not None:
        window = (
            f"it changed between {version['last_seen']:%Y-%m-%d}, when it was last seen, and "
            f"{later['first_seen']:%Y-%m-%d}, when version {later['version_no']} was first seen"
        )
    match facts["answer"]:
        case "in_force" if before == facts["asked_for"]:
            return "seen on that day"
        case "in_force":
            return f"seen on {before:%Y-%m-%d} and again on {after:%Y-%m-%d}"
        case "inferred":
            rule = "the collection records changes only; "
            if facts["or_version_id"] is not None:
                return rule + window
            if after is not None:
                return f"{rule}recorded on {before:%Y-%m-%d} and again on {after:%Y-%m-%d}"
            return f"{rule}none was recorded after {before:%Y-%m-%d}"
        case "between_two_versions":
            return f"nobody saw it in between: {window}"
        case _:
            return f"not seen since {before:%Y-%m-%d}"


def _may_have_held(version: Version, later: Version, day: date) -> bool:
    """Whether the later text claims to be as old as the day; a date it shares with the older text tells nothing."""
    declared, before = later["declared_date"], version["declared_date"]
    if declared is None or declared > day or (before is not None and declared <= before):
        return False
    return later["effective_date"] is None or bool(later["effective_date"] <= day)
