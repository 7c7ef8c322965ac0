"""A version is cut into blocks: exact offsets, nothing lost, headings above, one clause a block."""

import re

import pytest
from hypothesis import example, given, settings
from markdown_strategies import hostile_markdown, readable_markdown

from assets.provisions import segment


def kinds(markdown):
    return [(block.kind, block.text) for block in segment(markdown)]


@settings(max_examples=300, deadline=None)
@given(hostile_markdown)
@example("* a\n---\nb")
@example("| a |\n|-\n| b \\| c |")
@example("> * a\nb\n\n    > c")
def test_offsets_are_exact_whatever_the_markdown(markdown):
    at = 0
    for block in segment(markdown):
        assert markdown[block.char_start : block.char_end] == block.text
        assert at <= block.char_start < block.char_end
        at = block.char_end


@settings(max_examples=400, deadline=None)
@given(readable_markdown)
def test_no_word_is_left_between_blocks(markdown):
    at = 0
    for block in [*segment(markdown), None]:
        between = markdown[at : block.char_start if block else len(markdown)].replace("\u200b", "")
        # Numbers of list items are markers; a language named behind a fence is no text.
        lines = [
            re.sub(r"^(?:[\s>*+•–\\-]|\d{1,3}[.)](?=\s|$))*", "", line)
            for line in re.split(r"[\r\n]", between)
        ]
        lines = [line for line in lines if not re.match(r"\s*(?:```|~~~)", line)]
        assert not re.search(r"\w", "".join(lines).replace("_", "").replace("&nbsp;", "")), between
        at = block.char_end if block else at


@pytest.mark.parametrize(
    "source", ["", "\n\n", "   ", "---", "* * *", "![logo](a.png)", "[](#top)", "<br>", "&nbsp;"]
)
def test_what_no_reader_sees_is_no_block(source):
    assert segment(source) == []


def test_headings_with_hashes_and_underlined_ones_make_the_path():
    markdown = (
        "Terms\n=====\n\nIntro.\n\nYour data\n---------\n\n### Sharing ###\n\nWe share.\n\n## End\n\nBye."
    )
    assert [(block.text, block.heading_path) for block in segment(markdown)] == [
        ("Terms", ()),
        ("Intro.", ("Terms",)),
        ("Your data", ("Terms",)),
        ("Sharing", ("Terms", "Your data")),
        ("We share.", ("Terms", "Your data", "Sharing")),
        ("End", ("Terms",)),
        ("Bye.", ("Terms", "End")),
    ]


def test_the_path_holds_what_a_reader_sees_of_a_heading():
    blocks = segment("2\\. [Your *rights*](#rights)[](#h_01)\n------\n\nYou may ask.")
    assert blocks[0].text == "2\\. [Your *rights*](#rights)"
    assert blocks[1].heading_path == ("2. Your rights",)


def test_a_clause_set_as_a_heading_is_a_clause():
    clause = "We may share " + "what you told us with those who help us, " * 8 + "and no one else."
    assert [block.kind for block in segment(f"### {clause}\n\nNext.")] == ["paragraph", "paragraph"]


def test_a_paragraph_of_several_lines_is_one_block():
    markdown = "We keep data\nfor a year\nand a day.\n\nThen it goes."
    assert kinds(markdown) == [
        ("paragraph", "We keep data\nfor a year\nand a day."),
        ("paragraph", "Then it goes."),
    ]


def test_list_items_stand_without_their_markers_and_know_their_depth():
    blocks = segment("* one\n* two\n    1. inner\n    2. other\n- three")
    assert [(block.text, block.marker, block.level) for block in blocks] == [
        ("one", "*", 1),
        ("two", "*", 1),
        ("inner", "1.", 2),
        ("other", "2.", 2),
        ("three", "-", 1),
    ]


@pytest.mark.parametrize("indent", ["  ", "   ", "    ", "\t"])
def test_nesting_is_read_whatever_the_converter_indents_by(indent):
    assert [block.level for block in segment(f"*   one\n{indent}*   two\n*   three")] == [1, 2, 1]


def test_further_paragraphs_of_an_item_are_paragraphs_in_its_list():
    blocks = segment("1.  **Fees.** You pay.\n\n    We bill monthly.\n\n2.  Refunds.")
    assert [(block.kind, block.level) for block in blocks] == [
        ("list_item", 1),
        ("paragraph", 1),
        ("list_item", 1),
    ]


def test_a_line_that_happens_to_start_with_a_number_starts_no_list():
    markdown = "The terms are those of\n2024. They were changed in part\n12. of them by us."
    assert kinds(markdown) == [("paragraph", markdown)]


def test_bullets_typed_as_text_are_list_items():
    assert [block.kind for block in segment("You may not:\n\n• sell\n• rent\n\n\\- lend")] == [
        "paragraph",
        "list_item",
        "list_item",
        "list_item",
    ]


