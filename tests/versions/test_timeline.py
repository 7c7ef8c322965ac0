"""A history of captured texts becomes few published versions, each a real change; holes and errors are held."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.captures.judging import Judgement
from assets.versions.hashes import fingerprints
from assets.versions.timeline import Candidate, Decision, StoredVersion, TimelineState

START = datetime(2024, 1, 1, tzinfo=UTC)
RULES = [
    f"Rule {name}: you may not use the service to {deed}, and we may close your account if you do so once more."
    for name, deed in zip(
        ("one", "two", "three", "four", "five", "six", "seven", "eight"),
        (
            "send spam",
            "copy others",
            "sell weapons",
            "stalk people",
            "spread lies",
            "break in",
            "scrape data",
            "hide ads",
        ),
        strict=True,
    )
]
A = "# Terms of Nimbusfox\n\nLast updated: 1 January 2024\n\n" + "\n\n".join(RULES)
B = A.replace("once more", "twice")
C = A.replace("close your account", "suspend your account for a month")
A_OTHER_LINK = A.replace("Nimbusfox", "[Nimbusfox](https://nimbusfox.example/?s=1)")
HOLE = f"# Terms of Nimbusfox\n\n{RULES[0]}"
GERMAN = (
    "# Bedingungen\n\n"
    + "Sie dürfen den Dienst nicht nutzen, um andere zu belästigen oder Werbung zu verbreiten. " * 12
)
PRIVACY = "# Privacy Policy of Nimbusfox\n\n" + "\n\n".join(
    f"We collect your {what} and keep it for as long as the law asks us to; you may ask us to delete it."
    for what in ("name", "address", "photographs", "messages", "contacts", "purchases", "searches", "voice")
)
ERROR = "# 404\n\nPage not found"
NOT_FOUND = Judgement("not_a_policy", "soft_404", "the page says that it does not exist")


def candidate(markdown: str, day: float) -> Candidate:
    return Candidate(
        markdown,
        START + timedelta(days=day),
        language="de" if markdown == GERMAN else "en",
        judgement=NOT_FOUND if markdown == ERROR else None,
        key=f"day {day}",
    )


def observe(
    state: TimelineState, texts: Sequence[str], *, every: float = 1, start: float = 0
) -> list[Decision]:
    return [state.observe(candidate(text, start + number * every)) for number, text in enumerate(texts)]


def story(*texts: str, every: float = 1) -> list[str]:
    """The decisions in short: status and class, ``+`` where a held version is released."""
    decisions = observe(TimelineState(), texts, every=every)
    return [
        f"{'+' if one.releases else ''}{'unchanged' if one.outcome == 'unchanged' else f'{one.status} {one.noise_class}'}"
        for one in decisions
    ]


def test_the_first_policy_is_published_and_the_same_bytes_are_unchanged() -> None:
    assert story(A, A, A) == ["published first", "unchanged", "unchanged"]


def test_a_changed_rule_is_published() -> None:
    assert story(A, B) == ["published first", "published substantive"]


def test_noise_and_the_way_back_from_it_are_recorded_once_each() -> None:
    assert story(A, A_OTHER_LINK, A_OTHER_LINK, A) == [
        "published first",
        "noise link_only",
        "unchanged",
        "noise link_only",
    ]


def test_a_new_date_alone_is_published_as_editorial() -> None:
    assert story(A, A.replace("1 January", "2 February")) == ["published first", "published editorial"]


def test_a_page_that_prints_today_s_date_is_noise_from_the_third_day() -> None:
    texts = [A.replace("1 January", f"{day} January") for day in range(1, 7)]
    assert story(*texts) == ["published first", *["published editorial"] * 2, *["noise date_only"] * 3]


def test_a_hole_is_held_and_the_text_that_returns_is_compared_with_the_last_good_one() -> None:
    assert story(A, HOLE, A) == ["published first", "quarantined loss", "noise restore"]
    assert story(A, HOLE, A_OTHER_LINK) == ["published first", "quarantined loss", "noise restore"]
    assert story(A, HOLE, B) == ["published first", "quarantined loss", "published substantive"]


def test_a_loss_seen_twice_is_released() -> None:
    assert story(A, HOLE, HOLE) == ["published first", "quarantined loss", "+unchanged"]


def test_a_released_loss_names_the_version_it_releases() -> None:
    state = TimelineState()
    released = observe(state, [A, HOLE, HOLE])[-1]
    assert released.released_key == "day 1"
    assert state.current is not None and state.current.key == "day 1" and state.held is None


def test_a_hole_that_comes_and_goes_is_never_published() -> None:
    assert [s for s in story(A, HOLE, A, HOLE, A, HOLE, A) if "published" in s or "+" in s] == [
        "published first"
    ]


def test_a_loss_of_which_only_changes_are_recorded_is_released_by_its_second_near_equal_successor() -> None:
    longer = HOLE + " Be kind."
    longest = longer + " Be fair."
    assert story(A, HOLE, longer) == ["published first", "quarantined loss", "quarantined loss"]
    assert story(A, HOLE, longer, longest)[-1] == "+published substantive"


def test_one_near_equal_successor_is_enough_after_a_hole_stood_for_long() -> None:
    assert story(A, HOLE, HOLE + " Be kind.", every=100)[-1] == "+published substantive"


def test_another_language_is_held_until_it_is_seen_twice() -> None:
    assert story(A, GERMAN, A) == ["published first", "quarantined locale_switch", "noise restore"]
    assert story(A, GERMAN, GERMAN) == ["published first", "quarantined locale_switch", "+unchanged"]


def test_another_document_in_place_of_the_policy_is_held_until_it_is_seen_twice() -> None:
    assert story(A, PRIVACY, A) == ["published first", "quarantined other_document", "noise restore"]
    assert story(A, PRIVACY, PRIVACY) == ["published first", "quarantined other_document", "+unchanged"]


def test_a_policy_that_was_written_anew_under_its_name_is_published() -> None:
    anew = PRIVACY.replace("# Privacy Policy", "# Terms of Use")
    assert story(A, anew) == ["published first", "published substantive"]


def test_a_policy_that_only_got_another_name_is_not_held() -> None:
    renamed = A.replace("# Terms of Nimbusfox", "# Privacy Policy of Nimbusfox")
    assert not story(A, renamed)[-1].startswith("quarantined")


def test_an_error_page_is_held_however_often_it_is_seen() -> None:
    assert story(A, ERROR, ERROR, ERROR, A) == [
        "published first",
        "quarantined not_a_policy",
        "unchanged",
        "unchanged",
        "noise restore",
    ]


def test_a_timeline_that_begins_with_an_error_page_has_nothing_published_until_a_policy_comes() -> None:
    assert story(ERROR, A, B) == ["quarantined not_a_policy", "published first", "published substantive"]


def test_a_text_that_comes_back_is_published_as_a_return_so_that_readers_see_what_the_site_shows() -> None:
    state = TimelineState()
    decisions = observe(state, [A, B, A], every=30)
    assert (decisions[-1].status, decisions[-1].noise_class) == ("published", "exact_return")
    assert state.current is not None and state.current.text_sha256 == fingerprints(A).text_sha256


def test_a_page_that_alternates_is_noise_after_its_first_return() -> None:
    assert story(A, B, A, B, A, B) == [
        "published first",
        "published substantive",
        "published exact_return",
        "noise exact_return",
        "noise exact_return",
        "noise exact_return",
    ]


def test_a_page_that_stops_alternating_is_shown_as_it_is_after_two_weeks() -> None:
    state = TimelineState()
    observe(state, [A, B, A, B])
    later = observe(state, [B, B, B], start=4, every=7)
    assert [decision.releases for decision in later] == [False, False, True]
    assert state.current is not None and state.current.text_sha256 == fingerprints(B).text_sha256


def test_where_only_changes_are_recorded_a_long_gap_shows_that_the_page_had_settled() -> None:
    state = TimelineState()
    observe(state, [A, B, A, B])
    change = state.observe(candidate(C, 60))
    assert (change.releases, change.released_key, change.status) == (True, "day 3", "published")


def test_a_text_not_seen_for_long_is_a_change_like_any_other() -> None:
    texts = [A, B, *(B.replace("twice", f"{n} times") for n in range(3, 24)), A]
    assert story(*texts, every=30)[-1] == "published substantive"


def test_a_version_needed_for_comparison_must_come_with_its_text() -> None:
    prints = fingerprints(A)
    row = StoredVersion(START, "published", "first", "first_policy", prints.raw_sha256, prints.text_sha256)
    with pytest.raises(ValueError, match="2024-01-01 00:00 must come with its Markdown"):
        TimelineState([row]).observe(candidate(B, 1))


TEXTS = [A, A_OTHER_LINK, B, C, HOLE, HOLE + " Be kind.", GERMAN, ERROR, A.replace("1 January", "2 February")]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(TEXTS), st.sampled_from([0.5, 1, 8, 40, 120])), min_size=1, max_size=14
    ),
    st.sets(st.integers(1, 13)),
)
def test_a_history_in_one_go_and_in_batches_gives_the_same_decisions(
    history: list[tuple[str, float]], cuts: set[int]
) -> None:
    days = [sum(gap for _, gap in history[: number + 1]) for number in range(len(history))]
    whole = TimelineState()
    in_one_go = [whole.observe(candidate(text, day)) for (text, _), day in zip(history, days, strict=True)]

    table: list[StoredVersion] = []
    state = TimelineState()
    in_batches = []
    for number, ((text, _), day) in enumerate(zip(history, days, strict=True)):
        if number in cuts:
            state = TimelineState(_tail(table, START + timedelta(days=day)))
        item = candidate(text, day)
        decision = state.observe(item)
        in_batches.append(decision)
        _write(table, item, decision)
    assert in_batches == in_one_go


def _write(table: list[StoredVersion], item: Candidate, decision: Decision) -> None:
    """Do with the rows of a table what the pipeline does."""
    if decision.releases:
        assert table[-1].key == decision.released_key
        table[-1] = replace(table[-1], status="published")
    if decision.outcome == "version":
        prints = fingerprints(item.markdown)
        table.append(
            StoredVersion(
                item.seen_at,
                decision.status,
                decision.noise_class,
                decision.rule,
                prints.raw_sha256,
                prints.text_sha256,
                item.language,
                item.markdown,
                item.key,
                prints.masked_sha256,
            )
        )


def _tail(table: list[StoredVersion], before: datetime) -> list[StoredVersion]:
    """The bounded end of a table that is said to be enough, with no more of the texts than is said to be needed."""
    published = max((n for n, row in enumerate(table) if row.status == "published"), default=0)
    recent = min(
        (n for n, row in enumerate(table) if before - row.seen_at <= timedelta(days=90)), default=len(table)
    )
    first = min(published, recent, max(0, len(table) - 20))
    held = len(table)
    while held > 0 and table[held - 1].status == "quarantined":
        held -= 1
    needed = {published, len(table) - 1, *range(held, len(table))}
    return [row if n in needed else replace(row, markdown="") for n, row in enumerate(table)][first:]
