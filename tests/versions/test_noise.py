"""What lies between two texts: noise that no reader needs to see, or a change that every reader must."""

from datetime import UTC, datetime

import pytest

from assets.versions.noise import compare
from assets.versions.text import Text

DAY = datetime(2024, 5, 6, 12, tzinfo=UTC)
BODY = """We collect your name and your address when you open an account, and we keep both for thirty days.

We do not use what you upload to train models unless you agree to it in the settings of your account.

You may ask us at any time to delete what we hold about you, and we will do so within two weeks."""
POLICY = f"# Privacy\n\nLast updated: May 1, 2024\n\n{BODY}"


def difference(old: str, new: str, *, later: datetime = DAY) -> tuple[str, str]:
    found = compare(Text(old, DAY, "en"), Text(new, later, "en"))
    return found.noise_class, found.rule


def edited(before: str, after: str) -> str:
    assert before in POLICY
    return POLICY.replace(before, after)


def test_a_new_link_target_under_the_same_text_is_noise() -> None:
    old, new = (edited("settings", f"[settings](https://nimbusfox.example/r/{n})") for n in "ab")
    assert difference(old, new) == ("link_only", "same_text")


def test_a_new_path_of_a_link_shown_in_the_text_is_noise_but_a_new_site_is_not() -> None:
    old, new, other = (
        edited("settings", f"settings at {link}")
        for link in (
            "https://nimbusfox.example/en/set",
            "https://nimbusfox.example/set",
            "https://otterly.example/set",
        )
    )
    assert difference(old, new) == ("link_only", "shown_link")
    assert difference(old, other)[0] == "substantive"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Privacy", "Privacy\n======="),
        ("your name", "**your name**"),
        ("what you upload", "“what\u00a0you upload”".replace("“", "").replace("”", "")),
        ("# Privacy", "# Privacy\n\n…"),
        ("# Privacy", "# Privacy\n\nSelect language\n\nEnglish"),
        ("the settings", "the settings (opens in a new window)"),
    ],
)
def test_markup_and_words_of_the_interface_are_noise(before: str, after: str) -> None:
    assert difference(POLICY, edited(before, after))[0] == "markup_only"


def test_curly_quotes_are_the_same_quotes() -> None:
    assert (
        difference(edited("unless you", "unless you don't"), edited("unless you", "unless you don’t"))[0]
        == "markup_only"
    )


@pytest.mark.parametrize("rewritten", ["1 May 2024", "2024-05-01", "May 1st, 2024"])
def test_the_same_date_written_otherwise_is_noise(rewritten: str) -> None:
    assert difference(POLICY, edited("May 1, 2024", rewritten)) == ("date_only", "dates_rewritten")


def test_a_copyright_year_and_an_age_are_noise() -> None:
    old, new = (
        f"{POLICY}\n\nUpdated {ages}\n\n© {year} Nimbusfox Ltd"
        for ages, year in (("3 days ago", 2024), ("4 days ago", 2025))
    )
    assert difference(old, new) == ("date_only", "age_or_copyright")


def test_the_date_of_the_visit_is_noise() -> None:
    old, new = (
        f"{POLICY}\n\nPrinted for you, the reader, by this web site on {day} May 2024" for day in (6, 9)
    )
    later = DAY.replace(day=9)
    assert difference(old, new, later=later) == ("date_only", "follows_calendar")


def test_a_new_date_of_the_document_alone_is_editorial() -> None:
    assert difference(POLICY, edited("May 1, 2024", "June 3, 2024")) == ("editorial", "new_date")


def test_a_new_date_in_the_text_is_a_change() -> None:
    old, new = (edited("at any time", f"until {day} March 2027") for day in (1, 31))
    assert difference(old, new) == ("substantive", "date_in_text")


def test_a_hidden_address_is_noise_and_another_address_a_change() -> None:
    shown, hidden, other = (
        edited("ask us", f"ask us under {address}")
        for address in (
            "ada@nimbusfox.example",
            "[\\[email protected\\]](/cdn-cgi/l/email-protection#1)",
            "bob@nimbusfox.example",
        )
    )
    assert difference(shown, hidden) == difference(hidden, shown) == ("token_only", "hidden_address")
    assert difference(shown, other)[0] == "substantive"


def test_menus_above_and_below_the_text_are_noise() -> None:
    menu = "\n".join(f"- [{name}](/{name})" for name in ("Pricing", "Blog", "Careers", "Status", "Press"))
    assert difference(POLICY, f"{menu}\n\n{POLICY}") == ("navigation", "menu")
    assert difference(POLICY, f"{POLICY}\n\n### Company\n\n{menu}") == ("navigation", "menu")


def test_a_link_inside_the_text_is_no_menu() -> None:
    paragraphs = BODY.split("\n\n")
    linked = "\n\n".join([paragraphs[0], "- [Otter Analytics](https://otterly.example)", *paragraphs[1:]])
    assert difference(POLICY, POLICY.replace(BODY, linked))[0] == "substantive"


def test_a_text_shown_twice_is_noise() -> None:
    long = "\n\n".join(f"Rule {n}: {BODY}" for n in range(8))
    assert difference(long, f"{long}\n\n{long}")[0] == "navigation"


def test_the_same_lines_in_another_order_are_noise() -> None:
    paragraphs = BODY.split("\n\n")
    assert difference(BODY, "\n\n".join(reversed(paragraphs))) == ("reorder_only", "same_lines")


@pytest.mark.parametrize(
    "after", ["We Collect your name", "We collect your name,", "1. We collect your name"]
)
def test_case_punctuation_and_numbering_are_editorial(after: str) -> None:
    assert difference(POLICY, edited("We collect your name", after)) == ("editorial", "case_or_punctuation")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("thirty days", "sixty days"),
        ("do not use", "use"),
        ("your name", "your name, your contacts"),
        ("within two weeks", "within three weeks"),
        ("agree to it", "disagree with it"),
        ("You may ask us", "You must ask us"),
    ],
)
def test_one_word_can_be_a_change(before: str, after: str) -> None:
    assert difference(POLICY, edited(before, after)) == ("substantive", "text")


def test_an_item_added_to_a_list_is_a_change_even_if_the_word_stands_elsewhere() -> None:
    old = (
        f"{BODY}\n\nWe share with partners, who may use it for their own ends, only the following:\n\n- Name\n\n"
        + BODY
    )
    assert (
        difference(
            old.replace("We collect", "- Address\n\nWe collect", 1),
            old.replace("- Name", "- Name\n- Address").replace("We collect", "- Address\n\nWe collect", 1),
        )[0]
        == "substantive"
    )


def test_another_label_for_the_same_date_is_no_new_wording() -> None:
    new = edited("Last updated: May 1, 2024", "**Last revised on May 1st, 2024**")
    assert difference(POLICY, new) == ("editorial", "case_or_punctuation")
    told = edited("Last updated: May 1, 2024", "We sell your data since May 1, 2024")
    assert difference(POLICY, told)[0] == "substantive"


def test_headings_numbered_in_another_way_are_no_new_wording() -> None:
    old = POLICY.replace("# Privacy", "# Privacy\n\n1\\. What we collect")
    new = POLICY.replace("# Privacy", "# Privacy\n\nArticle 1 – What we collect")
    assert difference(old, new) == ("editorial", "case_or_punctuation")
    assert difference(old, new.replace("Article 1 –", "Article 1 of the law:"))[0] == "substantive"
