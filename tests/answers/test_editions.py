"""A document that is for the people of one region gives its answers that scope; a policy with a part for them does not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_platform import platform

from assets.answers.answering import answer
from assets.answers.catalogue import load_question
from assets.answers.editions import EDITIONS_FILE, Sign, read_edition_rules
from assets.answers.model import PlatformDocuments
from assets.answers.units import units_of
from assets.topics.annotated_yaml import CatalogueError

RULES = read_edition_rules()
SIGNS = pytest.mark.parametrize("sign", RULES.signs, ids=[sign.sign_id for sign in RULES.signs])
LAW = "## Law\n\nThese terms are governed by the laws of Malta.\n"


def regions(markdown: str, *, name: str = "Quillwood", title: str = "", urls: tuple[str, ...] = ()) -> object:
    """For which regions a document is, "everybody" if it is no edition."""
    units = units_of(platform({"Terms of Service": markdown}).clauses)
    edition = RULES.edition_of(name.lower().replace(" ", "-"), units, title, urls)
    return edition.regions if edition else "everybody"


@SIGNS
def test_a_sign_is_found_in_its_examples(sign: Sign):
    for example in sign.examples:
        assert RULES.told(sign, example), example


@SIGNS
def test_a_sign_is_not_found_in_its_counterexamples(sign: Sign):
    for example in sign.counterexamples:
        assert not RULES.told(sign, example), example


def test_every_pattern_that_ships_is_a_regular_expression():
    for sign in RULES.signs:
        assert isinstance(sign.pattern.compiled, re.Pattern)
        assert isinstance(sign.excluded.compiled, re.Pattern)
    for region in RULES.regions.values():
        assert isinstance(region.words.compiled, re.Pattern)


def test_the_first_heading_tells_an_edition_and_smaller_regions_within_it_are_not_told_apart():
    assert regions(f"# EEA, UK and Switzerland Terms of Use\n\nWelcome.\n\n{LAW}") == ("europe",)
    assert regions(f"# UK Terms of Use\n\nWelcome.\n\n{LAW}") == ("united-kingdom",)
    assert regions(f"# Terms of Use (United States and Canada)\n\n{LAW}") == ("canada", "united-states")


def test_the_opening_words_tell_an_edition_behind_dates_menus_and_lists_of_contents():
    contents = "".join(f"- [{number}. Part](#part-{number})\n" for number in range(20))
    opening = "These terms apply if you live in the European Economic Area, Switzerland or the UK."
    markdown = (
        f"{contents}\nSelect language\n\nUpdated: 3 May 2025\n\n# Terms\n\nWelcome!\n\n{opening}\n\n{LAW}"
    )
    assert regions(markdown) == ("europe",)


def test_a_policy_for_everybody_with_a_part_for_a_region_is_for_everybody():
    part = "## California privacy notice\n\nThis notice applies to residents of California.\n"
    assert regions(f"# Privacy Policy\n\nWe respect your privacy.\n\n{part}") == "everybody"
    assert regions(f"Quillwood keeps letters. {'We take care of them. ' * 10}\n\n{part}") == "everybody"


def test_a_first_part_for_a_region_beside_others_is_not_the_title():
    markdown = "## Notice to customers in the UK\n\nYou may ask.\n\n## Data retention\n\nWe erase data."
    assert regions(markdown) == "everybody"


def test_a_policy_that_sends_the_people_of_a_region_elsewhere_is_for_everybody():
    sent = "If you live in the EEA, [these terms](https://quillwood.example/eu-terms) apply to you."
    assert regions(f"# Terms of Use\n\n{sent}\n\n{LAW}") == "everybody"


def test_a_policy_that_sends_everybody_else_elsewhere_is_an_edition():
    sent = "If you live outside the EEA, read [this version](https://quillwood.example/terms) of our terms."
    assert regions(f"# Terms of Use\n\n{sent}\n\n{LAW}") == ("europe",)


def test_contracting_with_the_platforms_subsidiary_for_a_region_alone_tells_an_edition():
    between = 'These terms are an agreement between you and Quillwood {who} ("Quillwood").'
    assert regions(between.format(who="Ireland, Limited")) == ("europe",)
    assert regions(between.format(who="Japan K.K.")) == ("japan",)
    assert regions(between.format(who="GmbH")) == "everybody"


def test_a_region_in_the_platforms_own_name_says_nothing():
    assert regions("# Texas Letters Privacy Policy\n\nHello.", name="Texas Letters") == "everybody"
    assert regions("# Texas Privacy Policy\n\nHello.", name="Quillwood") == ("us-states",)


def test_an_address_tells_an_edition_where_each_page_of_the_document_names_a_region_and_no_language():
    plain = f"# Terms\n\n{LAW}"
    assert regions(plain, urls=("https://quillwood.example/policies/eu-terms-of-use",)) == ("europe",)
    assert regions(plain, urls=("https://quillwood.example/legal/uk/terms",)) == ("united-kingdom",)
    assert regions(plain, urls=("https://q.example/terms-eu", "https://q.example/terms")) == "everybody"
    for address in ("de/terms", "en-gb/privacy", "about-us/privacy", "us/terms", "row-terms", "museu/terms"):
        assert regions(plain, urls=(f"https://quillwood.example/{address}",)) == "everybody", address


def test_the_title_of_the_page_tells_an_edition():
    assert regions(f"# Terms\n\n{LAW}", title="EU terms of use | Quillwood") == ("europe",)


@given(
    st.lists(
        st.sampled_from(["# Terms", "EEA", "If you live in the EU, [", "](x)", "⟨", "\n\n", "apply", "* a"])
    )
)
def test_no_text_is_too_odd_to_be_looked_at(parts: list[str]):
    assert regions(" ".join(parts))


# ---- answers


def answered(question: str, documents: dict[str, str]) -> tuple[str, str]:
    result = answer(load_question(question), platform(documents))
    return result.stance, result.scope


def test_an_answer_that_rests_on_an_edition_has_its_scope_and_says_how_it_was_told():
    terms = {"Terms of Service": f"# Europe Terms of Use\n\nWelcome.\n\n{LAW}"}
    result = answer(load_question("governing_law"), platform(terms))
    assert (result.stance, result.scope) == ("stated", "region:europe")
    assert "edition for Europe" in result.explanation
    assert "Europe Terms of Use" in result.explanation


def test_an_answer_that_a_document_for_everybody_carries_is_general():
    policy = "# Privacy Policy\n\nWe keep your chats for 30 days.\n"
    terms = "# Europe Terms of Use\n\nWelcome.\n"
    assert answered("retention_period", {"Privacy Policy": policy, "Terms of Service": terms}) == (
        "explicit_period",
        "general",
    )


def test_what_firms_are_told_does_not_make_general_what_an_edition_says():
    firms = "# Business Terms\n\nThese terms are governed by the laws of Malta.\n"
    terms = f"# Europe Terms of Use\n\n{LAW}"
    assert (
        answered("governing_law", {"Terms of Service": terms, "Business Terms": firms})[1] == "region:europe"
    )


def test_silence_of_an_edition_is_silence_to_the_people_of_its_region():
    documents = {"Privacy Policy": "# Privacy Policy\n\nHello.", "Terms of Service": "# UK Terms\n\nHello."}
    assert answered("class_action_waiver", documents) == ("silent", "region:united-kingdom")


def test_what_only_firms_are_told_has_their_scope():
    documents = {
        "Privacy Policy": "# Privacy Policy\n\nHello.",
        "Terms of Service": "# Terms\n\nHello.",
        "Data Processor Agreement": "# Annex\n\nQuillwood encrypts Customer Data at rest and in transit.",
    }
    assert answered("encryption_stated", documents) == ("in_transit_and_at_rest", "business")
    documents["Privacy Policy"] = "# Privacy Policy\n\nWe encrypt your data at rest and in transit."
    assert answered("encryption_stated", documents)[1] == "general"


def test_a_platform_without_documents_is_answered_for_everybody():
    nothing = replace(PlatformDocuments("quillwood", (), {}), missing=())
    assert answer(load_question("governing_law"), nothing).scope == "general"


# ---- the file


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("holds: [california]", "holds: [atlantis]", "expected one of the regions"),
        ("where: party", "where: footer", "expected one of"),
        ("  - id: japan", "  - id: korea", "a second time"),
        ("    name: Japan\n", "    label: Japan\n", "unknown key 'label'"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(tmp_path: Path, before: str, after: str, told: str):
    text = EDITIONS_FILE.read_text(encoding="utf-8")
    assert before in text
    file = tmp_path / "editions.yaml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"editions\.yaml, line \d+: .*{told}"):
        read_edition_rules(file)
