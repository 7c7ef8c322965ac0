"""A link that leads to another legal document is an event, though no word changed."""

from __future__ import annotations

import pytest

from assets.changes.legal_links import LinkChange, document_key, link_changes

OLD = "See our [Privacy Policy](https://nimbusfox.example/legal/privacy) and [Terms](https://nimbusfox.example/terms)."


def test_a_link_that_leads_to_another_document_is_told() -> None:
    new = OLD.replace("legal/privacy", "legal/eu-privacy")
    assert link_changes(OLD, new) == [
        LinkChange(
            "Privacy Policy",
            "https://nimbusfox.example/legal/privacy",
            "https://nimbusfox.example/legal/eu-privacy",
        )
    ]


@pytest.mark.parametrize(
    "target",
    [
        "https://www.nimbusfox.example/legal/privacy/",
        "https://nimbusfox.example/en-GB/legal/privacy",
        "https://nimbusfox.example/legal/privacy?utm_source=terms#rights",
        "https://nimbusfox.example/legal/privacy.html",
    ],
    ids=["host and slash", "language", "query and place", "ending"],
)
def test_the_same_document_at_another_address_is_not(target: str) -> None:
    assert link_changes(OLD, OLD.replace("https://nimbusfox.example/legal/privacy", target)) == []


def test_a_link_to_anything_but_a_legal_document_is_not() -> None:
    old = "Read the [guide](https://nimbusfox.example/help/start)."
    assert link_changes(old, old.replace("start", "begin")) == []


def test_settings_and_archives_are_no_legal_documents() -> None:
    old = "[Privacy settings](https://nimbusfox.example/settings/privacy) [Previous version](https://nimbusfox.example/legal/terms-2030)"
    new = old.replace("settings/privacy", "settings/privacy-new").replace("2030", "2031")
    assert link_changes(old, new) == []


def test_two_links_of_the_same_words_are_not_guessed_at() -> None:
    old = "[here](https://a.example/terms-one) [here](https://a.example/terms-two)"
    new = "[here](https://a.example/terms-three) [here](https://a.example/terms-four)"
    assert link_changes(old, new) == []


def test_what_a_machine_puts_into_a_path_does_not_count() -> None:
    one = document_key("https://a.example/legal/0f9c2b7a81de4c55a0b1/privacy")
    two = document_key("https://a.example/legal/9b1d2e3f4a5b6c7d8e9f/privacy")
    assert one == two
