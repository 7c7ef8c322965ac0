"""Our topics answer to the categories of OPP-115 by a mapping that is data; nothing is taken from the corpus."""

from __future__ import annotations

import pytest

from assets.topics.annotated_yaml import CatalogueError
from assets.topics.exemplars import LabelledText
from assets.topics.opp115 import FILE, categories_of, opp115, read_mapping
from assets.topics.taxonomy import load_taxonomy
from assets.topics.taxonomy_file import OPP115_CATEGORIES

TAXONOMY = load_taxonomy()
BY_TOPIC = {topic.topic_id: topic.opp115 for topic in TAXONOMY.topics}


def categories(text: str, *topics: str) -> set[str]:
    """Return the categories of a sentence with these topics."""
    overrides = read_mapping(TAXONOMY).overrides
    return set(categories_of(LabelledText(text, frozenset(topics)), BY_TOPIC, overrides))


@pytest.mark.parametrize(
    ("text", "topics", "expected"),
    [
        ("We use cookies to count visits.", ["cookies-tracking"], "First Party Collection/Use"),
        ("You can refuse cookies in your browser.", ["cookies-tracking"], "User Choice/Control"),
        ("Cookies are small files.", ["cookies-tracking"], "Introductory/Generic"),
        ("By using the site you agree.", ["acceptance-by-use"], "User Choice/Control"),
        ("We keep it for a year.", ["retention"], "Data Retention"),
        ("Never tell anybody your password.", ["other"], "Data Security"),
    ],
)
def test_a_topic_answers_to_the_category_that_annotators_see_in_it(text, topics, expected):
    assert categories(text, *topics) == {expected}


def test_what_is_not_about_privacy_has_no_category():
    assert categories("Disputes go to arbitration.", "arbitration-class-waiver") == set()


def test_a_paragraph_gets_the_categories_of_its_sentences_and_never_none():
    found = opp115(
        [
            "We keep your data for as long as your account exists. Then we delete it within thirty days.",
            "Our site does not respond to do-not-track signals.",
            "Privacy Policy of the Quillwood Inn",
            "",
        ]
    )
    assert "Data Retention" in found[0]
    assert found[1] == {"Do Not Track"}
    assert found[2] == {"Introductory/Generic"}
    assert all(found)
    assert set().union(*found) <= set(OPP115_CATEGORIES)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("topic: acceptance-by-use", "topic: acceptance", "expected one of: "),
        ("category: Data Security", "category: Security", "expected one of: Data Retention"),
        ("  Data Retention:", "  Retention:", "expected one of: Data Retention"),
    ],
)
def test_a_mistake_in_the_mapping_is_named_with_its_line(tmp_path, old, new, expected):
    file = tmp_path / "opp115.yaml"
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=expected) as caught:
        read_mapping(TAXONOMY, file)
    assert caught.value.line == text[: text.index(old)].count("\n") + 1
