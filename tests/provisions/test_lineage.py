"""What became of each block between two texts: what a drafter does, told as a reader would tell it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_strategies import hostile_markdown

from assets.provisions.lineage import compare_texts

SECTIONS = [
    """## 1. What we collect

We collect your name and your address. We keep both for ninety days after you leave. Then we delete them from every disk we have.

* the names of your stamps
* the pictures of your stamps that you upload
* messages to other collectors
""",
    """## 2. What we never do

We never sell your catalogue to dealers. We never show it to collectors whom you have blocked.

You may ask us at any hour whether somebody looked at your catalogue.
""",
    """## 3. How to leave

You may leave whenever you like, and take your catalogue with you as a file.

Fees that you paid in advance are not paid back.
""",
]
POLICY = "# Stamp house rules\n\n" + "\n".join(SECTIONS)


def told(old, new):
    """What changed: (operation, moved, old texts, new texts)."""
    found = compare_texts(old, new)
    return [
        (
            link.operation,
            link.moved,
            [found.old[o].text for o in link.old],
            [found.new[n].text for n in link.new],
        )
        for link in found.links
        if link.operation != "unchanged"
    ]


def test_a_text_compared_with_itself_is_unchanged_throughout():
    assert told(POLICY, POLICY) == []


def test_a_paragraph_cut_after_its_second_sentence_is_split():
    new = POLICY.replace("you leave. Then", "you leave.\n\nThen")
    [(operation, moved, old, parts)] = told(POLICY, new)
    assert (operation, moved, len(old), len(parts)) == ("split", False, 1, 2)
    assert parts[1] == "Then we delete them from every disk we have."


def test_two_paragraphs_joined_are_merged():
    new = POLICY.replace("with you as a file.\n\nFees", "with you as a file. Fees")
    [(operation, _, old, parts)] = told(POLICY, new)
    assert (operation, len(old), len(parts)) == ("merged", 2, 1)


def test_list_items_joined_by_a_semicolon_are_merged_however_short():
    old, new = (
        "Data:\n\n* your name\n* your address\n* your age",
        "Data:\n\n* your name; your address\n* your age",
    )
    assert told(old, new) == [("merged", False, ["your name", "your address"], ["your name; your address"])]


def test_a_title_set_apart_from_its_text_is_a_split():
    old = "First words of it all.\n\n**Late payment.** Who pays late pays two stamps for each week that has begun."
    new = old.replace("payment.** Who", "payment.**\n\nWho")
    [(operation, _, whole, parts)] = told(old, new)
    assert (operation, len(whole), len(parts)) == ("split", 1, 2)


def test_a_paragraph_that_became_a_list_is_split_into_its_items():
    old = "We share it with printers who frame stamps, with dealers whom you have asked, and with courts that order us to."
    new = "We share it with\n\n* printers who frame stamps,\n* dealers whom you have asked, and\n* courts that order us to."
    [(operation, _, whole, parts)] = told(old, new)
    assert (operation, len(whole), len(parts)) == ("split", 1, 4)


def test_a_part_that_moved_to_another_section_is_still_a_part():
    sentence = " We never show it to collectors whom you have blocked."
    new = POLICY.replace(sentence, "") + "\n" + sentence.strip() + "\n"
    [(operation, _, _, parts)] = told(POLICY, new)
    assert operation == "split"
    assert parts[1] == sentence.strip()


def test_a_sentence_put_into_the_middle_is_a_modification():
    new = POLICY.replace("address. We", "address. You may give us another one at any time. We")
    assert [change[:2] for change in told(POLICY, new)] == [("modified", False)]


def test_changed_numbers_are_a_modification():
    [(operation, _, _, [after])] = told(POLICY, POLICY.replace("ninety", "thirty"))
    assert operation == "modified" and "thirty" in after


def test_a_heading_renamed_and_renumbered_at_once_is_the_same_heading():
    new = POLICY.replace("## 2. What we never do", "## 7. Promises")
    assert told(POLICY, new) == [("modified", False, ["2. What we never do"], ["7. Promises"])]


def test_numbering_everything_anew_changes_nothing_but_the_numbers():
    new = POLICY.replace("## 3.", "## 4.").replace("## 2.", "## 3.").replace("## 1.", "## 2.")
    assert told(POLICY, new) == []
    renumbered = [link.renumbered for link in compare_texts(POLICY, new).links]
    assert renumbered.count(True) == 3


def test_a_moved_section_counts_with_all_its_blocks_and_the_rest_stays():
    new = "# Stamp house rules\n\n" + "\n".join([SECTIONS[2], SECTIONS[0], SECTIONS[1]])
    changes = told(POLICY, new)
    assert {change[:2] for change in changes} == {("moved", True)}
    assert [change[3] for change in changes] == [
        ["3. How to leave"],
        ["You may leave whenever you like, and take your catalogue with you as a file."],
        ["Fees that you paid in advance are not paid back."],
    ]


def test_a_block_that_moved_and_changed_is_modified_and_says_that_it_moved():
    sentence = "You may ask us at any hour whether somebody looked at your catalogue.\n"
    new = POLICY.replace(sentence, "") + "\n" + sentence.replace("at any hour", "on working days")
    assert [change[:2] for change in told(POLICY, new)] == [("modified", True)]


def test_an_item_that_became_a_paragraph_is_the_same_block():
    new = POLICY.replace("* messages to other collectors", "\nmessages to other collectors")
    assert told(POLICY, new) == []


def test_of_thirty_equal_items_one_is_removed_and_none_moves():
    old = "Fields:\n\n" + "* Name\n" * 30 + "\nThe end of the fields."
    new = old.replace("* Name\n", "", 1)
    assert [change[0] for change in told(old, new)] == ["removed"]


def test_which_of_two_equal_blocks_went_is_told_by_the_section():
    section = "## {0}\n\nYou may object at any time.\n\nThis is all about {0} and how we go about it.\n\n"
    old = "".join(section.format(name) for name in ("Cookies", "Letters", "Profiles"))
    new = "".join(section.format(name) for name in ("Cookies", "Profiles"))
    found = compare_texts(old, new)
    removed = [link.old[0] for link in found.links if link.operation == "removed"]
    assert {found.old[o].heading_path[-1:] for o in removed} == {(), ("Letters",)}


def test_what_is_merely_alike_is_removed_and_added():
    old = POLICY.replace(
        "You may ask us at any hour", "Unlike most others we print what we charge; you may ask"
    )
    new = POLICY.replace(
        "You may ask us at any hour whether somebody looked at your catalogue.",
        "Stamps that nobody claims within the year belong to the museum next door.",
    )
    assert sorted(change[0] for change in told(old, new)) == ["added", "removed"]


PIECES = (
    "We share data with partners who print stamps for us.",
    "We share data with partners abroad who print stamps for us.",
    "We share data with partners who print stamps for us. You may object to it at any time you like.",
    "You may object to it at any time you like.",
    "* yes",
    "* no",
    "* yes; no",
    "## Rights",
    "## 2. Your rights",
    "3\\. Fees are due in advance and never paid back to anybody.",
    "| a | b |",
    "我们收集您的姓名和地址。",
)
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("\n\n".join), hostile_markdown)


@settings(max_examples=250, deadline=None)
@given(texts, texts)
def test_every_block_is_in_exactly_one_link_and_every_offset_holds_its_text(old, new):
    found = compare_texts(old, new)
    assert sorted(o for link in found.links for o in link.old) == list(range(len(found.old)))
    assert sorted(n for link in found.links for n in link.new) == list(range(len(found.new)))
    for markdown, blocks in ((old, found.old), (new, found.new)):
        assert all(markdown[block.char_start : block.char_end] == block.text for block in blocks)
    for link in found.links:
        shape = (min(2, len(link.old)), min(2, len(link.new)))
        assert {
            "added": (0, 1),
            "removed": (1, 0),
            "split": (1, 2),
            "merged": (2, 1),
        }.get(link.operation, (1, 1)) == shape
        assert link.moved or link.operation != "moved"
        assert link.similarity is None or 0 <= link.similarity <= 1
    json.dumps(found.as_data())


@settings(max_examples=100, deadline=None)
@given(texts)
def test_any_text_compared_with_itself_is_unchanged(text):
    links = compare_texts(text, text).links
    assert {(link.operation, link.moved, link.renumbered) for link in links} <= {("unchanged", False, False)}


@settings(max_examples=100, deadline=None)
@given(texts, st.data())
def test_what_was_only_reordered_is_unchanged_or_moved(text, data):
    blocks = [block for block in text.split("\n\n") if block]
    shuffled = data.draw(st.permutations(blocks))
    if any(block.startswith(("|", "##", "*")) or "\n" in block for block in blocks):
        return
    operations = {link.operation for link in compare_texts("\n\n".join(blocks), "\n\n".join(shuffled)).links}
    assert operations <= {"unchanged", "moved"}


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", POLICY), (POLICY, "")])
def test_nothing_is_a_text_too(old, new):
    operations = {link.operation for link in compare_texts(old, new).links}
    assert len(operations) <= 1
