"""What a platform said over time: an interval for each answer, its bounds, and why it began."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from invented_platform import platform

from assets.answers.answering import Asker, read_versions
from assets.answers.catalogue import load_question
from assets.answers.history import Interval, histories
from assets.answers.model import PlatformDocuments
from assets.answers.seen import Seen, moments

THIRTY = "# Retention\n\nWe keep your chats for 30 days and then delete them.\n"
SIXTY = "# Retention\n\nWe keep your chats for 60 days and then delete them.\n"
CRITERIA = "# Retention\n\nWe keep personal data as long as necessary for the purposes above.\n"
NOTHING = "# Welcome\n\nQuillwood is a place for letters. We are glad that you are here.\n"


def day(number: int) -> datetime:
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=number)


def story(
    *told: tuple[int, str, str],
    taken_over: tuple[tuple[int, str], ...] = (),
    absent: tuple[str, ...] = (),
    question: str = "retention_period",
) -> list[Interval]:
    """The intervals of a platform whose documents (terms type, Markdown) were first seen on these days.

    What is in ``taken_over`` was recorded by another collection than the text before.
    """
    asker = Asker([load_question(question)])
    seen, read = [], {}
    last: dict[str, int] = {}
    for number, (at, terms_type, markdown) in enumerate(told):
        version_id = f"{terms_type}/{number}"
        clauses = [
            clause.__class__(**{**vars(clause), "version_id": version_id})
            for clause in platform({terms_type: markdown}).clauses
        ]
        before = day(at - 1) if terms_type in last else None
        seen.append(
            Seen(
                f"quillwood/{terms_type}",
                terms_type,
                version_id,
                day(at),
                before,
                "en",
                (at, terms_type) in taken_over,
            )
        )
        read |= read_versions(asker, "quillwood", {version_id: clauses})
        last[terms_type] = at
    now = PlatformDocuments("quillwood", (), dict.fromkeys(last, ""), (), absent)
    return histories(asker, now, seen, read)[question]


def test_an_answer_holds_from_the_first_look_until_other_words_were_seen():
    first, second = story((0, "Privacy Policy", THIRTY), (10, "Privacy Policy", SIXTY))
    assert (first.answer.value["retention_days"], second.answer.value["retention_days"]) == (30, 60)
    assert (first.valid_from, first.from_earliest, first.cause) == (day(0), None, "first_look")
    assert (first.valid_to, first.to_earliest) == (day(10), day(9))
    assert (second.valid_from, second.from_earliest, second.cause) == (day(10), day(9), "edited")
    assert second.valid_to is None


def test_an_edit_elsewhere_in_the_document_does_not_end_an_answer_whose_quote_moves_to_the_newest_version():
    [only] = story((0, "Privacy Policy", THIRTY), (10, "Privacy Policy", NOTHING + "\n" + THIRTY))
    assert only.valid_from == day(0)
    assert only.answer.evidence[0].version_id == "Privacy Policy/1"


def test_a_document_that_is_first_captured_later_is_told_as_added_not_as_an_edit():
    first, second = story((0, "Terms of Service", NOTHING), (30, "Privacy Policy", CRITERIA))
    assert (first.answer.stance, first.cause) == ("not_captured", "first_look")
    assert (second.answer.stance, second.cause) == ("criteria_only", "document_added")
    assert second.from_earliest is None


def test_a_turn_that_comes_with_another_archives_copy_is_not_told_as_an_edit():
    first, second = story(
        (0, "Privacy Policy", THIRTY), (9, "Privacy Policy", SIXTY), taken_over=((9, "Privacy Policy"),)
    )
    assert (first.lost_sight, second.cause) == (False, "other_archive")


def test_what_is_said_alike_in_another_archives_copy_goes_on_without_a_break():
    [only] = story(
        (0, "Privacy Policy", THIRTY),
        (9, "Privacy Policy", NOTHING + THIRTY),
        taken_over=((9, "Privacy Policy"),),
    )
    assert (only.valid_from, only.cause) == (day(0), "first_look")


def test_an_edit_of_another_document_is_an_edit_though_an_archive_took_over_meanwhile():
    told = story(
        (0, "Privacy Policy", THIRTY), (0, "Terms of Service", NOTHING), (9, "Terms of Service", NOTHING + "\nHi.\n"),
        (9, "Privacy Policy", SIXTY), taken_over=((9, "Terms of Service"),),
    )  # fmt: skip
    assert [one.cause for one in told] == ["first_look", "edited"]


def test_silence_is_told_only_once_the_document_that_would_say_it_was_seen():
    stances = [
        one.answer.stance for one in story((0, "Privacy Policy", NOTHING), (9, "Privacy Policy", THIRTY))
    ]
    assert stances == ["silent", "explicit_period"]


def test_a_return_to_older_words_is_an_interval_of_its_own():
    told = story((0, "Privacy Policy", THIRTY), (5, "Privacy Policy", SIXTY), (9, "Privacy Policy", THIRTY))
    assert [one.answer.value["retention_days"] for one in told] == [30, 60, 30]
    assert [one.valid_to for one in told] == [day(5), day(9), None]


def test_documents_of_one_round_of_looking_count_as_seen_at_one_time():
    at = day(0)
    seen = [
        Seen("q/terms", "Terms of Service", "t", at, None, "en"),
        Seen("q/privacy", "Privacy Policy", "p", at + timedelta(minutes=20), None, "en"),
        Seen("q/cookies", "Trackers Policy", "c", at + timedelta(days=1), None, "en"),
    ]
    first, second = moments(seen)
    assert first.at == at + timedelta(minutes=20)
    assert set(first.in_force) == {"q/terms", "q/privacy"}
    assert set(second.in_force) == {"q/terms", "q/privacy", "q/cookies"}
    assert second.added == {"q/cookies"}


def test_a_text_that_is_edited_twice_within_an_hour_is_told_twice():
    at = day(0)
    seen = [
        Seen("q/terms", "Terms of Service", "t1", at, None, "en"),
        Seen("q/privacy", "Privacy Policy", "p1", at + timedelta(minutes=1), None, "en"),
        Seen("q/privacy", "Privacy Policy", "p2", at + timedelta(minutes=4), at + timedelta(minutes=1), "en"),
        Seen("q/privacy", "Privacy Policy", "p3", at + timedelta(minutes=9), at + timedelta(minutes=4), "en"),
    ]
    told = [(one.at - at, one.in_force["q/privacy"].version_id, set(one.new)) for one in moments(seen)]
    assert told == [
        (timedelta(minutes=1), "p1", {"q/terms", "q/privacy"}),
        (timedelta(minutes=4), "p2", {"q/privacy"}),
        (timedelta(minutes=9), "p3", {"q/privacy"}),
    ]


MALTA = "# Terms of Use\n\nThese terms are governed by the laws of Malta.\n"
IRISH = "# Europe Terms of Use\n\nThese terms are governed by the laws of Ireland.\n"


def law(*told: tuple[int, str, str]) -> list[Interval]:
    return story(*told, question="governing_law")


def test_another_edition_of_a_document_does_not_turn_an_answer_but_loses_sight_of_it():
    first, second = law((0, "Terms of Service", MALTA), (10, "Terms of Service", IRISH))
    assert (first.answer.scope, second.answer.scope) == ("general", "region:europe")
    assert (first.lost_sight, second.cause) == (True, "other_edition")
    assert (first.valid_to, first.to_earliest) == (day(10), day(9))
    assert not second.lost_sight


def test_an_edit_within_an_edition_is_an_edit():
    later = IRISH.replace("Ireland", "Malta")
    first, second = law((0, "Terms of Service", IRISH), (10, "Terms of Service", later))
    assert (first.lost_sight, second.cause) == (False, "edited")
    assert second.answer.scope == "region:europe"


def test_a_return_to_the_text_for_everybody_is_another_edition_too():
    told = law((0, "Terms of Service", MALTA), (5, "Terms of Service", IRISH), (9, "Terms of Service", MALTA))
    assert [one.cause for one in told] == ["first_look", "other_edition", "other_edition"]
    assert [one.lost_sight for one in told] == [True, True, False]


def test_a_silence_that_comes_with_another_edition_is_none_of_the_policys():
    silence = "# Europe Terms of Use\n\nQuillwood is a place for letters.\n"
    told = law(
        (0, "Privacy Policy", NOTHING), (0, "Terms of Service", MALTA), (10, "Terms of Service", silence)
    )
    assert [(one.answer.stance, one.answer.scope, one.cause) for one in told] == [
        ("stated", "general", "first_look"),
        ("silent", "region:europe", "other_edition"),
    ]


def test_an_edit_of_another_document_is_an_edit_though_an_edition_was_switched_meanwhile():
    told = story(
        (0, "Privacy Policy", THIRTY),
        (0, "Terms of Service", MALTA),
        (10, "Privacy Policy", SIXTY),
        (10, "Terms of Service", IRISH),
    )
    assert [one.cause for one in told] == ["first_look", "edited"]


def test_what_the_others_are_told_stands_beside_an_answer_as_long_as_it_differs():
    use = "# Training\n\nWe use your content to train our AI models.\n"
    choice = "\nIn certain markets, you can opt out of this training in your settings.\n"
    told = story(
        (0, "Privacy Policy", use),
        (5, "Privacy Policy", use + choice),
        (9, "Privacy Policy", use),
        question="ai_training",
    )
    assert [(one.answer.stance, one.answer.scope, one.beside) for one in told] == [
        ("yes_default", "general", False),
        ("yes_opt_out", "region", False),
        ("yes_default", "general", False),
        ("yes_default", "general", True),
    ]
    assert (told[-1].valid_from, told[-1].valid_to) == (day(5), day(9))