def test_lettered_lines_of_one_paragraph_are_items_of_their_own():
    blocks = segment("You agree:  \n(a) to pay;  \n(b) to behave; and\n(c) to leave when asked.")
    assert [(block.kind, block.marker) for block in blocks] == [
        ("paragraph", None),
        ("list_item", "(a)"),
        ("list_item", "(b)"),
        ("list_item", "(c)"),
    ]


def test_a_reference_to_a_lettered_clause_is_not_cut():
    markdown = "We act as set out in section\n(a) above and nowhere else."
    assert kinds(markdown) == [("paragraph", markdown)]


def test_roman_letters_nest_below_letters_and_letters_go_on_after_them():
    levels = [
        (b.marker, b.level)
        for b in segment("(g) x:\n\n(h) y:\n\n(i) z;\n\n(j) and:\n\n(i) deep;\n\n(ii) deeper;\n\n(k) end.")
    ]
    assert levels == [("(g)", 1), ("(h)", 1), ("(i)", 1), ("(j)", 1), ("(i)", 2), ("(ii)", 2), ("(k)", 1)]


def test_table_rows_stand_without_outer_pipes_below_their_header():
    blocks = segment("| Purpose | Basis |\n| --- | --- |\n| Billing | Contract |\n| A \\| B | |")
    assert [(block.kind, block.text, block.stem) for block in blocks] == [
        ("table_header", "Purpose | Basis", None),
        ("table_row", "Billing | Contract", "Purpose | Basis"),
        ("table_row", "A \\| B", "Purpose | Basis"),
    ]


def test_a_bold_first_row_below_an_empty_header_is_the_header():
    blocks = segment("|  |  |\n| --- | --- |\n| **Purpose** | **Basis** |\n| Billing | Contract |")
    assert [(block.kind, block.stem) for block in blocks] == [
        ("table_header", None),
        ("table_row", "Purpose | Basis"),
    ]


def test_a_layout_table_has_no_header():
    clause = "We process what you give us in order to run the service you asked for. " * 3
    assert [block.kind for block in segment(f"| {clause} | x |\n| --- | --- |\n| more | y |")] == [
        "table_row"
    ] * 2


@pytest.mark.parametrize(
    "clause",
    [
        "“Content” means anything you post.",
        '"Fee" or "Fees" shall mean what you pay.',
        "(b) “Personal Data” has the meaning given in the law.",
        "The “Services” include the site.",
        "**Output** — what the model returns.",
        "“个人信息”是指以电子方式记录的信息。",
        "„Dienste“ bezeichnet unsere Angebote.",
        "« Contenu » désigne ce que vous publiez.",
    ],
)
def test_a_clause_that_says_what_a_term_means_is_a_definition(clause):
    assert [block.kind for block in segment(clause)] == ["definition"]


@pytest.mark.parametrize(
    "clause", ["**Fees.** You pay what we ask.", "We call this “fun” and mean it.", "**Purpose:** Support."]
)
def test_other_clauses_with_a_marked_term_are_not(clause):
    assert [block.kind for block in segment(clause)] == ["paragraph"]


def test_a_definition_in_a_list_keeps_its_depth_and_stem():
    (_, block) = segment("In these terms:\n\n1.  “Acme” means Acme Ltd.")
    assert (block.kind, block.level, block.stem) == ("definition", 1, "In these terms:")


def test_quotes_and_code_are_blocks_of_their_kind():
    markdown = "> Last update: May\n> 2031\n\n```\nnpm install\n\nnpm start\n```\n\nDone."
    assert kinds(markdown) == [
        ("quote", "Last update: May\n> 2031"),
        ("code", "npm install\n\nnpm start"),
        ("paragraph", "Done."),
    ]


def test_a_fence_that_never_closes_swallows_nothing():
    assert [block.text for block in segment("```\n\n# Terms\n\nWe may.")][-2:] == ["Terms", "We may."]


def test_html_left_in_the_text_divides_it_where_a_browser_would():
    markdown = "<div><p>First clause.</p><p>Second <b>bold</b> clause.</p></div>"
    assert kinds(markdown) == [("paragraph", "First clause."), ("paragraph", "Second <b>bold</b> clause.")]


def test_images_and_anchors_at_the_ends_of_a_block_are_not_part_of_it():
    markdown = "| ![Logo](/l.png)<br><br>Acme Ltd.<br>France | x |\n\nOur rights[](#h_1)"
    assert [block.text for block in segment(markdown)] == ["Acme Ltd.<br>France | x", "Our rights"]


def test_chinese_documents_are_cut_like_others():
    markdown = "# 用户协议\n\n## 信息收集\n\n我们收集：\n\n* **账户信息**：手机号码。\n    * 通过注册；\n"
    blocks = segment(markdown)
    assert blocks[-1].heading_path == ("用户协议", "信息收集")
    assert blocks[-1].stem == "我们收集： 账户信息：手机号码。"
