"""What is read of a clause: who does what, a headline, the slots it fills, where else they are filled, exposure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.answers.model import Clause
from assets.answers.provision_pages.context import DocumentSlots, ReadClause, denied, left_open
from assets.answers.provision_pages.exposure import read_exposure
from assets.answers.provision_pages.headline import Sentence, headline_of
from assets.answers.provision_pages.languages import not_read_in
from assets.answers.provision_pages.leading import ToRead
from assets.answers.provision_pages.marks import read_marks, stance_reader
from assets.answers.provision_pages.model import UNREAD, Act, ClauseReading
from assets.answers.provision_pages.reading import ClauseReader, points_elsewhere
from assets.answers.provision_pages.slots import read_slots
from assets.topics.taxonomy import load_taxonomy

READER = ClauseReader(load_taxonomy().topics)
STANCES = stance_reader(read_marks())
EXAMPLES = yaml.safe_load(Path(__file__).with_name("exposure_examples.yaml").read_text(encoding="utf-8"))
CASES = yaml.safe_load(Path(__file__).with_name("sentence_cases.yaml").read_text(encoding="utf-8"))


def clause(text: str, *, stem: str | None = None, heading: str = "Privacy", **more: Any) -> Clause:
    given: dict[str, Any] = {
        "terms_type": "Privacy Policy",
        "kind": "list_item" if stem else "paragraph",
    } | more
    return Clause(
        "v1", "lumora/privacy-policy", provision_id=text[:20], text=text, char_start=100, char_end=100 + len(text),
        heading_path=(heading,), stem=stem, **given,
    )  # fmt: skip


def read(text: str, topic: str = "data-collected", **more: Any) -> ClauseReading:
    one = clause(text, **more)
    STANCES.learn([one])
    [stances] = STANCES.read_all("lumora", [one])
    reading = READER.read(one, [topic] if topic else [], "en", stances)
    assert reading is not None
    return reading


@pytest.mark.parametrize(
    "text, role, polarity",
    [
        ("We share your data with our advertising partners.", "platform_practice", "states"),
        ("We never sell your personal data.", "platform_practice", "denies"),
        ("We share your data only with your consent.", "platform_practice", "limits"),
        ("Your prompts may be used to improve the service.", "platform_practice", "states"),
        ("If you delete your account, we erase your files.", "platform_practice", "states"),
        ("You grant us a licence to your content.", "platform_practice", "states"),
        ("You may not use outputs to train a competing model.", "user_prohibition", "states"),
        ("You agree not to resell the service.", "user_prohibition", "states"),
        ("If we change these terms, you can close your account.", "user_permission", "states"),
        ("You have the right to object at any time.", "user_permission", "states"),
        ("You must keep your password secret.", "user_duty", "states"),
        ("These terms are governed by the laws of Westmark.", "agreement_term", "states"),
        ("Rain in the evening, sun in the morning.", "unread", "states"),
    ],
)
def test_the_one_who_acts_in_the_main_clause_gives_the_role(text: str, role: str, polarity: str) -> None:
    act = read(text, heading="Miscellaneous").act
    assert (act.role, act.polarity) == (role, polarity)


@pytest.mark.parametrize(
    "stem, text, role",
    [
        ("You may not:", "train models on our content;", "user_prohibition"),
        ("We use your data to:", "train models on your content;", "platform_practice"),
        ("You have the right to:", "erasure of your data;", "user_permission"),
        ("You may not:", "We may close accounts that do.", "platform_practice"),
    ],
)
def test_an_item_follows_its_stem_unless_it_has_a_subject_of_its_own(stem: str, text: str, role: str) -> None:
    assert read(text, stem=stem).act.role == role


@pytest.mark.parametrize(
    "text",
    [
        "[Careers](https://quell.example/jobs)",
        "([View the earlier processing addendum](/dpa/2029))",
        "[How we use data](#use).",
    ],
)
def test_a_link_alone_says_nothing_by_itself(text: str) -> None:
    one = clause(text, terms_type="Acceptable Use Policy")
    assert read(text, "processors", terms_type="Acceptable Use Policy").act is UNREAD
    assert points_elsewhere(one) and not points_elsewhere(one, ["processors"])


@pytest.mark.parametrize(
    "text, stem",
    [
        ("[Fennco](https://fennco.example)", "We share your data with:"),
        ("[You may opt out of the sale of your data here](/choices)", None),
        ("[We keep no letters.](/letters)", None),
        ("See [our list](/list) of vendors.", None),
    ],
)
def test_a_link_that_completes_a_sentence_or_holds_one_is_read(text: str, stem: str | None) -> None:
    assert not points_elsewhere(clause(text, stem=stem))


@pytest.mark.parametrize(
    "text",
    [
        "You waive the right to a trial by jury.",
        "Customers irrevocably relinquish any right to join a class action.",
        "No Class Actions. Disputes may not be brought in any class proceeding; class actions are prohibited.",
        "You may bring claims only on an individual basis.",
    ],
)
def test_who_gives_up_a_way_to_court_is_neither_allowed_nor_forbidden_something(text: str) -> None:
    assert read(text, "arbitration-class-waiver", terms_type="Terms of Service").act.role == "agreement_term"


def test_opting_out_of_arbitration_stays_what_users_may_do() -> None:
    text = "You may opt out of arbitration within 30 days by writing to us."
    assert read(text, "arbitration-class-waiver", terms_type="Terms of Service").act.role == "user_permission"


def test_words_that_fill_a_slot_end_where_they_can_be_read() -> None:
    shown = read(
        "We may close the account immediately upon notice if you fail to pay any amounts owed to at least two of us.",
        "policy-change-notice",
        terms_type="Terms of Service",
    ).finds["notice"]
    assert shown.words == "upon notice if you fail to pay any amounts owed"


def test_an_item_without_subject_or_stem_follows_its_heading() -> None:
    assert read("Your e-mail address", heading="What we collect").act.role == "platform_practice"
    assert read("Scraping", heading="Prohibited uses").act.role == "user_prohibition"


@pytest.mark.parametrize(
    "cells, act",
    [
        ("Where you are | No | No", "denies"),
        ("Where you are | Yes", "states"),
        ("Where you are | Yes | No", "unread"),
    ],
)
def test_a_row_of_a_table_says_yes_or_no_in_its_cells(cells: str, act: str) -> None:
    reading = read(cells, "location", heading="Categories of data we collect", kind="table_row")
    assert reading.act.name == act


def test_a_no_without_a_subject_is_a_denial_too() -> None:
    reading = read("Lumora's games do not use children's data.", heading="How we use your data")
    assert reading.act.name == "denies"


def test_a_clause_in_a_language_the_rules_do_not_cover_is_shown_and_not_read() -> None:
    reading = READER.read(clause("Wir geben Daten an Partner weiter."), ["third-party-sharing"], "de")
    assert reading is not None
    assert (reading.act.role, reading.finds, reading.slots_read) == ("unread", {}, False)
    assert (
        reading.headline == "{platform} on sharing with third parties: “Wir geben Daten an Partner weiter.”"
    )
    exposure = not_read_in("de", reading.marks)
    assert exposure.level == "unknown" and "read English; the clause is in German" in exposure.reason


@pytest.mark.parametrize(
    "language, text, act, level",
    [
        ("de", "Wir verwenden Ihre Inhalte nicht zum Training von KI-Modellen.", "denies", "low"),
        ("zh", "我们不会出售您的个人信息。", "denies", "low"),
        ("de", "Die Protokolle werden nach 14 Tagen gelöscht.", "states", "low"),
    ],
)
def test_in_other_languages_a_question_that_reads_them_tells_act_and_exposure(
    language: str, text: str, act: str, level: str
) -> None:
    one = clause(text, heading="Datenschutz")
    [stances] = STANCES.read_all("lumora", [one])
    reading = READER.read(one, [], language, stances)
    assert reading is not None
    exposure = read_exposure().of_stances(reading.act.name, reading.topic_id, reading.marks)
    assert exposure is not None
    assert (reading.act.name, exposure.level) == (act, level)


@pytest.mark.parametrize(
    "text, stem, headline",
    [
        ("Use outputs to train a model that competes with ours, or", "You may not:", "{platform} on any topic, under “You may not”: “Use outputs to train a model that competes with ours”"),
        ("copy the model; or", "You may not:", "{platform} says that you may not copy the model."),
        ("We do not sell data and do not share it for ads.", "", "{platform} on any topic: “We do not sell data and do not share it for ads.”"),
        ("We do not sell your data.", "", "{platform} says that it does not sell your data."),
        ("We may share our logs with partners.", "", "{platform} says that it may share its logs with partners."),
        ("We also keep backups.", "", "{platform} says that it also keeps backups."),
        ("When you write to us, we'll keep your letter.", "", "{platform} says that when you write to it, it will keep your letter."),
        ("Sell access", "You may not:", "{platform} says that you may not sell access."),
        ("We collect, use and share data.", "", "{platform} on any topic: “We collect, use and share data.”"),
        ("YOU MAY NOT RESELL IT.", "", "{platform} says that YOU MAY NOT RESELL IT."),
        ("We may share it with:", "", "{platform} on any topic: “We may share it with:” …"),
        ("This helps us.", "", "{platform} on any topic: “This helps us.”"),
        ("We have no control over shops and assume no duty for them.", "", "{platform} on any topic: “We have no control over shops and assume no duty for them.”"),
        ("From time to time, we may write to you.", "", "{platform} says that from time to time, it may write to you."),
        ("These terms are governed by the laws of Westmark.", "", "{platform} says that these terms are governed by the laws of Westmark."),
        ("Customer is responsible for our passes.", "", "{platform} says that Customer is responsible for its passes."),
        ("The right to correction of the data.", "", "{platform} on any topic: “The right to correction of the data.”"),
        ("When we do, we will write to you.", "", "{platform} on any topic: “When we do, we will write to you.”"),
        ("4.2 Keep it clean; and", "", "{platform} on any topic: “Keep it clean”"),
    ],
)  # fmt: skip
def test_a_headline_says_what_the_sentence_says_or_quotes_it(text: str, stem: str, headline: str) -> None:
    sentence = Sentence(text, text, stem)
    assert headline_of(sentence, Act("platform_practice", "states", ""), "Any topic")[0] == headline


@pytest.mark.parametrize(
    "text, more, headline",
    [
        ("Selling drawings of others", {"heading": "Prohibited acts"}, "{platform} on data collected, under “Prohibited acts”: “Selling drawings of others”"),
        ("Pen log", {"heading": "Device data"}, "{platform} on data collected, under “Device data”: “Pen log”"),
        ("ink_id | 13 months", {"stem": "Name | Duration", "kind": "table_row"}, "{platform} on data collected, under “Name | Duration”: “ink_id | 13 months”"),
        ("Your easel was idle for a year.", {"stem": "We may close your account if we find:"}, "{platform} on data collected, under “We may close your account if we find”: “Your easel was idle for a year.”"),
        ("Drawings may be wrong.", {"stem": "When you use it, you understand that:"}, "{platform} on data collected: “Drawings may be wrong.”"),
        ("Make public drawings more useful in daily use", {"stem": "We use drawings for the purposes of:"}, "{platform} on data collected, under “We use drawings for the purposes of”: “Make public drawings more useful in daily use”"),
        ("It is shared under 12 W.S.C. § 4 and 5 W.F.R. § 7.", {}, "{platform} on data collected: “It is shared under 12 W.S.C. § 4 and 5 W.F.R. § 7.”"),
    ],
)  # fmt: skip
def test_a_headline_has_the_words_above_where_a_clause_tells_little_without(
    text: str, more: dict[str, str], headline: str
) -> None:
    assert read(text, **more).headline == headline


def test_what_a_person_decided_comes_before_what_the_sentence_tells() -> None:
    one = clause("We use your drawings to train our models.")
    stances = STANCES.read_all("lumora", [one])[0]
    assert [stance.mark for stance in stances] == ["ai_training.yes_default"]
    told, decided, refused = (
        READER.read_all([ToRead(one, topics, "en", stances, corrected, no)])[0]
        for topics, corrected, no in (
            (("purposes",), (), ()),
            (("location", "purposes"), ("location",), ()),
            (("purposes",), (), ("ai-training-on-user-data",)),
        )
    )
    assert told is not None and told.topic_id == "ai-training-on-user-data"
    assert decided is not None and decided.topic_id == "location"
    assert refused is not None and refused.topic_id == "purposes"


def test_the_second_sentence_of_an_item_is_not_told_as_going_on_from_the_stem() -> None:
    text = "**A successor**, if the firm is sold. You will hear about it a month in advance."
    headline = read(text, "business-transfer", stem="We share personal data with").headline
    assert "with you" not in headline and "data you" not in headline


@given(st.text(max_size=600), st.sampled_from(["You may not:", ""]))
@settings(max_examples=60, deadline=None)
def test_what_a_headline_quotes_stands_so_in_the_clause(text: str, stem: str) -> None:
    words = " ".join(text.split()).translate({ord(mark): "'" for mark in "“”"})
    headline, _ = headline_of(Sentence(words, words, stem), UNREAD, "Retention")
    quotes = re.findall("“([^”]*)”", headline)
    assert quotes and all(quote in words or quote in stem for quote in quotes)


@given(st.text(max_size=600), st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_words_can_be_quoted_and_a_long_quote_is_marked(text: str, stem: str) -> None:
    headline, made = headline_of(Sentence(text, text, stem), UNREAD)
    assert headline.startswith(("{platform}: “", "{platform} under “"))
    assert made in ("quoted", "cut") and (made == "quoted" or headline.endswith("” …"))
    assert len(headline) < 520


def test_what_a_clause_names_fills_its_slots_with_the_sentence_that_names_it() -> None:
    text = "Small talk first. We share your e-mail address with our payment processors to prevent fraud."
    finds = read(text, "third-party-sharing").finds
    assert finds["data"].words == "e-mail address"
    assert "payment processors" in finds["recipients"].words
    assert text[finds["purpose"].start : finds["purpose"].end].startswith("We share")
    assert "legal_basis" not in finds and "choice" not in finds


def filled(texts: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Return where the slots of the first of some clauses (heading, topic, text) are filled."""
    read_clauses = []
    for heading, topic, text in texts:
        one = clause(text, heading=heading)
        reading = READER.read(one, [topic])
        assert reading is not None
        read_clauses.append(ReadClause(one, (topic,), reading))
    slots = DocumentSlots(read_clauses, read_slots()).filled(read_clauses[0])
    return {slot.slot: slot.where for slot in slots}


