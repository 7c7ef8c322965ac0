"""A single small word can change a rule: it is told from a word that only says the same otherwise."""

import pytest

from assets.changes.assessing import assess
from assets.changes.model import Wording
from assets.changes.small_words import small_words
from assets.changes.wording import one_gender


def change_class(before: str | None, after: str | None, kind: str = "paragraph", **place: object) -> str:
    wordings = [None if text is None else Wording(text, kind, **place) for text in (before, after)]
    return assess(*wordings, "modified" if before and after else "added").change_class


@pytest.mark.parametrize(
    ("before", "after", "mark"),
    [
        ("Guests see the diary without your name.", "Guests see the diary with your name.", "polarity"),
        ("Den Versand zahlen wir.", "Den Versand zahlen Sie.", "party"),
        ("A teacher must sign the form.", "A teacher should sign the form.", "force"),
        ("We reply to your letter within 48 hours.", "We reply to your letter as it suits.", "amount"),
        ("A member may keep one boat here.", "A member may keep four boats here.", "count"),
        (
            "The fee for the harbour is due each month.",
            "The fee for the harbour is due each year.",
            "measure",
        ),
        ("Your story is read by a person.", "Your story is read by a computer.", "measure"),
        ("El barco se limpia cada semana.", "El barco se limpia cada mes.", "measure"),
    ],
)
def test_a_small_word_that_changes_a_rule_makes_it_substantive(before: str, after: str, mark: str) -> None:
    assert mark in small_words(before, after)
    assert change_class(before, after) == "substantive"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Prices include value added tax.", "Prices include VAT."),
        ("Bitte nennen Sie Ihr Passwort nicht.", "Bitte nennen Sie Ihr Kennwort nicht."),
        ("Der Hafen gehört allen Bewohnern.", "Der Hafen gehört allen Bewohnerinnen und Bewohnern."),
        ("You can leave at any time.", "You can leave any time."),
        ("Boats don't sail at night.", "Boats do not sail at night."),
    ],
)
def test_a_word_that_says_the_same_is_editorial(before: str, after: str) -> None:
    assert small_words(before, after) == ()
    assert change_class(before, after) == "editorial"


def test_sentences_that_have_little_in_common_are_not_compared_word_by_word() -> None:
    assert small_words("You must sail at noon.", "The captain may sing whenever the moon is out.") == ()


def test_people_named_in_both_genders_are_the_same_people() -> None:
    assert one_gender("usuarias y usuarios") == "usuarios"
    assert one_gender("les utilisateurs et utilisatrices") == "les utilisateurs"
    assert one_gender("alle Nutzer:innen und Kund*innen") == "alle Nutzer und Kund"
    assert one_gender("boats and boats, ein und aus") == "boats and boats, ein und aus"


@pytest.mark.parametrize(
    "text",
    [
        "Today is 3 May 2031",
        "Request ID: 9f8e7d6c5b4a",
        "Explore Trending Gaming Music",
        "Summer sale! Save $5",
    ],
)
def test_lines_of_a_page_are_noise_when_they_come(text: str) -> None:
    assert change_class(None, text) == "noise"


def test_what_stands_under_related_articles_is_noise_but_a_rule_there_is_none() -> None:
    under = {"heading_path": ("Related articles",)}
    assert change_class(None, "Ten tips for sailors", "list_item", **under) == "noise"
    assert change_class(None, "We sell your letters to advertisers.", **under) == "substantive"


@pytest.mark.parametrize(
    "text",
    [
        "We are updating our rules on boats. The new rules take effect on 3 May 2031.",
        "Diese Fassung ersetzt die frühere Fassung.",
        "Nous mettons à jour cette page.",
    ],
)
def test_a_banner_that_announces_a_change_is_editorial(text: str) -> None:
    assert change_class(None, text) == "editorial"
