"""A declaration says which part of a page is the policy; extraction reads exactly that part."""

from __future__ import annotations

import pytest

from assets.sources.model import RangeSelector, SourceDocument
from assets.versions import extract
from tests.versions.pages import URL, policy, read

TWO_PARTS = "<div id=intro><p>We sell nothing.</p></div><nav>Menu</nav><div class=part><p>You own your drafts.</p></div>"


def test_only_the_selected_element_is_read() -> None:
    found = read(policy(TWO_PARTS), {"select": ".part"})
    assert (found.markdown, found.extractor, found.notes) == ("You own your drafts.", "selectors", ())


def test_selected_elements_stand_in_declared_order_not_in_that_of_the_page() -> None:
    found = read(policy(TWO_PARTS), {"select": [".part", "#intro"]})
    assert found.markdown == "You own your drafts.\n\nWe sell nothing."


def test_a_match_inside_another_match_does_not_double_the_text() -> None:
    found = read(policy(TWO_PARTS), {"select": ["#intro p", "div", "#intro"]})
    assert found.markdown.count("We sell nothing.") == 1


def test_removed_elements_are_gone_before_anything_is_selected() -> None:
    page = policy("<section><p>Kept.</p><p class=ad>Buy now!</p></section>")
    assert read(page, {"select": "section", "remove": [".ad", ".not-there"]}).markdown == "Kept."


def test_a_selector_that_matches_nothing_is_noted_while_the_others_are_read() -> None:
    found = read(policy(TWO_PARTS), {"select": ["#gone", ".part"]})
    assert found.markdown == "You own your drafts."
    assert found.notes == ("selector '#gone' matched nothing",)


def test_where_no_selector_matches_the_main_node_is_read_and_the_notes_say_so() -> None:
    found = read(policy(TWO_PARTS), {"select": "#gone"})
    assert found.extractor == "main_node" and "We sell nothing." in found.markdown
    assert found.notes == (
        "selector '#gone' matched nothing",
        "the declared selectors give no text: fell back to the main node",
    )


def test_what_is_not_css_is_noted_and_never_raises() -> None:
    found = read(policy(TWO_PARTS), {"select": "div:::x", "remove": "&&"})
    assert "remove: '&&' is not a CSS selector" in found.notes
    assert "select: 'div:::x' is not a CSS selector" in found.notes


RANGES = """<h1 id=t>Terms</h1><p>One</p><h2 id=a>A</h2><p>Two</p><ul><li>x</li><li id=m>y</li><li>z</li></ul>
<h2 id=b>B</h2><p>Three</p>"""


@pytest.mark.parametrize(
    ("boundaries", "expected"),
    [
        ({"startBefore": "#a", "endBefore": "#b"}, ["A", "Two", "x", "y", "z"]),
        ({"startAfter": "#a", "endAfter": "#b"}, ["Two", "x", "y", "z", "B"]),
        ({"startAfter": "#m", "endBefore": "#b"}, ["z"]),
        ({"startBefore": "main", "endBefore": "#a"}, ["Terms", "One"]),
        ({"startBefore": "#b", "endAfter": "main"}, ["B", "Three"]),
    ],
)
def test_a_range_reads_what_lies_between_its_boundaries(
    boundaries: dict[str, str], expected: list[str]
) -> None:
    found = read(f"<body><main>{RANGES}</main><footer>F</footer></body>", {"select": boundaries})
    assert [line.lstrip("#- ") for line in found.markdown.splitlines() if line] == expected


def test_a_range_can_be_removed_and_leaves_its_surroundings() -> None:
    page = f"<body><main>{RANGES}</main></body>"
    found = read(page, {"select": "main", "remove": {"startBefore": "#a", "endBefore": "#b"}})
    assert found.markdown == "# Terms\n\nOne\n\n## B\n\nThree"


def test_a_range_without_its_end_is_noted() -> None:
    found = read(policy(TWO_PARTS), {"select": [{"startBefore": "#intro", "endBefore": "#no"}, ".part"]})
    assert found.notes == ("selector from before '#intro' to before '#no' matched nothing",)


def test_a_combined_document_uses_the_entry_of_its_own_page_with_the_parent_as_default() -> None:
    declaration = {
        "select": "#intro",
        "combine": [
            {"fetch": "https://lanternfish.example/legal/terms", "select": ".part"},
            {"fetch": "https://www.lanternfish.example/legal/privacy/"},
        ],
    }
    assert read(policy(TWO_PARTS), declaration).markdown == "We sell nothing."
    other = read(policy(TWO_PARTS), declaration, url="https://lanternfish.example/legal/terms")
    assert other.markdown == "You own your drafts."


def test_a_source_document_says_the_same_as_the_mapping_it_was_read_from() -> None:
    source = SourceDocument(
        source_id="main",
        url=URL,
        select=(RangeSelector(start_before="#intro", end_before="nav"),),
        remove_query_params=("ref",),
    )
    page = policy('<div id=intro><a href="/terms?ref=mail&v=2">Terms</a></div><nav>Menu</nav>').encode()
    found = extract(page, URL, source, second_opinion=False)
    assert found.markdown == "[Terms](https://lanternfish.example/terms?v=2)"
    mapping = {
        "fetch": URL,
        "select": {"startBefore": "#intro", "endBefore": "nav"},
        "filter": [{"removeQueryParams": ["ref"]}],
    }
    assert extract(page, URL, mapping, second_opinion=False) == found
