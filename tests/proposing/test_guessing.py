"""Guesses about a page somebody found: its terms type, whose it is, and what it links to."""

from __future__ import annotations

from pathlib import Path

import pytest
from found_pages import policy_page
from selectolax.lexbor import LexborHTMLParser

from assets.proposing.links import linked_documents, site_of
from assets.proposing.naming import guess_types, read_type_words
from assets.proposing.platform_names import guess_platform
from assets.proposing.stable_names import is_stable
from assets.sources.model import Declaration, Platform, SourceDocument
from assets.sources.vocabulary import vocabulary

PAGE = "https://www.lumora.example/legal/privacy"


@pytest.mark.parametrize(
    ("address", "title", "heading", "expected"),
    [
        ("/legal/terms-of-use.html", "Terms of use – Lumora", "Terms of use", "Terms of Service"),
        ("/cookies", "Lumora", "How we use cookies", "Trackers Policy"),
        (
            "/legal/enterprise-privacy",
            "Enterprise privacy at Lumora",
            "Enterprise privacy",
            "Business Privacy Policy",
        ),
        (
            "/legal/dpa",
            "Data Processing Addendum | Lumora",
            "Data Processing Addendum",
            "Data Processor Agreement",
        ),
        (
            "/rechtliches/datenschutz",
            "Datenschutzerklärung | Lumora",
            "Datenschutzerklärung",
            "Privacy Policy",
        ),
        ("/legal/useragreement", "Lumora", "Welcome", "Terms of Service"),
        ("/隐私政策", "Lumora", "隐私政策", "Privacy Policy"),
    ],
)
def test_the_terms_type_is_read_from_address_title_and_heading(
    address: str, title: str, heading: str, expected: str
) -> None:
    guesses = guess_types(f"https://lumora.example{address}", title=title, headings=[heading])
    assert guesses[0].terms_type == expected


def test_a_guess_says_how_sure_it_is_and_what_it_rests_on() -> None:
    sure = guess_types(PAGE, title="Privacy Policy | Lumora", headings=["Privacy Policy"])[0]
    assert sure.sureness == "sure" and any("heading" in why and "privacy policy" in why for why in sure.why)
    torn = guess_types("https://lumora.example/legal/a", headings=["Terms of Service and Privacy Policy"])
    assert {guess.terms_type for guess in torn} == {"Terms of Service", "Privacy Policy"}
    assert {guess.sureness for guess in torn} == {"a guess"}
    assert guess_types("https://lumora.example/about", title="About us") == []


def test_where_no_name_tells_the_words_of_the_text_do() -> None:
    text = "By using the service you agree to these terms. Limitation of liability. Governing law."
    [guess] = guess_types("https://lumora.example/legal/2", text=text)
    assert (guess.terms_type, guess.sureness) == ("Terms of Service", "a guess")


def test_a_mistake_in_the_words_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("types:\n  Privcy Policy:\n    names: [privacy]\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"words\.yaml: 'Privcy Policy' is no terms type"):
        read_type_words(tmp_path / "words.yaml", vocabulary())


def test_links_to_other_documents_of_the_site_are_found_and_older_versions_and_other_sites_are_not() -> None:
    found = {one.guess.terms_type: one.url for one in linked_documents(policy_page().encode(), PAGE)}
    assert found == {
        "Terms of Service": "https://www.lumora.example/legal/terms",
        "Trackers Policy": "https://www.lumora.example/legal/cookies",
    }


def test_of_several_links_the_one_named_like_the_document_itself_is_taken() -> None:
    body = (
        "<a href='/privacy-candidates'>Privacy Policy for Candidates</a><a href='/privacy'>Privacy Policy</a>"
        "<a href='/browsers'>How to manage cookies in the browser of your phone</a>"
    )
    [only] = linked_documents(body.encode(), "https://lumora.example/legal")
    assert only.url == "https://lumora.example/privacy"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (policy_page(), "Lumora"),
        ("<html><head><title>Terms - LumoraLabs Help Center</title></head></html>", "LumoraLabs"),
        ("<html><head><title>LUMORA privacy policy</title></head></html>", "LUMORA"),
        ("<html></html>", "Lumora"),
    ],
)
def test_a_platforms_name_is_what_the_page_calls_its_site(html: str, expected: str) -> None:
    assert guess_platform(PAGE, LexborHTMLParser(html), []).name == expected


def test_a_platform_that_is_declared_already_is_known_by_its_site_or_its_name() -> None:
    source = SourceDocument("main", "https://lumora.example/terms")
    lumora = Platform("Lumora Labs", (Declaration("Lumora Labs", "Terms of Service", (source,)),))
    by_site = guess_platform("https://help.lumora.example/privacy", None, [lumora])
    assert by_site.declared is lumora and "lumora.example" in by_site.why
    assert guess_platform("https://other.example/", None, [lumora], "lumora labs").declared is lumora
    assert guess_platform("https://other.example/", None, [lumora]).name == "Other"


def test_sites_are_told_apart_by_the_name_they_are_registered_under() -> None:
    assert site_of("https://a.b.lumora.example/x") == "lumora.example"
    assert site_of("https://help.lumora.co.uk/x") == "lumora.co.uk"
    assert site_of("http://127.0.0.1:8080/x") == "127.0.0.1:8080"


def test_names_that_a_build_tool_made_are_not_taken_for_selectors() -> None:
    chosen = ["policy-content", "rich-text-block-4", "articleBody", "legal_text", "mantine-Container-root"]
    made = [
        "css-1x2y3z",
        "sc-bdVaJa",
        "kXyZab",
        "jss142",
        "svelte-1tky8bj",
        "post-48213",
        "max-w-3xl",
        "px-4",
        "d",
    ]
    assert [name for name in chosen if not is_stable(name)] == []
    assert [name for name in made if is_stable(name)] == []
