"""Clauses of other platforms stand beside one only where their own words have something in common."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

MODEL = Path(__file__).parents[2] / "sql" / "models" / "comparable_provisions.sql"
BAN = "You may not use our products or services to:"
COLUMNS = (
    "provision_id, platform_id, text, stem, topic_id, role, platform, terms_type, headline, polarity, exposure, stance, "
    "stance_label, question_id, version_id, char_start, char_end"
)


def compared(clauses: dict[str, tuple[str, str]]) -> dict[str, list[str]]:
    """Return which clauses stand beside which, nearest first; each a platform's own, by its id: its text and stem."""
    with duckdb.connect() as connection:
        rows = ", ".join("(?, ?, ?, ?, 'conduct', 'user_prohibition'" + ", NULL" * 11 + ")" for _ in clauses)
        connection.execute(
            f"CREATE TABLE provision_pages AS SELECT * FROM (VALUES {rows}) AS t({COLUMNS})",
            [value for one, (text, stem) in clauses.items() for value in (one, one, text, stem)],
        )
        found: dict[str, list[str]] = {}
        for row in connection.execute(MODEL.read_text()).pl().iter_rows(named=True):
            found.setdefault(row["provision_id"], []).append(row["other_provision_id"])
        return found


LETTERS = ("Forge letters or stamps of the postal office", BAN)
OTHERS = {
    "orchard": ("Pick unripe apples from neighbouring orchards", BAN),
    "harbour": ("Anchor vessels within the swimming area", BAN),
    "kitchen": ("Roast chestnuts beside the wooden gallery", BAN),
}


@pytest.mark.parametrize(
    "text",
    ["Forging or altering stamps of any postal office", "Do not forge the letters, whoever wrote them."],
)
def test_the_same_matter_in_like_words_is_shown(text: str) -> None:
    assert compared({"fennco": LETTERS, "quell": (text, ""), **OTHERS})["fennco"] == ["quell"]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Train pigeons for races against the clock", BAN),
        ("Sell anything of the kind with or without payment", "You may not use the postal office to:"),
        ("Paint pictures of the mayor, or of whoever else you like, in the office", ""),
    ],
)
def test_a_stem_or_joining_words_in_common_make_nothing_comparable(text: str, stem: str) -> None:
    assert "fennco" not in compared({"fennco": LETTERS, "quell": (text, stem), **OTHERS})
