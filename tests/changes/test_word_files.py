"""The words and rules of this stage are data: a mistake in them is named with file, line and what was expected."""

import shutil

import pytest

from assets.changes.grammar import GRAMMAR_FILE, read_grammar, root
from assets.changes.lexicon import HERE, lexicon, read_lexicon
from assets.changes.phrases import Phrases, words_of
from assets.changes.quantities import quantities
from assets.changes.significance import WEIGHTS_FILE, read_weights
from assets.topics.annotated_yaml import CatalogueError

FILES = ("reading_words.yaml", "named_things.yaml", "wording_words.yaml")


@pytest.fixture
def words(tmp_path):
    for name in FILES:
        shutil.copy(HERE / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("reading_words.yaml", "modals:", "modes:", r"reading_words.yaml, line 6: unknown key 'modes'"),
        ("reading_words.yaml", "\n  must:", "\n  ought:", r"line \d+: unknown key 'ought', expected one of"),
        (
            "named_things.yaml",
            "\npurposes:",
            "\nreasons:",
            r"named_things.yaml, line \d+: unknown key 'reasons'",
        ),
        ("wording_words.yaml", "- [buy, purchase]", "- [buy]", r"line \d+: expected at least two words"),
        ("wording_words.yaml", "\n  100: [", "\n  many: [", r"line \d+: expected a number, found 'many'"),
        (
            "wording_words.yaml",
            "cross_references: [",
            "cross_references: x [",
            r"wording_words.yaml, line \d+",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(words, name, old, new, message):
    file = words / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=message):
        read_lexicon(words)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "weighty_topics: [governing-law-venue,",
            "weighty_topics: [governing-law,",
            "expected a topic of the taxonomy",
        ),
        (
            "strong_subjects: [sale,",
            "strong_subjects: [sales,",
            "expected a label of named_things.yaml, found 'sales'",
        ),
        ("  not_gone:", "  not_there:", "expected a rule of directions, found 'not_there'"),
        (
            "strong_with_matter: [power_added,",
            "strong_with_matter: [item_added,",
            "expected one of strong_rules",
        ),
        ("light_rules:", "light_ruls:", "unknown key 'light_ruls'"),
    ],
)
def test_a_weight_of_what_is_not_known_is_a_mistake(tmp_path, old, new, message):
    text = WEIGHTS_FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "significance.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"significance.yaml, line \d+: {message}"):
        read_weights(file)


def test_a_word_has_one_root(tmp_path):
    file = tmp_path / "grammar.yaml"
    text = GRAMMAR_FILE.read_text(encoding="utf-8")
    file.write_text(text.replace("  keep: [kept]", "  keep: [kept, sold]"), encoding="utf-8")
    with pytest.raises(CatalogueError, match="'sold' has the roots"):
        read_grammar(file)


def test_the_files_that_ship_are_read():
    assert lexicon().reading.find(words_of("We may not sell it.").forms)["negations"]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("We won’t share partners’ data", ("we", "will", "not", "share", "partner", "data")),
        ("Write to a.b@c.example!", ("write", "to", "a.b@c.example", "!")),
        ("我们保存30天", ("我", "们", "保", "存", "30", "天")),
        ("opt-out, $1,000.50", ("opt-out", ",", "$", "1,000.50")),
        ("", ()),
    ],
)
def test_words_are_compared_in_their_plain_form(text, forms):
    assert words_of(text).forms == forms


def test_the_longest_phrase_wins():
    phrases = Phrases([("opt", 1), ("opt out", 2)])
    assert [found.label for found in phrases.find(words_of("opt out or opt in").forms)] == [2, 1]


def test_inflections_share_a_root():
    assert len({root(word) for word in ("share", "sharing", "shared")}) == 1
    assert root("sold") == root("sell")
    assert root("not") != root("note")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("within thirty (30) days", [(30, "day")]),
        ("30 (thirty) calendar days", [(30, "day")]),
        ("ten business days", [(10, "business day")]),
        ("USD 1,000 or €5.50", [(1000, "dollars"), (5.5, "euros")]),
        ("under the age of 13", [(13, "year of age")]),
        ("eighteen (18) years old", [(18, "year of age")]),
        ("for 18 years", [(18, "year")]),
        ("5% of it", [(5, "percent")]),
        ("vierzehn Tage", [(14, "day")]),
        ("90 Tage, 3 mois, 2 semanas, 30天", [(90, "day"), (3, "month"), (2, "week"), (30, "day")]),
        ("See Section 4 and Article 12.", []),
        ("On 3 May 2031 and 2031-05-04", []),
        ("one of them", []),
    ],
)
def test_a_number_is_read_with_its_unit_and_a_date_or_place_is_none(text, found):
    assert [(number.value, number.unit) for number in quantities(text)] == found
