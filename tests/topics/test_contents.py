"""A list of section names is no statement, whatever its language and layout."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.topics.contents import Place, is_contents, name_of
from assets.topics.taxonomy import load_taxonomy

ANNOUNCEMENTS = [
    "This policy explains: how we collect data, how we share it, and how we use it to train our models.",
    "At Quillwood, our Privacy Notice describes what we collect, why, and how our models are trained.",
    "In this policy, we explain how we use your content to train models.",
    "This section is divided into the following sections: collection; training; rights.",
    "Table of contents: Data we collect; Model training; Sharing",
    "Diese Datenschutzerklärung erklärt, wie wir Ihre Daten zum Training unserer Modelle verwenden.",
    "Cette politique explique comment nous utilisons vos données pour entraîner nos modèles.",
    "Esta política describe cómo usamos sus datos para entrenar nuestros modelos.",
    "本政策将帮助您了解以下内容：一、我们如何收集信息；二、模型训练；三、您的权利。",
]
STATEMENTS = [
    "We use your data, as this policy explains, to train our models.",
    "This section describes what we do with your content: we train our models on it.",
    "Unless this policy says otherwise, we train our models on your chats.",
    "These terms set out a licence to train our models on your content.",
    "We may update this policy, which explains how we train our models.",
    "我们会将您的以下内容用于训练：对话、图片、文件。",
    "Diese Daten verwenden wir, um unsere Modelle zu trainieren.",
]


@pytest.mark.parametrize("text", ANNOUNCEMENTS)
def test_what_a_document_announces_is_no_statement(text: str):
    assert is_contents(text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_what_a_document_says_is_a_statement(text: str):
    assert not is_contents(text)


def test_an_inline_list_of_the_documents_own_headings_is_no_statement():
    headings = frozenset(map(name_of, ["1. What we collect", "2. Model training", "3. Sharing"]))
    assert is_contents(
        "You may jump ahead: what we collect; model training; sharing.", Place(headings=headings)
    )
    assert not is_contents("We need it for: billing; model training; safety.", Place(headings=headings))


def test_items_of_a_list_that_only_name_a_section_are_no_statements():
    item = Place(item=True)
    assert is_contents("How we use your content to train our models", item)
    assert is_contents("Model training", Place(item=True, headings=frozenset({"model training"})))
    assert is_contents("Model training", Place(item=True, heading="Table of Contents"))
    assert is_contents("Model training", Place(item=True, markdown="[Model training](#training)"))
    assert is_contents("how we train models;", Place("This policy explains:", item=True))
    assert not is_contents("How we use your content: we train our models on it", item)
    assert not is_contents("Train our models", Place("We use your content to:", item=True))


def test_an_item_under_an_announcement_that_states_something_is_a_statement():
    place = Place("This section details how we process your data:", item=True)
    assert not is_contents("Development: we use personal data to develop artificial intelligence.", place)


def test_a_table_of_contents_gets_no_topic_but_its_sections_do():
    taxonomy = load_taxonomy()
    found = taxonomy.label("[International data transfers](#transfers)", kind="list_item")
    assert [label.topic_id for label in found] == []
    announced = taxonomy.label(
        "This privacy policy explains how we share your data with advertising partners."
    )
    assert [label.topic_id for label in announced] == ["introductory"]


@given(st.text(max_size=200), st.text(max_size=60), st.booleans())
def test_any_text_is_told_without_failing(text: str, stem: str, item: bool):
    assert is_contents(text, Place(stem, stem, text, frozenset({text}), item)) in (True, False)
