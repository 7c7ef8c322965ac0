"""A provision keeps its id for as long as its timeline shows it, whatever is done around it."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.provisions import Tracker, normalised, segment

POLICY = """
# Privacy policy

We are Acme, and this policy says what we do with what you tell us.

## 1. What we collect

We collect your name, your address and whatever you write in a message to us.

* your name and the names of your pets
* the address to which we send our catalogue
* messages that you write to our support team

## 2. What we do with it

We use it to answer you and to run the service that you asked for.

We never sell it to anyone, whatever they offer for it.

## 3. How long we keep it

We keep it for ninety days after you close your account, and no longer.
"""


class Timeline:
    """A timeline under test: markdown in, tracked blocks out, ids by what a reader sees."""

    def __init__(self):
        self.tracker = Tracker("acme/privacy-policy@test")
        self.versions = 0

    def track(self, markdown):
        self.versions += 1
        return self.tracker.track(f"v{self.versions}", segment(markdown))

    def ids(self, markdown):
        return {normalised(tracked.block.text): tracked.provision_id for tracked in self.track(markdown)}


def by_text(tracked, start):
    (found,) = [item for item in tracked if normalised(item.block.text).startswith(start)]
    return found


def test_every_provision_of_a_first_version_is_minted_in_its_first_state():
    tracked = Timeline().track(POLICY)
    assert {
        (t.carried_by, t.state_no, t.is_new_provision, t.is_new_state, t.similarity) for t in tracked
    } == {("minted", 1, True, True, None)}
    assert len({t.provision_id for t in tracked}) == len(tracked)


def test_the_hash_of_a_state_is_that_of_its_normalised_wording():
    for tracked in Timeline().track(POLICY):
        wording = normalised(tracked.block.text)
        assert tracked.text_sha256 == hashlib.sha256(wording.encode()).hexdigest()


def test_the_same_history_gives_the_same_ids_and_another_timeline_gives_others():
    blocks = segment(POLICY)
    ids = [[t.provision_id for t in Tracker(name).track("v1", blocks)] for name in ("one", "one", "two")]
    assert ids[0] == ids[1]
    assert not set(ids[0]) & set(ids[2])


def test_an_unchanged_version_changes_nothing():
    timeline = Timeline()
    first = timeline.track(POLICY)
    second = timeline.track(POLICY)
    assert [t.provision_id for t in first] == [t.provision_id for t in second]
    assert {(t.carried_by, t.is_new_state, t.similarity) for t in second} == {("unchanged", False, 1.0)}


def test_links_emphasis_white_space_and_numbering_make_no_new_state():
    timeline = Timeline()
    first = timeline.ids(POLICY)
    again = POLICY.replace("## 2.", "## 5.").replace("never sell", "**never**\n[sell](https://example.org)")
    second = timeline.track(again)
    assert {t.carried_by for t in second} == {"unchanged"}
    assert {t.provision_id for t in second} == set(first.values())


def test_an_edited_provision_keeps_its_id_and_gets_a_new_state():
    timeline = Timeline()
    first = timeline.track(POLICY)
    second = timeline.track(POLICY.replace("for ninety days", "for three hundred days"))
    before, after = by_text(first, "We keep it"), by_text(second, "We keep it")
    assert (after.provision_id, after.state_no, after.carried_by) == (before.provision_id, 2, "edited")
    assert after.is_new_state and not after.is_new_provision
    assert 0.5 < after.similarity < 1


def test_a_provision_moved_to_another_section_keeps_its_id():
    timeline = Timeline()
    first = timeline.track(POLICY)
    sentence = "We never sell it to anyone, whatever they offer for it.\n"
    second = timeline.track(POLICY.replace(sentence, "") + "\n" + sentence)
    before, after = by_text(first, "We never sell"), by_text(second, "We never sell")
    assert (after.provision_id, after.carried_by) == (before.provision_id, "moved")
    assert after.block.heading_path != before.block.heading_path
    assert Counter(t.carried_by for t in second)["moved"] == 1


def test_a_provision_moved_and_edited_keeps_its_id():
    timeline = Timeline()
    first = timeline.track(POLICY)
    sentence = "We never sell it to anyone, whatever they offer for it.\n"
    second = timeline.track(
        POLICY.replace(sentence, "") + "\nWe never sell it to anyone, whatever anyone pays for it.\n"
    )
    assert by_text(first, "We never sell").provision_id == by_text(second, "We never sell").provision_id


def test_what_stands_below_a_renamed_heading_keeps_its_id_and_so_does_the_heading():
    timeline = Timeline()
    first = timeline.track(POLICY)
    second = timeline.track(POLICY.replace("What we do with it", "Purposes"))
    assert [t.provision_id for t in first] == [t.provision_id for t in second]
    assert Counter(t.carried_by for t in second) == {"unchanged": len(second) - 1, "edited": 1}


def test_inserted_and_removed_provisions_disturb_no_other():
    timeline = Timeline()
    first = timeline.ids(POLICY)
    changed = POLICY.replace("* your name and the names of your pets\n", "").replace(
        "## 3.", "Our partners in other countries see none of this.\n\n## 3."
    )
    second = timeline.ids(changed)
    assert {text: second[text] for text in first if text in second} == {
        text: id for text, id in first.items() if text in second
    }
    assert len(set(second.values()) - set(first.values())) == 1


def test_equal_provisions_are_told_apart_by_what_stands_around_them():
    section = "## {name}\n\nYou may opt out at any time.\n\n{name} is what this section is about, at some length.\n\n"
    timeline = Timeline()
    names = ["Cookies", "Mailings", "Profiles"]
    first = timeline.track("".join(section.format(name=name) for name in names))
    second = timeline.track("".join(section.format(name=name) for name in ["Mailings", "Profiles"]))

    def opt_outs(tracked):
        return {t.block.heading_path: t.provision_id for t in tracked if "opt out" in t.block.text}

    assert len(set(opt_outs(first).values())) == 3
    assert opt_outs(second) == {path: id for path, id in opt_outs(first).items() if path != ("Cookies",)}


def test_a_removed_provision_that_returns_is_itself_again():
    timeline = Timeline()
    first = timeline.track(POLICY)
    timeline.track(POLICY.replace("We never sell it to anyone, whatever they offer for it.\n", ""))
    third = timeline.track(POLICY)
    before, after = by_text(first, "We never sell"), by_text(third, "We never sell")
    assert (after.provision_id, after.state_no) == (before.provision_id, 1)
    assert (after.carried_by, after.is_new_provision, after.is_new_state) == ("reborn", False, False)


def test_a_removed_provision_that_returns_lightly_edited_is_itself_in_a_new_state():
    timeline = Timeline()
    first = timeline.track(POLICY)
    timeline.track(POLICY.replace("We never sell it to anyone, whatever they offer for it.\n", ""))
    third = timeline.track(POLICY.replace("whatever they offer for it", "whatever they offer us for it"))
    before, after = by_text(first, "We never sell"), by_text(third, "We never sell")
    assert (after.provision_id, after.state_no, after.carried_by) == (before.provision_id, 2, "reborn")
    assert after.similarity > 0.9


def test_a_new_provision_much_like_nothing_absent_is_new():
    timeline = Timeline()
    timeline.track(POLICY)
    timeline.track(POLICY.replace("We never sell it to anyone, whatever they offer for it.\n", ""))
    third = timeline.track(
        POLICY.replace("We never sell it to anyone, whatever they", "We give it to everybody who may")
    )
    assert by_text(third, "We give it").carried_by == "minted"


def test_of_a_split_the_part_with_most_of_the_words_keeps_the_id_and_the_other_is_related_to_it():
    timeline = Timeline()
    long = POLICY.replace("offer for it.", "offer for it. If you ask us to, we say who wanted to buy it.")
    first = timeline.track(long)
    second = timeline.track(long.replace("for it. If", "for it.\n\nIf"))
    whole = by_text(first, "We never sell")
    kept, part = sorted(
        (by_text(second, "We never sell"), by_text(second, "If you ask")), key=lambda t: t.carried_by
    )
    assert (kept.carried_by, kept.provision_id) == ("edited", whole.provision_id)
    assert (part.carried_by, part.is_new_provision) == ("split", True)
    [relation] = part.relations
    assert (relation.provision_id, relation.related_provision_id) == (part.provision_id, whole.provision_id)
    assert relation.relation == "split_from" and relation.similarity == 1


def test_a_split_that_is_undone_and_done_again_brings_the_part_back():
    timeline = Timeline()
    long = POLICY.replace("offer for it.", "offer for it. If you ask us to, we say who wanted to buy it.")
    cut = long.replace("for it. If", "for it.\n\nIf")
    ids = [{t.provision_id for t in timeline.track(markdown)} for markdown in (long, cut, long, cut)]
    assert ids[0] == ids[2] < ids[1] == ids[3]


def test_what_was_merged_ends_with_a_relation_to_what_goes_on():
    timeline = Timeline()
    first = timeline.track(POLICY)
    second = timeline.track(POLICY.replace("asked for.\n\nWe never", "asked for. We never"))
    merged = by_text(second, "We use it")
    contributors = {by_text(first, start).provision_id for start in ("We use it", "We never sell")}
    [relation] = merged.relations
    assert relation.relation == "merged_into"
    assert merged.provision_id == relation.related_provision_id
    assert {relation.provision_id, relation.related_provision_id} == contributors


def test_a_clause_only_fairly_like_one_that_ended_is_new_and_its_possible_successor():
    timeline = Timeline()
    old = "We show your catalogue to dealers in Europe who have signed our rules of trade."
    new = "We show lists to dealers anywhere who pay for it and have read our rules."
    first = timeline.track(POLICY.replace("## 2.", old + "\n\n## 2."))
    second = timeline.track(POLICY.replace("## 3.", new + "\n\n## 3."))
    ended, started = by_text(first, "We show"), by_text(second, "We show")
    assert started.carried_by == "minted"
    [relation] = started.relations
    assert (relation.relation, relation.related_provision_id) == ("possible_successor", ended.provision_id)
    assert 0.4 <= relation.similarity < 0.6


def test_a_wording_that_returns_gets_its_old_state_number_back():
    timeline = Timeline()
    edited = POLICY.replace("ninety days", "two years")
    numbers = [
        by_text(timeline.track(markdown), "We keep it").state_no
        for markdown in (POLICY, edited, POLICY, edited)
    ]
    assert numbers == [1, 2, 1, 2]


def test_a_whole_policy_lost_and_found_is_the_same_policy():
    timeline = Timeline()
    first = timeline.track(POLICY)
    timeline.track("Sorry, this page is not available in your country at the moment.")
    third = timeline.track(POLICY)
    assert [t.provision_id for t in third] == [t.provision_id for t in first]
    assert {t.carried_by for t in third} == {"reborn"}


def test_a_provision_occurs_once_in_a_version_even_where_its_wording_is_repeated():
    timeline = Timeline()
    for markdown in (
        "* yes\n* yes\n* yes",
        "* yes\n* yes\n* yes\n* yes",
        "* yes",
        "* yes\n* no\n* yes\n* yes\n* yes",
    ):
        ids = [t.provision_id for t in timeline.track(markdown)]
        assert len(set(ids)) == len(ids)


SENTENCES = (
    "We share data with partners.",
    "We share data with our partners abroad.",
    "You may opt out.",
    "You may opt out of it at any time.",
    "* yes",
    "* no",
    "## Rights",
    "## Your rights",
    "We keep logs for thirty days.",
    "We keep logs for sixty days.",
    "3\\. Fees are due in advance.",
    "| a | b |",
    "We share data with partners. You may opt out.",
    "We keep logs for thirty days. Fees are due in advance, and paid back to nobody whatever happens to them.",
    "Fees are due in advance, and paid back to nobody whatever happens to them.",
    "Fees are due in advance, and paid back to nobody whatever has happened to them.",
)
histories = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_a_tracker_restored_between_versions_tracks_like_one_that_never_stopped(history, order):
    versions = [segment("\n\n".join(sentences)) for sentences in history]
    steady, known = Tracker("t"), []
    for number, blocks in enumerate(versions):
        order.shuffle(known)
        restored = Tracker("t", known)
        assert restored.track(f"v{number}", blocks) == steady.track(f"v{number}", blocks)
        known = restored.states()
        assert known == steady.states()


@settings(max_examples=150, deadline=None)
@given(histories)
def test_states_and_ids_are_never_mixed_up(history):
    tracker = Tracker("t")
    wordings = {}
    minted = set()
    for number, sentences in enumerate(history):
        tracked = tracker.track(f"v{number}", segment("\n\n".join(sentences)))
        ids = [t.provision_id for t in tracked]
        assert len(set(ids)) == len(ids)
        for t in tracked:
            assert (
                t.is_new_provision == (t.provision_id not in minted) == (t.carried_by in ("minted", "split"))
            )
            minted.add(t.provision_id)
            state = (t.provision_id, t.state_no)
            assert t.is_new_state == (state not in wordings)
            assert wordings.setdefault(state, normalised(t.block.text)) == normalised(t.block.text)


@pytest.mark.parametrize("markdown", ["", "---"])
def test_an_empty_version_is_tracked_like_any_other(markdown):
    timeline = Timeline()
    first = timeline.track(POLICY)
    assert timeline.track(markdown) == []
    assert [t.provision_id for t in timeline.track(POLICY)] == [t.provision_id for t in first]
