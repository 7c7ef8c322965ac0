"""Selectors for the policy on a page: tried, measured, and the simplest that lasts proposed."""

from __future__ import annotations

from found_pages import policy_page

from assets.proposing.selecting import find_selectors, try_selectors
from assets.sources.model import SourceDocument
from assets.versions.extraction import extract

URL = "https://lumora.example/legal/privacy"


def test_the_policy_is_selected_by_the_name_a_person_gave_it() -> None:
    selection = find_selectors(policy_page().encode(), URL)
    assert selection.chosen is not None and selection.chosen.select == ("#policy-content",)
    assert (selection.chosen.kept, selection.chosen.beyond) == (1.0, 0)
    tried = {selector for candidate in selection.candidates for selector in candidate.select}
    assert not {".css-1x2y3z", ".sc-bdVaJa", ".mx-auto"} & tried


def test_an_element_that_says_what_it_is_comes_before_a_name() -> None:
    page = (
        policy_page()
        .replace("<div class='sc-bdVaJa kXyZab'>", "<main>")
        .replace("</div></div>", "</div></main>")
    )
    chosen = find_selectors(page.encode(), URL).chosen
    assert chosen is not None and chosen.select == ("main",)


def test_a_menu_inside_the_policys_element_is_proposed_for_removal() -> None:
    menu = (
        "<nav class='side-menu'>"
        + "".join(f"<a href='/guide/{n}'>Guide number {n}</a> " for n in range(12))
        + "</nav>"
    )
    body = policy_page(inside=menu).encode()
    chosen = find_selectors(body, URL).chosen
    assert chosen is not None and chosen.remove == ("nav",)
    read = extract(body, URL, SourceDocument("main", URL, select=chosen.select, remove=chosen.remove))
    assert "Guide number" not in read.markdown and "We collect the personal information" in read.markdown


def test_where_only_made_up_names_hold_the_policy_no_selector_is_proposed() -> None:
    page = policy_page().replace("id='policy-content' ", "")
    selection = find_selectors(page.encode(), URL)
    assert selection.chosen is None and "30 days" in selection.plain.markdown


def test_a_selector_that_takes_in_too_little_or_too_much_is_measured_as_such() -> None:
    body = policy_page().encode()
    little = try_selectors(body, URL, ["h2"], []).chosen
    much = try_selectors(body, URL, ["body"], []).chosen
    assert little is not None and much is not None
    assert little.kept < 0.2 and little.matches == 6
    assert much.kept == 1.0 and much.beyond > 5 and much.link_share > 0
    assert try_selectors(body, URL, [".absent"], []).chosen is None
