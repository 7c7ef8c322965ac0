"""One document watched by two collections: its history is one, and what both saw is told once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fixtures.repositories import Commit
from fixtures.running import Termscape

from assets.home import Home
from assets.warehouse import open_published

POLICY = (
    "# Privacy Policy\n\n## Messages\n\nWe {may} use your messages to train our language models.\n\n## Deletion\n\n"
    "We keep what you write for {days} days after you close your account, and then delete it from our servers.\n\n"
    "## Contact\n\nQuestions about personal information go to privacy@lumora.example; we answer in 30 days.\n"
)
README = "# Versions\n\nODC-BY 1.0 license.\n"


def test_a_second_collection_continues_the_history_and_repeats_no_news(
    termscape: Termscape,
    imported_copy: Home,
    versions_repository: Callable[[Sequence[Commit]], Path],
) -> None:
    """``imported_copy`` saw the policy in January 2024, and in June that it trains on messages and keeps 90 days."""
    name = "Lumora/Privacy Policy.md"
    other = versions_repository(
        [
            ("2023-05-01T10:00:00+00:00", "Start", {"README.md": README}),
            ("2024-04-01T10:00:00+00:00", "First record", {name: POLICY.format(may="do not", days=30)}),
            ("2024-06-01T11:00:00+00:00", "Record", {name: POLICY.format(may="may", days=90)}),
            ("2024-09-01T10:00:00+00:00", "Record", {name: POLICY.format(may="may", days=400)}),
        ]
    )
    line = ("import", "ota", "--versions", other, "--collection", "Jetty", "--home", imported_copy.path)
    finished = termscape(*line)
    assert finished.returncode == 0, finished.stderr
    connection = open_published(imported_copy)

    def rows(query: str) -> list[tuple[object, ...]]:
        return list(connection.execute(query).fetchall())

    seen = "SELECT strftime(changed_before, '%Y-%m') AS month, collection_id FROM {} ORDER BY ALL"
    both = [("2024-06", "harbour"), ("2024-06", "jetty"), ("2024-09", "jetty")]
    assert rows(seen.format("changes")) == both, "the table of changes holds what each collection saw"
    once = [("2024-06", "harbour"), ("2024-09", "jetty")]
    assert rows(seen.format("changes_feed")) == once
    assert rows(seen.format("events WHERE kind = 'change'")) == once
    [(first, again)] = rows(
        "SELECT recorded_first_as, version_id FROM changes WHERE recorded_first_as IS NOT NULL"
    )
    assert "@harbour" in str(first) and "@jetty" in str(again)

    [(stance, since)] = rows(
        "SELECT stance, strftime(stance_since, '%Y-%m-%d') FROM answers WHERE question_id = 'ai_training'"
    )
    assert stance == "yes_default" and since == "2024-06-01"
    days = rows(
        "SELECT strftime(valid_from, '%Y-%m'), value->>'retention_days' FROM answer_history "
        "WHERE question_id = 'retention_period' ORDER BY valid_from"
    )
    assert days == [("2024-01", "30"), ("2024-06", "90"), ("2024-09", "400")], (
        "January is the other collection's"
    )
