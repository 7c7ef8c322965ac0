"""An answer as people read it: scopes by name, values in words, nothing said twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assets.answers.shown import scope_in_words, values_in_words


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("general", ""),
        ("business", "business customers"),
        ("region", "in some regions"),
        ("region:europe", "in Europe"),
        ("region:europe+united-kingdom", "in Europe and the United Kingdom"),
        ("region:atlantis", "in atlantis"),
    ],
)
def test_a_scope_is_told_in_words(scope: str, told: str) -> None:
    assert scope_in_words(scope) == told


def test_values_are_told_in_words_and_the_unknown_left_out() -> None:
    value = {
        "notice_days": 14,
        "channels": ["e-mail", "in the product"],
        "tiers": {"business": "no", "consumer": "yes_opt_out"},
        "waived": True,
        "venue": "",
        "of_what": [],
    }
    assert dict(values_in_words(value, labels={"no": "no", "yes_opt_out": "yes, unless you opt out"})) == {
        "notice days": "14",
        "channels": "e-mail, in the product",
        "tiers": "business: no; consumer: yes, unless you opt out",
        "waived": "yes",
    }


def test_a_value_that_is_the_quote_is_not_said_again_and_another_is() -> None:
    quote = "We train on chats, unless you  switch it *off*."
    value = {"opt_out_mechanism": "We train on chats, unless you switch it **off**."}
    assert dict(values_in_words(value, quote=quote)) == {"opt out mechanism": "as quoted"}
    other = {"opt_out_mechanism": "Write to us."}
    assert dict(values_in_words(other, quote=quote)) == {"opt out mechanism": "Write to us."}


def test_a_value_that_turned_says_since_when() -> None:
    turned = {"notice_days": datetime(2026, 7, 7, 6, tzinfo=UTC)}
    assert dict(values_in_words({"notice_days": 14, "channels": ["e-mail"]}, turned=turned)) == {
        "notice days": "14 (since 2026-07-07)",
        "channels": "e-mail",
    }
