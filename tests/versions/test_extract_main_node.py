"""Without a declaration the policy is found by itself, and the furniture of the page is left behind."""

from __future__ import annotations

import pytest

from tests.versions.pages import PARAGRAPH, body_of, policy, read

FURNITURE = {
    "a menu": "<nav><ul><li><a href=/a>Products</a><li><a href=/b>Pricing</a></ul></nav>",
    "a page header": "<header><a href=/>Home</a><button>Open menu</button></header>",
    "a page footer": "<footer><p>© Lanternfish Ltd</p><a href=/jobs>Careers</a></footer>",
    "a cookie dialog": "<div role=dialog><p>We use cookies to improve this site.</p><button>Accept</button></div>",
    "a consent banner": '<div id="cookie-banner"><p>Cookies make it nicer.</p><button>Reject all</button></div>',
    "breadcrumbs": '<div class="page-breadcrumbs"><a href=/>Home</a> / <a href=/legal>Legal</a></div>',
    "a skip link": '<a href="#main" class="skip-link">Skip to main content</a>',
    "text for screen readers": '<span class="sr-only">Link to a new window</span>',
    "a question about the page": "<div>Was this page helpful?</div>",
    "a button to copy": "<button>Copy link</button>",
    "a language menu": "<select><option>English<option>Deutsch</select>",
    "a contents list": "<ul><li><a href=#one>One</a><li><a href=#two>Two</a><li><a href=#three>Three</a></ul>",
    "code and styles": "<script>var a = '<p>text</p>'</script><style>p { color: red }</style><noscript>JS</noscript>",
}


@pytest.mark.parametrize("furniture", FURNITURE.values(), ids=FURNITURE.keys())
@pytest.mark.parametrize("place", ["before", "inside", "after"])
def test_furniture_is_left_out_wherever_it_stands(furniture: str, place: str) -> None:
    clean = read(policy("<p>You may delete it.</p>")).markdown
    page = {
        "before": policy("<p>You may delete it.</p>", before=furniture),
        "inside": policy(f"{furniture}<p>You may delete it.</p>"),
        "after": policy("<p>You may delete it.</p>", after=furniture),
    }[place]
    if place == "inside" and furniture in (FURNITURE["a page header"], FURNITURE["a page footer"]):
        pytest.skip("a header or footer of the main element may hold its title and date")
    assert read(page).markdown == clean


def test_a_page_of_plain_divs_gives_its_text_and_not_its_menu() -> None:
    page = (
        "<body><div><div class=x1><a href=/a>A</a> <a href=/b>B</a></div><div class=x2><div>"
        f"<h1>Terms</h1><p>{PARAGRAPH * 5}</p><p>{PARAGRAPH * 5}</p></div></div>"
        "<div class=x3><a href=/c>C</a> <a href=/d>D</a></div></div></body>"
    )
    assert read(page).markdown.splitlines()[0] == "# Terms"
    assert "](https" not in read(page).markdown


def test_a_title_outside_the_main_element_is_kept_with_the_date_beside_it() -> None:
    page = (
        f"<body><div><h1>Terms of Use</h1><p>Last updated: 3 May 2025</p></div>"
        f"<div><p>{PARAGRAPH * 5}</p><p>{PARAGRAPH * 5}</p></div></body>"
    )
    assert read(page).markdown.startswith(
        "# Terms of Use\n\nLast updated: 3 May 2025\n\nLanternfish collects"
    )


@pytest.mark.parametrize(
    "accordion",
    [
        "<h2><button aria-expanded=false aria-controls=p1>Your rights</button></h2><div id=p1 hidden>{}</div>",
        "<button class=accordion>Your rights</button><div class=panel style='display:none'>{}</div>",
        "<details><summary>Your rights</summary>{}</details>",
        "<div aria-hidden=true><h2>Your rights</h2>{}</div>",
    ],
)
def test_folded_answers_and_their_headings_are_part_of_the_policy(accordion: str) -> None:
    found = read(policy(accordion.format("<p>You may ask for a copy of your data at any time.</p>")))
    assert "Your rights" in found.markdown and "You may ask for a copy" in found.markdown


def test_an_older_version_hidden_behind_a_menu_is_left_out() -> None:
    clauses = [f"<p>Clause {n}: {PARAGRAPH}</p>" for n in range(40)]
    old = "".join(clauses[:30]) + f"<p>This sentence only the old version had. {PARAGRAPH}</p>"
    page = policy("".join(clauses), after="").replace(
        "</main>", f"<div style='display: none'><h1>Old version</h1>{old}</div></main>"
    )
    found = read(page)
    assert "Clause 39" in found.markdown and "only the old version" not in found.markdown
    assert "left out hidden copies of the text" in found.notes


def test_hidden_text_that_stands_nowhere_else_stays() -> None:
    panels = "".join(f"<p>Answer {n}: {PARAGRAPH} ({n})</p>" for n in range(40))
    assert "Answer 39" in read(policy(f"<div hidden>{panels}</div>")).markdown


def test_a_class_name_that_merely_contains_a_widgets_name_costs_no_clause() -> None:
    clauses = "".join(
        f'<div class="{name}"><p>Clause of {name}. {PARAGRAPH * 2}</p></div>'
        for name in ("sticky-top", "text-nav-large", "modal-free", "cookie-policy", "share-data-section")
    )
    found = read(policy(clauses))
    assert found.markdown.count("Clause of") == 5


def test_a_policy_about_cookies_is_not_taken_for_a_cookie_banner() -> None:
    page = (
        '<body><div id="cookie-notice-container"><h1>Cookie Notice</h1>'
        f"<p>{PARAGRAPH * 9}</p><button>Change my choice</button></div></body>"
    )
    assert "# Cookie Notice" in read(page).markdown


def test_no_rule_takes_a_large_part_of_the_text_however_it_is_named() -> None:
    page = f'<body><div class="sidebar menu popup"><p>{PARAGRAPH * 9}</p></div><p>Short.</p></body>'
    assert PARAGRAPH.strip() in read(page).markdown


def test_related_articles_at_the_end_go_but_a_list_the_text_announces_stays() -> None:
    links = "".join(f'<li><a href="/help/{n}">Help article number {n}</a></li>' for n in range(5))
    related = read(policy(f"<section><h3>Related articles</h3><ul>{links}</ul></section>"))
    assert body_of(related) == ""
    announced = read(policy(f"<p>Our other policies are:</p><ul>{links}</ul>"))
    assert body_of(announced).count("Help article") == 5


def test_a_page_with_hardly_any_text_gives_what_there_is() -> None:
    found = read("<html><body><p>Page not found</p></body></html>")
    assert (found.markdown, found.words) == ("Page not found", 3)


def test_a_page_without_text_gives_an_empty_markdown_and_a_note() -> None:
    found = read('<html><body><div id="root"></div><script>boot()</script></body></html>')
    assert (found.markdown, found.words, found.language) == ("", 0, None)
    assert found.notes[-1] == "no text was found"


def test_a_page_of_nothing_but_links_gives_all_of_them() -> None:
    page = "<body><div><a href=/a>Terms</a></div><div><a href=/b>Privacy</a></div></body>"
    assert [line.partition("]")[0] for line in read(page).markdown.split("\n\n")] == ["[Terms", "[Privacy"]


def test_an_empty_main_element_is_not_believed() -> None:
    page = "<body><main></main><div><a href=/a>Terms of Lanternfish</a></div></body>"
    assert "Terms of Lanternfish" in read(page).markdown
