"""Units are whole sentences or list items, at exact offsets, with what governs them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from invented_platform import platform

from assets.answers.answering import answer
from assets.answers.catalogue import load_question
from assets.answers.units import units_of

QUESTION = load_question("ai_training")
PIECES = st.sampled_from(
    [
        "We use your content to train our models.",
        "You may not:",
        "* use output to train **models**;",
        "* sell it.",
        "# Use of data",
        "Unless you [opt out](https://x.example/a_b), we may.",
        "Mr. Smith et al. agree, e.g. here.",
        "| To train our models | Prompts |",
        "我们不会将您的内容用于训练模型。您可以关闭。",
        "> quoted “text”",
        "",
        "\u00a0\u200b",
    ]
)
MARKDOWN = st.lists(PIECES, max_size=10).map("\n\n".join) | st.lists(PIECES, max_size=10).map("\n".join)


@settings(deadline=None, max_examples=60)
@given(MARKDOWN)
def test_a_unit_is_what_stands_at_its_offsets_in_any_markdown(markdown):
    for unit in units_of(platform({"Terms of Service": markdown}).clauses):
        assert markdown[unit.start : unit.end] == unit.quote
        assert unit.clause.char_start <= unit.start < unit.end <= unit.clause.char_end


@settings(deadline=None, max_examples=60)
@given(MARKDOWN, MARKDOWN)
def test_any_documents_get_an_answer_with_a_known_stance_and_exact_quotes(policy, terms):
    documents = {"Privacy Policy": policy, "Terms of Service": terms}
    result = answer(QUESTION, platform(documents))
    assert result.stance in QUESTION.stances
    for evidence in result.evidence:
        markdown = documents[evidence.version_id.removeprefix("Quillwood/")]
        assert markdown[evidence.char_start : evidence.char_end] == evidence.quote


def test_a_list_item_carries_its_stem_and_a_stem_what_follows():
    markdown = "# Use\n\nWe do not train on your data unless:\n\n- you agree;\n- the law asks for it.\n"
    units = units_of(platform({"Privacy Policy": markdown}).clauses)
    stem, first, _ = units
    assert stem.tail.startswith("you agree")
    assert first.lead.endswith("unless:")
    assert first.quote == "you agree;"
    assert first.heading == "Use"


def test_a_list_without_a_stem_is_read_alone():
    (unit,) = units_of(platform({"Privacy Policy": "- we train our models on your chats"}).clauses)
    assert unit.lead == ""
