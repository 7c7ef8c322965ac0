"""The files that pages are made of: every sign tested on its own examples, every topic served, mistakes reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from assets.answers.catalogue import load_question
from assets.answers.provision_pages.exposure import EXPOSURE_FILE, LEVELS, read_exposure
from assets.answers.provision_pages.marks import MARKS_FILE, Sign, read_marks
from assets.answers.provision_pages.model import ACTS
from assets.answers.provision_pages.regulations import (
    REGULATIONS_FILE,
    STATUSES,
    Regulations,
    read_regulations,
)
from assets.answers.provision_pages.roles import ROLES_FILE, role_cues
from assets.answers.provision_pages.slots import SLOTS_FILE, read_slots
from assets.answers.provision_pages.texts import ALWAYS, TEXTS_FILE, read_texts
from assets.topics.annotated_yaml import CatalogueError
from assets.topics.taxonomy import load_taxonomy


class _Whole:
    """A sign with what must and must not stand beside it, searched as a pattern is."""

    def __init__(self, sign: Sign) -> None:
        self.search = sign.stands_in


TOPICS = {topic.topic_id for topic in load_taxonomy().topics}
SIGNS = [
    *((cue.cue_id, cue.pattern, cue.examples, cue.counterexamples) for cue in role_cues().cues),
    *((s.slot_id, s.signs, s.examples, s.counterexamples) for s in read_slots().slots.values()),
    *(
        (f"{s.slot_id} denied", s.denial.signs, s.denial.examples, s.denial.counterexamples)
        for s in read_slots().slots.values()
        if s.denial
    ),
    *((s.sign_id, _Whole(s), s.examples, s.counterexamples) for s in read_marks().signs),
    *((k.kind_id, k.signs, k.examples, k.counterexamples) for k in read_slots().data_kinds),
]


@pytest.mark.parametrize("name, pattern, examples, counterexamples", SIGNS, ids=[sign[0] for sign in SIGNS])
def test_a_sign_is_found_in_its_examples_and_in_no_counterexample(
    name: str, pattern: Any, examples: tuple[str, ...], counterexamples: tuple[str, ...]
) -> None:
    assert [text for text in examples if not pattern.search(text)] == []
    assert [text for text in counterexamples if pattern.search(text)] == []


def test_every_topic_has_texts_and_no_file_names_a_topic_that_is_not_there() -> None:
    slots = read_slots()
    assert set(read_texts().topics) == TOPICS
    named = {*slots.of_topic, *slots.about_data, *slots.general, *slots.terms, *slots.agreed, *slots.specific}
    named |= {topic for slot in slots.slots.values() for topic in slot.topics}
    named |= {mapping.topic_id for mapping in read_regulations().mappings}
    marks = read_marks()
    named |= {topic for one in marks.questions.values() for topic in (one.topic_id, *one.also)}
    named |= {topic for sign in marks.signs for topic in (*sign.topics, sign.topic_id) if topic}
    assert named <= TOPICS


def test_every_stance_that_decides_a_page_is_one_that_its_question_declares() -> None:
    for asked in read_marks().questions.values():
        assert set(asked.acts) <= set(load_question(asked.question_id).stances), asked.question_id
    assert read_slots().settled <= set(read_marks().names())


def test_every_slot_of_a_topic_has_a_question_to_ask() -> None:
    for topic_id, topic in read_texts().topics.items():
        assert set(topic.ask) - {ALWAYS} == set(read_slots().of_topic.get(topic_id, ())), topic_id


def test_every_act_has_an_impact_on_every_topic() -> None:
    texts = read_texts()
    assert all(texts.impact(topic, act) for topic in TOPICS for act in ACTS)
    assert "no" in texts.note and "legal advice" in texts.note


def test_a_mapping_to_law_says_when_and_where_it_was_compared_or_that_nobody_did() -> None:
    mappings = read_regulations().mappings
    assert {mapping.status for mapping in mappings} <= set(STATUSES)
    for mapping in mappings:
        compared = mapping.status != "unverified"
        assert (mapping.checked is not None) == compared == (mapping.source is not None), mapping
        assert mapping.roles


def test_a_status_must_be_earned_by_the_texts_that_were_read(tmp_path: Path) -> None:
    official = "status: verified, checked: 2026-03-01, source: [official]"
    read = regulations_with(tmp_path, official, ["official"]).mappings[0]
    assert (read.status, read.checked, read.source) == (
        "verified", date(2026, 3, 1), "https://www.law.example/5",
    )  # fmt: skip
    both = "checked: 2026-03-01, source: [official, copy]"
    read = regulations_with(tmp_path, f"status: read_in_a_copy, {both}").mappings[0]
    assert read.source == "https://www.law.example/5 https://mylaw.example/5"
    for mapping, expected in (
        (f"status: verified, {both}", "expected status read_in_a_copy"),
        ("status: read_in_a_copy, checked: 2026-03-01, source: [official]", "expected status verified"),
        ("status: read_in_a_copy, checked: 2026-03-01, source: []", "and the texts read"),
        ("status: read_in_a_copy, source: [copy]", "expected 'checked' and 'source'"),
        ("status: read_in_a_copy, checked: 2026-03-01", "expected 'checked' and 'source'"),
        ("status: unverified, checked: 2026-03-01, source: [copy]", "expected 'checked' and 'source'"),
        ("status: read_in_a_copy, checked: last spring, source: [copy]", "expected a day such as 2026-03-01"),
        ("status: verified, checked: 2026-03-01, source: [hearsay]", "expected one of"),
        ("status: unverified", "expected a mapping that was compared with official, found none"),
    ):
        with pytest.raises(CatalogueError, match=re.escape(expected)):
            regulations_with(tmp_path, mapping)


def regulations_with(
    directory: Path, status: str, law_texts: Sequence[str] = ("official", "copy")
) -> Regulations:
    """Read a file of one law, of texts of it, and of a mapping with this status."""
    file = directory / f"{uuid4()}.yaml"
    addresses = {"official": "https://www.law.example/5", "copy": "https://mylaw.example/5"}
    file.write_text(
        "\n".join(
            [
                "instruments:",
                "  - {id: act, name: Act, title: An Act, jurisdiction: Here, authorities: courts, "
                'url: "https://law.example"}',
                "official_sites: [law.example]",
                "law_texts:",
                *(f'  - {{id: {text}, url: "{addresses[text]}"}}' for text in law_texts),
                "topics:",
                "  retention:",
                f'    - {{instrument: act, articles: "5", why: "So it is.", roles: [practices], {status}}}',
            ]
        )
    )
    return read_regulations(file)


def test_unknown_is_a_level_of_its_own() -> None:
    assert LEVELS.index("unknown") > LEVELS.index("low")
    assert read_exposure().of("unread", "retention", "content", []).level == "unknown"


@pytest.mark.parametrize(
    "file, reader, before, after, expected",
    [
        (REGULATIONS_FILE, read_regulations, "instrument: gdpr, articles: \"9\"", "instrument: gdrp, articles: \"9\"", "expected one of"),
        (REGULATIONS_FILE, read_regulations, "status: unverified", "status: verified", "expected 'checked' and 'source'"),
        (REGULATIONS_FILE, read_regulations, "- {id: gdpr, url", "- {id: dsa, url", "expected each id once, found 'dsa' again"),
        (REGULATIONS_FILE, read_regulations, "url: https://eur", "url: ftp://eur", "https address"),
        (EXPOSURE_FILE, read_exposure, "level: unknown", "level: none", "expected one of: high, medium, low, unknown"),
        (SLOTS_FILE, read_slots, "data-collected: [data,", "data-collected: [date,", "expected a slot"),
        (MARKS_FILE, read_marks, "no: denies,", "no: denied,", "expected one of: states"),
        (EXPOSURE_FILE, read_exposure, "marks: [no-way-out]", "marks: [no-way]", "expected one of: "),
        (TEXTS_FILE, read_texts, "impact: {states:", "impact: {state:", "unknown key 'state'"),
        (ROLES_FILE, role_cues, "group: prohibition", "group: forbidden", "expected one of: prohibition"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_file_line_and_expectation(
    tmp_path: Path, file: Path, reader: Callable[[Path], Any], before: str, after: str, expected: str
) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    wrong = tmp_path / file.name
    wrong.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        reader(wrong)
    assert f"{file.name}, line " in str(caught.value) and expected in str(caught.value)
