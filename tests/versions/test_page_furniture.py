"""What stands around a policy comes, goes and counts without the policy changing; what a rule says never goes with it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.versions.artefacts import is_page_line
from assets.versions.consent_dialogs import without_consent_dialogs
from assets.versions.noise import compare
from assets.versions.text import Text
from assets.versions.timeline import Candidate, TimelineState

DAY = datetime(2031, 5, 6, 12, tzinfo=UTC)
BODY = """We collect your name and your address when you open an account, and we keep both for thirty days.

You may ask us at any time to delete what we hold about you, and we will do so within two weeks.

We answer every letter that reaches us, and we never lend your letters to anybody without your consent."""
POLICY = f"# Privacy\n\n{BODY}"


def is_noise(old: str, new: str) -> bool:
    return compare(Text(old, DAY, "en"), Text(new, DAY + timedelta(days=3), "en")).is_noise


@pytest.mark.parametrize(
    "line",
    [
        "About us Careers Press Investors",
        "Teilen Twittern Drucken",
        "Français English Deutsch",
        "Basket (3) Wish list Sign in",
        "★ 4.2 (1,204 ratings)",
        "17 comments · 230 likes",
        "EUR/USD 1.0845 Gold 1,950",
        "Accept all Reject all Manage preferences",
        "12 visiteurs en ligne",
    ],
)
def test_a_strip_of_a_pages_words_comes_and_counts_as_noise(line: str) -> None:
    assert is_page_line(line)
    assert is_noise(POLICY, f"{POLICY}\n\n{line}")


@pytest.mark.parametrize(
    "line",
    [
        "Personal messages and comments",
        "We share your reviews with the press.",
        "Contact",
        "12 euros a month",
        "Up to 5 users",
        "Facebook, Instagram",
    ],
)
def test_a_line_that_may_state_something_is_no_strip(line: str) -> None:
    assert not is_page_line(line)


@given(st.text(max_size=300))
def test_any_line_can_be_asked(line: str) -> None:
    assert is_page_line(line) in (True, False)


def test_a_consent_dialog_goes_with_its_buttons_and_takes_no_rule_with_it() -> None:
    rule = "We set cookies for 30 days."
    dialog = ["We value your privacy", "This site uses cookies to please you.", "Accept all", "Reject all"]
    assert without_consent_dialogs([rule, *dialog, rule]) == [rule, rule]
    assert without_consent_dialogs(["This site uses cookies to please you.", rule]) != [rule]
    assert is_noise(POLICY, "\n\n".join([POLICY, *dialog]))


@pytest.mark.parametrize(
    ("before", "after"), [("9c2f41d07ab3", "77aa01c3d9e2"), ("1b2c3d4e5f60", "a0b9c8d7e6f5")]
)
def test_a_token_that_is_named_as_one_is_noise(before: str, after: str) -> None:
    assert is_noise(f"{POLICY}\n\ncsrf-token {before}", f"{POLICY}\n\ncsrf-token {after}")


def test_a_page_that_tells_the_day_of_the_visit_does_not_change() -> None:
    old, new = (f"# Privacy\n\nToday is {day} May 2031\n\n{BODY}" for day in (6, 9))
    assert is_noise(old, new)
    stamped = [f"# Privacy\n\nLast updated: {day} May 2031\n\n{BODY}" for day in (6, 9)]
    assert not is_noise(*stamped)


def test_a_list_in_another_order_is_noise_whatever_ends_its_items() -> None:
    old, new = (
        f"{POLICY}\n\n*   {a};\n*   {b};\n*   {c}."
        for a, b, c in (("ink", "pens", "wax"), ("wax", "ink", "pens"))
    )
    assert is_noise(old, new)


def test_a_new_heading_right_above_the_text_is_a_change_of_the_document() -> None:
    old, new = (f"# Terms\n\n## {heading}\n\n{BODY}" for heading in ("Letters", "Your letters"))
    assert not is_noise(old, new)


def observed(*texts: str) -> list[tuple[str, str]]:
    state = TimelineState()
    found = [state.observe(Candidate(text, DAY + timedelta(days=n), "en")) for n, text in enumerate(texts)]
    return [(one.status, one.noise_class) for one in found]


def test_a_text_that_breaks_off_amid_a_sentence_is_held_and_its_return_is_no_news() -> None:
    cut = POLICY[: POLICY.index("within two")].rstrip()
    assert observed(POLICY, cut, POLICY)[1:] == [("quarantined", "loss"), ("noise", "restore")]


def test_a_text_that_ends_with_a_whole_sentence_is_a_change() -> None:
    assert observed(POLICY, POLICY[: POLICY.index("\n\nWe answer")])[1] == ("published", "substantive")


def test_a_variant_that_comes_back_is_known_under_another_token() -> None:
    other = POLICY.replace("every letter", "each and every letter of yours")
    texts = [f"{text}\n\nRequest ID: 9f8e7d6c{n}a" for n, text in enumerate((POLICY, other, POLICY, other))]
    assert [noise_class for _, noise_class in observed(*texts)][2:] == ["exact_return", "exact_return"]


def test_a_return_with_a_new_date_in_a_rule_is_a_change() -> None:
    first, last = (POLICY.replace("at any time", f"until {day} March 2032") for day in (1, 31))
    assert observed(first, first.replace("every letter", "no letter"), last)[2] == (
        "published",
        "substantive",
    )
