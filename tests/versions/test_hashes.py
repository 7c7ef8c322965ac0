"""Three hashes tell what a reader sees from what only the page's machinery sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.versions.hashes import count_words, fingerprints, masked_text, visible_text

CLAUSE = "You may delete your data at any time. We keep it for thirty days."


def same_text(one: str, two: str) -> bool:
    return fingerprints(one).text_sha256 == fingerprints(two).text_sha256


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "See [our policy](https://a.example/x?session=1).",
            "See [our policy](https://a.example/x?session=2).",
        ),
        ("See [our policy](https://a.example/(en)/x).", "See our policy."),
        ("Your data\n=========\n\nText", "# Your data\n\nText"),
        ("**Your** _data_ is `yours`", "Your data is yours"),
        ("*   one\n*   two", "- one\n- two"),
        ("1\\. Scope", "1. Scope"),
        ("a\u200bb\u2060 c\u00a0d", "ab c d"),
        ("![logo](/a.png) Text", "Text"),
        ("[![logo](/a.png)](/home) Text", "Text"),
        ("| a | b |\n| --- | --- |\n| c | d |", "a b\n\nc d"),
        ("Rock &amp; roll <br> on", "Rock & roll on"),
        ("Write to <ada@nimbusfox.example>", "Write to ada@nimbusfox.example"),
    ],
)
def test_markup_links_and_invisible_characters_do_not_change_the_text(one: str, two: str) -> None:
    assert same_text(one, two)
    assert fingerprints(one).raw_sha256 != fingerprints(two).raw_sha256


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("We may sell data", "We may not sell data"),
        ("thirty days", "forty days"),
        ("[our policy](/a)", "[our terms](/a)"),
        ("1. Scope", "2. Scope"),
        ("5 \\* 3", "5 3"),
        ("snake_case_name", "snake case name"),
    ],
)
def test_what_a_reader_can_read_changes_the_text(one: str, two: str) -> None:
    assert not same_text(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Last updated: 1 May 2024", "Last updated: June 3rd, 2025"),
        ("Stand: 1. März 2024", "Stand: 12.04.2025"),
        ("更新日期：2024年5月6日", "更新日期：2025-01-02"),
        ("Updated 3 days ago", "Updated over a week ago"),
        ("© 2024 Nimbusfox Ltd", "© 2025 Nimbusfox Ltd"),
        ("Nimbusfox © 2019–2024", "Nimbusfox © 2019-2025"),
        ("12 out of 20 found this helpful", "13 out of 22 found this helpful"),
        ("Visit 3f2b8c1e-1111-4a2b-9c3d-0123456789ab", "Visit 9a2b8c1e-2222-4a2b-9c3d-0123456789ab"),
    ],
)
def test_dates_ages_ids_counters_and_copyright_years_are_masked(one: str, two: str) -> None:
    assert masked_text(one) == masked_text(two) != one


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("retained for 30 days", "retained for 60 days"),
        ("the Copyright Act of 1998", "the Copyright Act of 2021"),
        ("see Section 5.1.12", "see Section 5.1.13"),
        ("at least 1,000 followers", "at least 4,000 followers"),
        ("call 030 1234567", "call 030 7654321"),
        ("PGP fingerprint A1B2C3D4E5F6A7B8C9D0", "PGP fingerprint B1B2C3D4E5F6A7B8C9D1"),
        ("IBAN DE89370400440532013000", "IBAN DE12370400440532013001"),
    ],
)
def test_facts_that_look_like_tokens_are_not_masked(one: str, two: str) -> None:
    assert masked_text(one) != masked_text(two)


def test_words_are_counted_in_scripts_with_and_without_spaces() -> None:
    assert count_words(CLAUSE) == 14
    assert (
        count_words("我们不会出售您的个人信息。") == 13
    )  # twelve characters, and the full stop between spaces
    assert fingerprints("").words == 0


def test_an_unclosed_bracket_does_not_swallow_the_rest() -> None:
    assert visible_text("[a [b [c " * 50 + CLAUSE).endswith(CLAUSE)


@given(st.text(max_size=300))
def test_visible_text_never_fails_and_never_holds_markup_spaces(markdown: str) -> None:
    visible = visible_text(markdown)
    assert visible == " ".join(visible.split())
    assert fingerprints(markdown) == fingerprints(markdown)


@given(
    st.lists(
        st.sampled_from([*(f"[x](http://a.example/{n})" for n in range(3)), "word", "(", "[", "**b**"]),
        max_size=40,
    )
)
def test_link_targets_never_reach_the_reader(pieces: list[str]) -> None:
    assert "a.example" not in visible_text(" ".join(pieces))