def test_a_slot_that_the_section_or_the_document_fills_is_not_open() -> None:
    where = filled(
        [
            ("Collection", "data-collected", "We collect your e-mail address."),
            ("Collection", "data-collected", "We collect it to provide the service."),
            ("Storage", "retention", "We keep personal data for two years."),
        ]
    )
    assert where == {"data": "clause", "purpose": "section", "period": "document", "legal_basis": "open"}


def test_training_needs_a_period_of_its_own_and_a_ban_on_users_fills_nothing() -> None:
    where = filled(
        [
            ("Training", "ai-training-on-user-data", "We use your prompts to train our models."),
            ("Storage", "retention", "We keep personal data for two years."),
            ("Training", "ai-training-on-user-data", "You may not opt out of your duties for 30 days."),
        ]
    )
    assert (where["period"], where["choice"]) == ("open", "open")


def denied_in(texts: Sequence[tuple[str, str, str]]) -> dict[str, tuple[str, bool]]:
    """Return where the slots of the first of some clauses are filled, and whether what stands there denies them."""
    read_clauses = []
    for number, (heading, topic, text) in enumerate(texts):
        one = clause(text, heading=heading, ordinal=number)
        reading = READER.read(one, [topic])
        assert reading is not None
        read_clauses.append(ReadClause(one, (topic,), reading))
    slots = DocumentSlots(read_clauses, read_slots()).filled(read_clauses[0])
    return {slot.slot: (slot.where, slot.denied) for slot in slots}


