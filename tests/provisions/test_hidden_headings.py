"""Headings that no markup calls headings stand in the path of what is below them."""

import pytest

from assets.provisions import segment


def path_of_last(markdown):
    return segment(markdown)[-1].heading_path


@pytest.mark.parametrize(
    "title",
    [
        "**3. Your rights**",
        "**3\\. Your rights.**",
        "__Your rights__",
        "**_Your rights_**",
        "**3\\.** **Your rights**",
        "YOUR RIGHTS",
        "3\\. Your rights",
        "Article 3 Your Rights",
        "Do Not Abuse our Platform",
        "**您的权利**",
        "**iAcme Products**",
    ],
)
def test_a_title_alone_in_its_paragraph_is_a_heading(title):
    blocks = segment(f"{title}\n\nYou may ask us for a copy of what we hold.")
    assert [block.kind for block in blocks] == ["heading", "paragraph"]
    assert len(blocks[1].heading_path) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "**If you choose not to provide us with information, some features may not work as intended.**",
        "**Effective: January 1, 2031**",
        "**Last updated 3 May 2031**",
        "**生效日期：2031 年 1 月 5 日**",
        "**Welcome! Please read these terms.**",
        "**Fees.** You pay what we ask.",
        "**You agree not to do any of the following things:**",
        "NOT FOR CHILDREN. ASK A PARENT.",
        "3\\. We may share what you tell us with those who help us to run the service.",
        "we share",
        "**30 days**",
        "[Board of Directors](https://example.org/board)",
    ],
)
def test_an_emphasised_sentence_or_a_date_is_none(sentence):
    assert "heading" not in {block.kind for block in segment(f"{sentence}\n\nYou may ask us for a copy.")}


def test_lines_of_one_kind_in_a_row_are_a_list_and_not_headings():
    address = "Acme Limited\n\nPrivacy Office\n\nHarbour Street\n\nWrite to us there."
    assert [block.kind for block in segment(address)].count("heading") <= 1
    numbered = segment("1\\. Names\n\n2\\. Addresses\n\n3\\. Photos\n\nThat is all we collect.")
    assert [block.kind for block in numbered][:2] == ["list_item", "list_item"]


def test_a_bold_line_above_text_of_the_same_paragraph_is_its_heading():
    blocks = segment("**5\\. Feedback.**  \nWe like feedback.")
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "**5\\. Feedback.**"),
        ("paragraph", "We like feedback."),
    ]


def test_a_title_whose_asterisks_slipped_to_the_next_line_is_one_as_well():
    blocks = segment("**8\\. Prohibitions.  \n\u200d**You agree not to cheat.")
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "**8\\. Prohibitions."),
        ("paragraph", "You agree not to cheat."),
    ]
    assert blocks[1].heading_path == ("8. Prohibitions.",)


def test_bold_headings_stand_below_marked_ones_and_end_with_them():
    markdown = "## Data\n\n**Sharing**\n\nWe share.\n\n**Selling**\n\nWe sell not.\n\n## End\n\nBye now."
    assert [block.heading_path for block in segment(markdown) if block.kind == "paragraph"] == [
        ("Data", "Sharing"),
        ("Data", "Selling"),
        ("End",),
    ]


def test_bold_headings_numbered_in_another_style_stand_below_the_first():
    markdown = "**1. Use**\n\n**(a) Age**\n\nBe old.\n\n**(b) Place**\n\nBe there.\n\n**2. Fees**\n\nPay us."
    assert [block.heading_path for block in segment(markdown) if block.kind == "paragraph"] == [
        ("1. Use", "(a) Age"),
        ("1. Use", "(b) Place"),
        ("2. Fees",),
    ]


def test_a_bold_schedule_stands_beside_the_numbered_sections():
    markdown = "# Agreement\n\n## 9. Audit\n\nYes.\n\n**Schedule 1 – Processing**\n\nAs agreed by both."
    assert path_of_last(markdown) == ("Agreement", "Schedule 1 – Processing")


def test_the_title_of_a_list_item_heads_that_item_alone():
    markdown = (
        "1. **General.**  \n    You pay us.\n2. **Refunds.**\n\n    All sales are final.\n\nThe end of it."
    )
    assert [(block.kind, block.heading_path) for block in segment(markdown)] == [
        ("heading", ()),
        ("list_item", ("General.",)),
        ("heading", ()),
        ("paragraph", ("Refunds.",)),
        ("paragraph", ()),
    ]


def test_a_bold_item_heads_a_list_whose_nesting_was_lost():
    markdown = "5. **Fees** are due.\n6. **Licences**\n* 6.1 We grant one.\n* 6.2 You get one.\n7. **Term.** It ends."
    paths = [block.heading_path for block in segment(markdown)]
    assert paths == [(), (), ("Licences",), ("Licences",), ()]


def test_a_bold_item_above_items_of_its_own_heads_them_and_keeps_the_stem():
    markdown = (
        "You may not:\n\n* **Harm people**\n    * threaten them\n* **Harm us**\n    * attack our servers"
    )
    assert [(block.heading_path, block.stem) for block in segment(markdown) if block.kind == "list_item"] == [
        (("Harm people",), "You may not: Harm people"),
        (("Harm us",), "You may not: Harm us"),
    ]


def test_the_title_of_a_menu_heads_nothing():
    markdown = "**Previous versions**\n\n* [May 2031](https://example.org/1)\n\nThis agreement binds us both."
    assert path_of_last(markdown) == ()
