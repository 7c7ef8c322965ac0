"""A change is substantive if a careful reader governed by it would want to know; the rest is wording, or the page's noise."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.changes.assessing import RULES, assess
from assets.changes.context import context_of
from assets.changes.model import Wording


def read(before, after, operation="modified", context=None, **place):
    wordings = [None if text is None else Wording(text, **place) for text in (before, after)]
    if before is None:
        operation = "added"
    if after is None:
        operation = "removed"
    return assess(*wordings, operation, context) if context else assess(*wordings, operation)


@pytest.mark.parametrize(
    ("before", "after", "significance"),
    [
        ("We do not sell your letters.", "We sell your letters.", "high"),
        ("You may lend your account.", "You may not lend your account.", "high"),
        ("We share logs with couriers.", "We share logs with couriers and advertisers.", "high"),
        ("We use letters to answer you.", "We use letters to answer you and to train our models.", "high"),
        ("We keep logs for 30 days.", "We keep logs for 40 days.", "medium"),
        ("Write to help@acme.example.", "Write to hello@acme.example.", "low"),
        ("Acme Ltd runs the Service in Delft.", "Bolt GmbH runs the Service in Delft.", "low"),
        ("This is the law of France.", "This is the law of Italy.", "medium"),
    ],
)
def test_what_a_reader_would_want_to_know_is_substantive(before, after, significance):
    found = read(before, after)
    assert (found.change_class, found.significance) == ("substantive", significance)
    assert found.score >= 0.5


def test_a_link_to_somebodys_policy_in_a_list_is_no_practice():
    stem = "We use the buttons of these harbours, and this is what they tell of it:"
    found = read(None, "[Quayside Privacy Policy](https://quay.test/privacy)", kind="list_item", stem=stem)
    assert (found.change_class, found.rule) == ("editorial", "pointer")


def test_an_item_that_is_a_link_alone_points_to_a_page_where_it_lets_users_do_something():
    stem = "You can block cookies in the settings of your browser:"
    gone = read("[Navigatrix](https://help.navigatrix.example/cookies)", None, kind="list_item", stem=stem)
    assert (gone.change_class, gone.rule, gone.directions) == ("editorial", "pointer", ())


@pytest.mark.parametrize(
    ("stem", "item"),
    [
        ("You can block cookies in the settings of your browser:", "Sync of your bookmarks"),
        ("You may not use the Service for:", "[Gambling](https://acme.example/gambling)"),
        ("We share your letters with:", "[Advertisers](https://acme.example/advertisers)"),
    ],
)
def test_an_item_that_says_what_is_done_is_a_rule_linked_or_not(stem, item):
    assert read(None, item, kind="list_item", stem=stem).change_class == "substantive"


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("We keep logs.", "WE KEEP LOGS;", "punctuation_or_case"),
        ("2.1 We keep logs.", "3.4 We keep logs.", "punctuation_or_case"),
        ("We keepyour logs.", "We keep your logs.", "punctuation_or_case"),
        ("As Section 4.2 says, we keep logs.", "As Section 5.1 says, we keep logs.", "cross_reference"),
        ("Last updated: 3 May 2031", "Last updated: 9 June 2031", "date_stamp"),
        ("Effective Date: May 3, 2031", "Effective Date: May 4, 2031", "date_stamp"),
        ("See https://acme.example/a for it.", "See https://acme.example/b for it.", "link"),
        ("We utilize cookies prior to launch.", "We use cookies before launch.", "synonyms"),
    ],
)
def test_what_changes_no_rule_is_editorial(before, after, rule):
    found = read(before, after)
    assert (found.change_class, found.rule, found.significance) == ("editorial", rule, "none")
    assert found.score < 0.5
    assert found.directions == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("**Rules** for [you](https://one.example)", "Rules for [you](https://two.example)"),
        ("© 2030 Acme Ltd. All rights reserved.", "© 2031 Acme Ltd. All rights reserved."),
        ("Updated 3 days ago", "Updated 4 days ago"),
        ("Write to [email protected] today.", "Write to a@acme.example today."),
        (None, "Skip to main content"),
        ("Was this article helpful?", None),
        (None, "Accept all cookies"),
    ],
)
def test_what_is_not_the_policys_text_is_noise(before, after):
    assert read(before, after).change_class == "noise"


@pytest.mark.parametrize("link", ["[4\\. Retention](#retention)", "3. [We sell letters](#selling)<br>"])
def test_a_link_to_a_place_of_its_own_page_is_an_entry_of_its_contents_and_no_rule(link):
    for came, gone in ((None, link), (link, None)):
        found = read(came, gone, kind="list_item", stem="Table of contents", heading_path=("Policy",))
        assert (found.change_class, found.rule) == ("noise", "page_line")
    linked = "We sell letters, as [Section 4](#retention) says."
    assert read(None, linked, kind="list_item").change_class == "substantive"


@pytest.mark.parametrize(
    "text",
    [
        "You may not lend your account.",
        "We delete letters after a year.",
        "Acme Ltd, 12 Harbour Street, Delft, help@acme.example",
        "The courts of Delft have jurisdiction over all quarrels.",
    ],
)
def test_a_clause_that_states_a_rule_is_substantive_when_it_comes_or_goes(text):
    assert read(None, text).change_class == "substantive"
    assert read(text, None).change_class == "substantive"


def test_a_list_item_that_completes_a_stem_is_substantive_when_it_comes_or_goes():
    assert (
        read(None, "letters and parcels;", kind="list_item", stem="We collect:").change_class == "substantive"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Sharing of letters", {"kind": "heading"}),
        ("We collect the following:", {}),
        ("Please see our help pages for more information.", {}),
        ("We have updated our terms, effective 3 May 2031.", {}),
        ("Welcome to Acme!", {}),
    ],
)
def test_headings_introductions_pointers_and_notices_are_editorial_when_they_come_or_go(text, place):
    assert read(None, text, **place).change_class == "editorial"
    assert read(text, None, **place).change_class == "editorial"


def test_words_that_stand_elsewhere_in_the_document_are_no_change():
    clause = "We may give your letters to couriers who carry them to your friends abroad."
    context = context_of([f"Some words. {clause}"], [clause, "Other words."])
    assert read(None, clause, context=context).rule == "said_elsewhere"
    assert read(clause, None, context=context).change_class == "editorial"
    assert read(None, clause).change_class == "substantive"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Quay | q_id | Marketing | quay.test", "Quay | q_id | Marketing | quay.test ads.quay.test"),
        ("Quay | q_id | Marketing | ads.quay.test", "Quay | q_id | Marketing | log.quay.test"),
        ("Quay | q_id | Marketing | quay.test", "Quay | q_id | Marketing | quay.test .crane.test"),
    ],
)
def test_a_host_that_differs_in_a_row_of_a_table_says_where_somebody_is_tracked(before, after):
    for old, new in ((before, after), (after, before)):
        found = read(old, new, kind="table_row")
        assert (found.change_class, found.significance) == ("substantive", "medium")
        assert "host" in found.reason


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        ("Quay | q_id | Marketing | www.quay.test", "table_row"),
        ("Quay | q_id | Marketing | .quay.test", "table_row"),
        ("Quay | q_id | Marketing | quay.test help.quay.test", "paragraph"),
    ],
)
def test_the_same_host_written_otherwise_and_one_in_a_sentence_say_no_such_thing(after, kind):
    assert read("Quay | q_id | Marketing | quay.test", after, kind=kind).rule != "host"


def test_moved_words_are_editorial():
    assert read("We sell it.", "We sell it.", "moved").change_class == "editorial"


def test_the_reason_names_the_words_that_decided():
    assert "sell" in read("We do not sell letters.", "We sell letters.").reason
    assert "hello@acme.example" in read("Write to a@acme.example.", "Write to hello@acme.example.").reason
    assert "30" in read("We keep it 30 days.", "We keep it 60 days.").reason


def test_the_score_ranks_a_turned_promise_over_a_new_word_over_a_comma():
    turned = read("We do not sell letters.", "We sell letters.")
    word = read("We carry letters in bags.", "We carry letters in leather bags.")
    comma = read("We carry letters in bags.", "We carry letters, in bags.")
    assert turned.score > word.score > comma.score


def test_nothing_on_both_sides_is_an_error_that_says_so():
    with pytest.raises(ValueError, match="expected a wording"):
        assess(None, None, "modified")


def test_the_rules_have_a_version():
    assert RULES.isdecimal()


words = st.sampled_from(
    [
        "we",
        "you",
        "may",
        "not",
        "must",
        "sell",
        "share",
        "30",
        "days",
        "%",
        "$",
        ",",
        ".",
        ";",
        ":",
        "(",
        ")",
        "?",
        "§",
        "我们",
        "不",
        "nicht",
        "–",
        "©",
        "13",
        "May",
        "2031",
        "a@b.example",
        "[x](y)",
        "**",
    ]
)
texts = st.one_of(st.none(), st.lists(words, max_size=14).map(" ".join), st.text(max_size=40))


@settings(max_examples=300, deadline=None)
@given(texts, texts, st.sampled_from(["paragraph", "list_item", "table_row", "heading"]))
def test_any_text_is_assessed_without_contradiction(before, after, kind):
    if before is None and after is None:
        return
    found = read(before, after, kind=kind)
    assert 0 <= found.score <= 1
    assert (found.change_class == "substantive") == (found.score >= 0.5) == (found.significance != "none")
    assert found.rule and found.reason


@settings(max_examples=100, deadline=None)
@given(texts.filter(bool))
def test_a_text_that_did_not_change_is_never_substantive(text):
    assert read(text, text).change_class != "substantive"


def test_the_same_change_is_assessed_the_same_again():
    pair = ("We keep logs for 30 days.", "We keep logs for 40 days.")
    assert len({read(*pair) for _ in itertools.repeat(None, 3)}) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "We tell you at least 30 days before a change takes effect.",
            "We tell you before a change takes effect.",
        ),
        (
            "If we change the fares, the change takes effect after 20 days.",
            "If we change the fares, the change takes effect after 2 days.",
        ),
    ],
)
def test_a_rule_about_changes_to_come_is_no_notice_of_one(before, after):
    assert read(before, after).change_class == "substantive"


@pytest.mark.parametrize(
    "notice",
    [
        "We have updated our rules of the quay.",
        "The new rules take effect on 3 May 2031.",
        "Note: This policy is effective on October 8, 2031 or on the day you accept it, if that is earlier.",
    ],
)
def test_a_notice_of_a_change_is_wording(notice):
    assert read(None, notice).change_class == "editorial"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The Service is at moorings.test and nowhere else.",
            "The Service is at berths.test and nowhere else.",
        ),
        (
            "These rules are for Quaylo Crew and for Quaylo Club.",
            "These rules are for Quaylo Crew and for Quaylo Fleet.",
        ),
        ("Photographs | NO | NO", "Photographs | YES | YES"),
        ("The law of Norway holds.", "The law of Denmark holds."),
    ],
)
def test_a_website_a_variant_an_answer_and_a_place_are_facts(before, after):
    kind = "table_row" if "|" in before else "paragraph"
    assert read(before, after, kind=kind).change_class == "substantive"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Repairs take three to five days.", "Repairs take 3 to 5 days."),
        ("We protect your crates with locks.", "Your crates are protected by us with locks."),
        ("Read more at moorings.example/rules.", "Read more at moorings.example/all-rules."),
        ("The Quayloo crew helps.", "The Quaylo crew helps."),
    ],
)
def test_numbers_written_out_other_constructions_and_slips_are_wording(before, after):
    assert read(before, after).change_class == "editorial"


def test_a_sentence_that_went_whole_weighs_more_than_the_name_beside_it():
    found = read(
        "The crates are yours. If you take them away, we forget them.", "The crates are yours for Quaylo."
    )
    assert (found.significance, found.change_class) == ("medium", "substantive")


def test_in_a_topic_whose_rule_is_a_name_the_name_is_no_small_thing():
    place = {"topics": ("governing-law-venue",)}
    low, medium = (
        read("Cases go to the Court of Brill.", "Cases go to the Court of Hoorn.", **where)
        for where in ({}, place)
    )
    assert (low.significance, medium.significance) == ("low", "medium")
