"""Finding wordings that are nearly the same: bands, the pairs they give, and families held to their earliest member."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from clauses import COURTS, KEEPING, KEEPING_ADAPTED, KEEPING_ADAPTED_AGAIN, OTHER
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.comparisons.candidates import CROWD, alike, candidates, measured
from assets.comparisons.families import ALIKE, Family, Wording, families
from assets.comparisons.signatures import BANDS, band_keys
from assets.comparisons.wordings import coded, comparable, wording_id

DAY = datetime(2025, 1, 1, tzinfo=UTC)
WORDS = [f"word{number}" for number in range(400)]
CLAUSES = [comparable(text) for text in (KEEPING, KEEPING_ADAPTED, KEEPING_ADAPTED_AGAIN, COURTS, OTHER)]


def wording(text: str, topics: str = "retention", **since: int) -> Wording:
    words = comparable(text)
    seen = {platform: DAY + timedelta(days=day) for platform, day in since.items()}
    return Wording(wording_id(words), coded(words), frozenset(topics.split()), seen)


def together(*wordings: Wording) -> list[Family]:
    """The families of these wordings, all pairs of which are offered."""
    pairs = [(one.wording_id, other.wording_id) for one in wordings for other in wordings if one is not other]
    alike_pairs = [
        (one, other)
        for one, other in pairs
        if alike(*(next(w.coded for w in wordings if w.wording_id == end) for end in (one, other))) >= ALIKE
    ]
    return list(families(wordings, alike_pairs))


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(len(CLAUSES))), st.integers(1, len(CLAUSES)))
def test_the_bands_of_a_wording_do_not_depend_on_what_stands_beside_it(order: list[int], batch: int):
    alone = np.concatenate([band_keys([clause]) for clause in CLAUSES])
    chosen = order[:batch]
    assert (band_keys([CLAUSES[at] for at in chosen]) == alone[chosen]).all()


def test_nothing_has_no_bands():
    assert band_keys([]).shape == (0, BANDS)


@pytest.mark.parametrize("changed, found", [(2, 0.97), (4, 0.85)])
def test_of_clauses_of_forty_words_with_some_changed_nearly_all_find_each_other(changed: int, found: float):
    chance = random.Random(4)
    texts: list[str] = []
    for _ in range(200):
        clause = chance.choices(WORDS, k=40)
        adapted = list(clause)
        for at in chance.sample(range(40), changed):
            adapted[at] = chance.choice(WORDS)
        texts += [" ".join(clause), " ".join(adapted)]
    pairs = {tuple(pair) for pair in candidates(band_keys(texts)).tolist()}
    hits = sum((2 * at, 2 * at + 1) in pairs for at in range(200))
    assert hits >= found * 200
    assert len(pairs) < 2 * 200, "clauses with nothing in common are hardly ever compared"


def test_a_crowd_of_like_wordings_is_not_compared_each_with_each():
    bands = np.zeros((1000, 1), dtype=np.int64)
    pairs = candidates(bands)
    assert len(pairs) <= CROWD * 1000
    assert {0, 999} <= set(pairs.flatten().tolist())


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
def test_all_with_a_band_in_common_hang_together_and_no_others(keys: list[int]):
    pairs = candidates(np.array(keys, dtype=np.int64).reshape(-1, 1))
    assert all(keys[one] == keys[other] and one < other for one, other in pairs.tolist())
    alone = {at for at, key in enumerate(keys) if keys.count(key) == 1}
    assert set(pairs.flatten().tolist()) == set(range(len(keys))) - alone


def test_pairs_that_are_less_alike_are_left_out():
    texts = dict(enumerate(map(coded, CLAUSES)))
    [(pairs, scores)] = measured(
        np.array([[0, 1], [0, 3]]), lambda places: {at: texts[at] for at in places}, ALIKE
    )
    assert pairs.tolist() == [[0, 1]] and scores[0] == pytest.approx(alike(texts[0], texts[1]))


def test_a_family_begins_with_whoever_was_first_seen_with_the_wording():
    [family] = together(wording(KEEPING, lumora=5), wording(KEEPING_ADAPTED, ferrybell=2))
    assert [member.similarity for member in family.members] == [1.0, pytest.approx(0.926, abs=0.03)]
    assert family.members[0].wording_id == wording_id(comparable(KEEPING_ADAPTED))


def test_the_same_words_on_two_platforms_are_a_family_without_any_pair():
    [family] = families([wording(KEEPING, lumora=5, ferrybell=2)], [])
    assert len(family.members) == 1


def test_what_one_platform_says_in_many_ways_is_no_family():
    assert together(wording(KEEPING, lumora=1), wording(KEEPING_ADAPTED, lumora=9)) == []


def test_like_wordings_on_different_topics_are_no_family():
    assert (
        together(wording(KEEPING, "retention", lumora=1), wording(KEEPING_ADAPTED, "cookies", murmelot=2))
        == []
    )


def test_a_chain_does_not_drag_unlike_wordings_into_one_family():
    chain = [
        wording(KEEPING, lumora=1),
        wording(KEEPING_ADAPTED, ferrybell=2),
        wording(KEEPING_ADAPTED_AGAIN, murmelot=3),
    ]
    assert alike(chain[1].coded, chain[2].coded) >= ALIKE > alike(chain[0].coded, chain[2].coded)
    [family] = together(*chain)
    assert {member.wording_id for member in family.members} == {chain[0].wording_id, chain[1].wording_id}


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(5)))
def test_families_do_not_depend_on_the_order_in_which_wordings_come(order: list[int]):
    texts = [KEEPING, KEEPING_ADAPTED, KEEPING_ADAPTED_AGAIN, COURTS, OTHER]
    everyone = [wording(text, **{f"p{at}": at}) for at, text in enumerate(texts)]
    assert together(*(everyone[at] for at in order)) == together(*everyone)
