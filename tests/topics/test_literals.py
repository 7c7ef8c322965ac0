"""What a pattern needs is really needed: leaving out a search never loses a match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.topics.branches import BranchIndex
from assets.topics.labelling import Labeller
from assets.topics.literals import alternatives, needed
from assets.topics.model import Provision
from assets.topics.taxonomy import load_taxonomy


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bshare\b", [["share"]]),
        (r"(?:share|sell)s? (?:your )?data", [["sell", "share"], ["data"]]),
        (r"colou?r", [["colo"]]),
        (r"a{2,3}rdvark", [["rdvark"]]),
        (r"(?:tea)?cup", [["cup"]]),
        (r"(?:tea){0,2}cup", [["cup"]]),
        (r"(?!tea)cup(?=board)", [["cup"]]),
        (r"[ab]c\.d", [["c.d"]]),
        (r"[ab]cd", []),
        (r"one|two", [["one", "two"]]),
        (r"one|\d", []),
        (r"(?-i:ACME) uses", [["acme"], [" uses"]]),
        (r"训练[^。]{0,9}模型", [["训练"], ["模型"]]),
    ],
)
def test_the_pieces_that_every_match_holds(pattern, expected):
    assert [sorted(choice) for choice in needed(pattern)] == expected


def test_alternatives_are_those_of_the_outermost_level():
    assert alternatives(r"a(b|c)|d\||[|]e") == ["a(b|c)", r"d\|", "[|]e"]


WORD = st.sampled_from(
    ["share", "sell", "data", "your", "information", "we", "opt", "out", "AI", "模型", "训练"]
)


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """Patterns of the kind that stand in the data files."""
    atom = st.one_of(
        WORD.map(re.escape),
        st.sampled_from([r"\b", r"[^.;]{0,20}?", r"\w+", " ?", r"\s", "s?", "[a-z]", "(?!x)"]),
        st.lists(WORD, min_size=1, max_size=3).map(lambda words: "(?:" + "|".join(words) + ")"),
        st.lists(WORD, min_size=1, max_size=3).map(lambda words: "(?:" + " |".join(words) + " ){0,2}"),
    )
    branches = draw(st.lists(st.lists(atom, min_size=1, max_size=5).map("".join), min_size=1, max_size=3))
    return "|".join(branches)


@settings(deadline=None)
@given(patterns(), st.lists(WORD, max_size=8).map(" ".join))
def test_whatever_matches_holds_what_the_pattern_needs(pattern, text):
    match = re.search(pattern, text, re.IGNORECASE)
    if match:
        assert all(any(piece in match.group().lower() for piece in choice) for choice in needed(pattern))


@settings(deadline=None)
@given(st.lists(patterns(), min_size=1, max_size=4), st.lists(WORD, max_size=8).map(" ".join))
def test_an_index_finds_every_pattern_that_matches(several, text):
    index = BranchIndex(
        [(number, re.compile(pattern, re.IGNORECASE)) for number, pattern in enumerate(several)]
    )
    matching = {number for number, pattern in enumerate(several) if re.search(pattern, text, re.IGNORECASE)}
    assert matching <= {branch.owner for branch in index.candidates(text.lower())}


@settings(deadline=None)
@given(st.lists(WORD, max_size=12).map(" ".join))
def test_labelling_any_words_never_fails(text):
    for label in load_taxonomy().label(text, stem="You may not:", heading_path=["a", "b"]):
        assert 0 < label.confidence < 1


def test_the_index_changes_no_label_on_the_taxonomys_own_examples():
    taxonomy = load_taxonomy()
    texts = [text for topic in taxonomy.topics for rule in topic.rules for text in rule.examples]
    labeller = Labeller(taxonomy.topics)
    for text in texts:
        found = labeller.matches([Provision(text)])[0]
        for topic in taxonomy.topics:
            for rule in topic.rules:
                if rule.heading or rule.terms_types or rule.excluded:
                    continue
                assert (rule.rule_id in found) == bool(rule.pattern.search(text)), (rule.rule_id, text)
