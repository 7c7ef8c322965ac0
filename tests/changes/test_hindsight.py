"""What later looks tell of an earlier version: excursions, and pages that alternate between two texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from assets.changes.hindsight import Candidate, hindsight

START = datetime(2031, 3, 1, tzinfo=UTC)


def history(*shown: tuple[int, str, str, str]) -> list[Candidate]:
    """Candidates from (day, text, status, class); noise is of the text before it; " #7" is a number of the day."""
    found: list[Candidate] = []
    in_force = None
    for number, (day, text, status, noise_class) in enumerate(shown):
        version_id = f"v{number}"
        masked = text.split(" #")[0]
        seen_at = START + timedelta(days=day)
        found.append(Candidate(version_id, status, noise_class, text, masked, in_force, seen_at))
        if status == "published":
            in_force = version_id
    return found


def verdicts(*shown: tuple[int, str, str, str]) -> dict[str, str]:
    return {verdict.version_id: verdict.change_class for verdict in hindsight(history(*shown))}


def test_a_text_that_went_as_it_had_come_was_an_excursion() -> None:
    assert verdicts(
        (0, "A", "published", "first"),
        (40, "B", "published", "substantive"),
        (43, "A", "published", "exact_return"),
    ) == {"v1": "excursion"}


def test_a_text_came_back_though_it_shows_another_number_of_the_day() -> None:
    assert verdicts(
        (0, "A #1", "published", "first"),
        (40, "B #2", "published", "substantive"),
        (43, "A #3", "published", "exact_return"),
    ) == {"v1": "excursion"}


def test_an_older_text_that_came_back_is_not_taken_for_the_one_just_replaced() -> None:
    assert (
        verdicts(
            (0, "A #1", "published", "first"),
            (30, "B #2", "published", "substantive"),
            (60, "C #3", "published", "substantive"),
            (65, "A #4", "published", "exact_return"),
        )
        == {}
    )


def test_a_text_that_stood_for_months_was_the_policy_though_it_was_taken_back() -> None:
    assert (
        verdicts(
            (0, "A", "published", "first"),
            (40, "B", "published", "substantive"),
            (130, "A", "published", "exact_return"),
        )
        == {}
    )


def test_noise_around_an_excursion_does_not_hide_it() -> None:
    assert verdicts(
        (0, "A", "published", "first"),
        (1, "A with other links", "noise", "markup_only"),
        (40, "B", "published", "substantive"),
        (41, "B with a date", "noise", "date_only"),
        (45, "A", "published", "exact_return"),
    ) == {"v2": "excursion"}


def test_what_was_held_in_between_is_no_text_of_the_page() -> None:
    assert (
        verdicts(
            (0, "A", "published", "first"),
            (2, "hole", "quarantined", "loss"),
            (3, "A", "noise", "restore"),
            (60, "B", "published", "substantive"),
        )
        == {}
    )


def test_two_texts_that_replace_each_other_in_turn_are_variants() -> None:
    assert verdicts(
        (0, "A", "published", "first"),
        (20, "B", "published", "substantive"),
        (40, "A", "published", "exact_return"),
        (60, "B", "noise", "exact_return"),
        (80, "A", "noise", "exact_return"),
    ) == {"v1": "variant"}


def test_a_change_after_a_variant_is_a_change() -> None:
    found = verdicts(
        (0, "A", "published", "first"),
        (1, "B", "published", "substantive"),
        (2, "A", "published", "exact_return"),
        (3, "B", "noise", "exact_return"),
        (4, "A", "noise", "exact_return"),
        (30, "C", "published", "substantive"),
    )
    assert found == {"v1": "variant"}


def test_a_text_with_a_date_of_its_own_was_the_policy_though_it_was_taken_back_soon() -> None:
    dated = [date(2030, 1, 1), date(2031, 4, 9), date(2030, 1, 1)]
    shown = history(
        (0, "A", "published", "first"),
        (40, "B", "published", "substantive"),
        (43, "A", "published", "exact_return"),
    )
    assert hindsight([replace(one, declared_date=day) for one, day in zip(shown, dated, strict=True)]) == []


def test_the_verdict_names_the_look_that_showed_it() -> None:
    [verdict] = hindsight(
        history(
            (0, "A", "published", "first"),
            (5, "B", "published", "substantive"),
            (6, "A", "published", "exact_return"),
        )
    )
    assert verdict.known_from == "v2"
    assert "2031-03-07" in verdict.detail