TRAINS = ("Training", "ai-training-on-user-data", "We use your drawings to train our models.")


def test_a_slot_that_the_document_only_denies_is_neither_said_nor_open() -> None:
    no_setting = (
        "Training",
        "ai-training-on-user-data",
        "There is no setting which keeps drawings out of training.",
    )
    assert denied_in([TRAINS, no_setting])["choice"] == ("section", True)
    a_setting = ("Training", "ai-training-opt-out", "You can opt out of training in your settings.")
    assert denied_in([TRAINS, no_setting, a_setting])["choice"] == ("section", False)


@pytest.mark.parametrize(
    "slot, topic, text, says_no",
    [
        ("choice", "marketing-preferences", "You cannot unsubscribe from service messages.", True),
        ("choice", "marketing-preferences", "You cannot unsubscribe from service messages, but may opt out of the rest.", False),
        ("choice", "sale-share-for-ads", "We do not sell data. So, we do not offer an opt-out.", None),
        ("notice", "policy-change-notice", "We may change these rules without prior notice.", True),
        ("notice", "policy-change-notice", "We do not change these rules without notice.", False),
        ("notice", "policy-change-notice", "We tell you by e-mail, or in haste without notice.", False),
        ("contest", "termination-suspension-removal", "Our decision to close an account is final.", True),
        ("means", "access-correct-delete", "What a model has learned cannot be erased.", True),
        ("period", "retention", "We may keep drawings indefinitely.", True),
        ("period", "retention", "We permanently delete drawings after a year.", False),
        ("refusal", "arbitration-class-waiver", "You cannot opt out of arbitration.", True),
        ("cancelling", "payment-auto-renewal", "Fees are non-refundable.", True),
        ("cancelling", "payment-auto-renewal", "You can cancel at any time; fees are non-refundable.", False),
    ],
)  # fmt: skip
def test_a_denial_is_told_from_a_statement_for_every_slot_that_has_one(
    slot: str, topic: str, text: str, says_no: bool | None
) -> None:
    find = read(text, topic, heading="Rules").finds.get(slot)
    assert (find.denied if find else None) is says_no


