"""Chains and likeness, the two measures by which blocks of two versions are paired."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.provisions.alignment import align
from assets.provisions.pairing import Unit
from assets.provisions.sequences import heaviest_chain, longest_chain
from assets.provisions.similarity import Wordings

pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 9)), max_size=8)


def is_chain(chosen):
    return all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(chosen))


@settings(max_examples=200, deadline=None)
@given(pairs)
def test_the_heaviest_chain_is_the_heaviest_of_all_chains(pairs):
    chosen = heaviest_chain(pairs)
    assert is_chain(chosen)
    subsets = (
        sorted(c, key=lambda p: p[1]) for size in range(len(pairs) + 1) for c in combinations(pairs, size)
    )
    assert sum(p[2] for p in chosen) == max(sum(p[2] for p in c) for c in subsets if is_chain(c))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=9))
def test_the_longest_chain_is_the_longest_of_all_chains(olds):
    chosen = [olds[at] for at in longest_chain(olds)]
    assert all(a < b for a, b in pairwise(chosen))
    runs = (c for size in range(len(olds) + 1) for c in combinations(olds, size))
    assert len(chosen) == max(len(c) for c in runs if all(a < b for a, b in pairwise(c)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("abcde"), max_size=12), st.lists(st.sampled_from("abcde"), max_size=12))
def test_no_block_is_paired_twice_and_no_equal_wordings_are_left(old, new):
    found = align([Unit(w, "paragraph", ()) for w in old], [Unit(w, "paragraph", ()) for w in new]).pairs
    assert len({pair.old for pair in found}) == len({pair.new for pair in found}) == len(found)
    left_old = {old[at] for at in range(len(old)) if at not in {pair.old for pair in found}}
    left_new = {new[at] for at in range(len(new)) if at not in {pair.new for pair in found}}
    assert not left_old & left_new


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("We keep logs for thirty days.", "We keep logs for sixty days.", 0.8, 0.95),
        ("We keep logs for thirty days.", "Fees are due in advance.", 0.0, 0.2),
        ("Cookie Policy", "Cookies Policy", 0.9, 1.0),
        ("Retention of personal data", "International data transfers", 0.0, 0.49),
        ("我们收集您的姓名和地址", "我们收集您的姓名与地址", 0.8, 0.95),
        ("!!!", "!!!", 1.0, 1.0),
        ("!!!", "???", 0.0, 0.0),
    ],
)
def test_likeness_counts_words(one, other, least, most):
    assert least <= Wordings().similarity(one, other) <= most
    assert Wordings().similarity(other, one) == Wordings().similarity(one, other)


def test_a_clause_that_grew_is_found_again_in_the_longer_one():
    short = "You may end your account at any time in the settings."
    grown = short + " " + "We delete what it held within ninety days unless the law wants us to keep it. " * 2
    assert Wordings().similarity(short, grown) >= 0.5


def test_a_search_finds_the_like_among_many():
    old = [
        f"Clause {number} says that partner {number * 7} may see record {number * 13}."
        for number in range(300)
    ]
    old[150] = "We never sell what you tell us to anyone at all."
    found = list(Wordings().search(old, ["We never sell what you told us to anyone."], 0.6))
    assert [(o, n) for o, n, _ in found] == [(150, 0)]
