"""A list item knows the sentence it completes, so that "sell it" is not read without "You may not:"."""

import pytest

from assets.provisions import segment


def stems(markdown):
    return [block.stem for block in segment(markdown)]


@pytest.mark.parametrize(
    "lead",
    [
        "You may not:",
        "You agree that you will not",
        "We use it for the following purposes.",
        "**You may not:**",
        "我们可能会：",
        "Wir verwenden Ihre Daten zu folgenden Zwecken:",
    ],
)
def test_the_paragraph_before_a_list_is_its_stem_when_it_is_left_open(lead):
    assert stems(f"{lead}\n\n* sell\n* rent")[1:] == [lead.replace("*", "")] * 2


def test_a_closed_sentence_before_a_list_is_not():
    assert stems("There are some exceptions.\n\n* sell\n* rent") == [None, None, None]


def test_only_the_last_sentence_before_the_list_is_the_stem():
    assert stems("Be kind. As a guest, you may not:\n\n* shout")[1] == "As a guest, you may not:"


def test_a_last_sentence_too_short_to_be_understood_brings_the_one_before():
    assert stems("We collect data about you. For example:\n\n* your name")[1] == (
        "We collect data about you. For example:"
    )


def test_nested_items_complete_the_stem_and_their_parent():
    markdown = "You may not:\n\n* use the service to:\n    * train models\n    * scrape\n* sell it"
    assert stems(markdown) == [
        None,
        "You may not:",
        "You may not: use the service to:",
        "You may not: use the service to:",
        "You may not:",
    ]


def test_a_paragraph_within_an_item_leads_into_the_list_below_it():
    markdown = "You may not:\n\n* do harm;\n\n    This includes:\n\n    * fraud\n    * spam"
    assert stems(markdown)[-1] == "You may not: This includes:"


def test_a_heading_with_a_colon_or_an_unfinished_phrase_is_a_stem():
    assert stems("## We never:\n\n* sell")[1] == "We never:"
    assert stems("## You must not\n\n* sell")[1] == "You must not"
    assert stems("## Prohibited uses\n\n* sell")[1] is None


def test_a_numbered_list_goes_on_after_an_interruption():
    markdown = "You may not:\n\n1. sell\n2. rent\n\nStill the list of what is forbidden.\n\n3. lend"
    assert stems(markdown)[-1] == "You may not:"


def test_a_lead_in_amid_a_list_is_the_stem_of_the_items_after_it():
    markdown = "* 9.1 Post with care.\n\n    You must not post:\n* (a) spam\n* (b) fraud\n* 9.2 We may act."
    assert stems(markdown) == [None, None, "You must not post:", "You must not post:", None]


def test_lettered_paragraphs_have_stems_like_lists():
    markdown = "You may not:\n\n(a) sell the service;\n\n(b) use it to:\n\n(i) train models; or\n\n(ii) scrape;\n\n(c) rent it."
    assert stems(markdown) == [
        None,
        "You may not:",
        "You may not:",
        "You may not: (b) use it to:",
        "You may not: (b) use it to:",
        "You may not:",
    ]


def test_a_lettered_list_goes_on_after_a_paragraph_without_a_letter():
    markdown = "The clauses apply, where:\n\n(a) you are the exporter:\n\nContact: see below.\n\n(b) we are the importer."
    assert stems(markdown) == [None, "The clauses apply, where:", None, "The clauses apply, where:"]


def test_items_that_lost_their_markers_still_have_their_stem():
    blocks = segment(
        "You may not:\n\nsell the service;\n\nrent it; or\n\nLend it.\n\nWe may end your account."
    )
    assert [(block.kind, block.stem) for block in blocks[1:]] == [
        ("list_item", "You may not:"),
        ("list_item", "You may not:"),
        ("list_item", "You may not:"),
        ("paragraph", None),
    ]


def test_rows_of_a_table_without_a_header_have_the_sentence_before_it():
    assert (
        stems("We share data with:\n\n| Acme | Billing |\n| Bolt | Mail |")[1:] == ["We share data with:"] * 2
    )


def test_numbered_clauses_of_a_document_complete_no_sentence():
    blocks = segment("The parties agree as follows.\n\n2.1 We process data for you.\n\n2.2 You instruct us.")
    assert [(block.kind, block.stem, block.marker) for block in blocks[1:]] == [
        ("paragraph", None, "2.1"),
        ("paragraph", None, "2.2"),
    ]