def exposure_of(text: str, topic: str, **more: Any) -> tuple[str, str, str]:
    """Return level, row and reason of the exposure of a clause that stands alone."""
    one = clause(text, **({"heading": "Miscellaneous"} | more))
    reading = read(text, topic, **({"heading": "Miscellaneous"} | more))
    document = ReadClause(one, (topic,), reading)
    slots = DocumentSlots([document], read_slots()).filled(document)
    exposure = read_exposure().of(
        reading.act.name,
        reading.topic_id,
        reading.data_kind,
        left_open(slots),
        reading.marks,
        denied(slots),
    )
    return exposure.level, exposure.row_id, exposure.reason


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["row"] for one in EXAMPLES])
def test_exposure_follows_the_documented_table(example: dict[str, str]) -> None:
    level, row, reason = exposure_of(example["text"], example["topic"])
    assert (level, row) == (example["level"], example["row"])
    assert reason and "{" not in reason


def test_training_that_the_document_says_cannot_be_refused_exposes_more_than_one_that_can() -> None:
    table = read_exposure()
    act = ("states", "ai-training-on-user-data", "content")
    marks = ["ai_training.yes_default"]
    assert table.of(*act, [], marks).level == "medium"
    without = table.of(*act, ["period"], marks, ["choice"])
    assert (without.level, without.row_id) == ("high", "training-without-choice")
    assert "no way to refuse" in without.reason


def test_a_reason_says_apart_what_is_left_open_and_what_is_denied() -> None:
    exposure = read_exposure().of(
        "term",
        "termination-suspension-removal",
        "not_data",
        ["contest"],
        ["access-can-be-lost"],
        ["notice"],
    )
    assert exposure.level == "high"
    assert exposure.reason == (
        "access or content can be lost, and it leaves open how it can be contested "
        "and denies that people are told before"
    )


@pytest.mark.parametrize("case", CASES, ids=[one["text"][:50] for one in CASES])
def test_a_page_follows_the_sentence_and_not_the_topic_it_was_given(case: dict[str, Any]) -> None:
    more = {key: case[key] for key in ("stem", "heading", "terms_type") if key in case}
    reading = read(case["text"], case["topic"], **more)
    level, _, _ = exposure_of(case["text"], case["topic"], **more)
    assert level in case["level"]
    assert reading.topic_id == case.get("about", case["topic"])
    if "act" in case:
        assert reading.act.name == case["act"]
