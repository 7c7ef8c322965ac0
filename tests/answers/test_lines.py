"""The line of versions in which a document's history is read where several collections watched it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from assets.answers.lines import line_of

DAY = datetime(2025, 1, 1, tzinfo=UTC)


def timeline(name: str, *versions: tuple[int, int, str]) -> list[dict[str, Any]]:
    """The versions of a timeline, each with the days on which it was first and last seen, and its words."""
    return [
        {
            "timeline_id": name,
            "version_no": number,
            "version_id": f"{name}{number}",
            "first_seen": DAY + timedelta(days=first),
            "last_seen": DAY + timedelta(days=last),
            "text_sha256": words,
        }
        for number, (first, last, words) in enumerate(versions, start=1)
    ]


def names(line: list[dict[str, Any]]) -> list[str]:
    return [row["version_id"] for row in line]


def test_one_timeline_is_the_line():
    line = line_of(timeline("live", (0, 4, "a"), (6, 9, "b")), "live")
    assert names(line) == ["live1", "live2"]
    assert [row["seen_before"] for row in line] == [None, DAY + timedelta(days=4)]
    assert not any(row["other_archive"] for row in line)


def test_an_imported_history_goes_on_under_ones_own_eyes():
    imported = timeline("ota", (0, 4, "a"), (6, 20, "b"), (30, 30, "c"))
    live = timeline("live", (25, 28, "b"), (31, 40, "c"))
    line = line_of([*live, *imported], "live")
    assert names(line) == ["ota1", "ota2", "live1", "live2"], "what both saw is not told twice"
    assert line[2]["seen_before"] == DAY + timedelta(days=20)
    assert not line[2]["other_archive"], "the words are the same"


def test_other_words_of_another_archive_are_marked_for_nobody_knows_whether_the_policy_changed():
    line = line_of([*timeline("ota", (0, 50, "a")), *timeline("live", (25, 28, "b"))], "live")
    assert [row["other_archive"] for row in line] == [False, True]
    assert line[1]["seen_before"] == DAY + timedelta(days=25), "the other went on looking after that"


def test_of_several_older_timelines_the_one_looked_at_last_is_followed_and_before_it_the_others():
    rows = [
        *timeline("old", (0, 3, "a")),
        *timeline("short", (5, 9, "a"), (10, 19, "b")),
        *timeline("live", (20, 30, "b")),
    ]
    assert names(line_of(rows, "live")) == ["old1", "short1", "short2", "live1"]


def test_a_timeline_that_began_later_adds_nothing():
    rows = [*timeline("live", (0, 30, "a")), *timeline("visit", (10, 12, "x"))]
    assert names(line_of(rows, "live")) == ["live1"]
