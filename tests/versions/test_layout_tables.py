"""Pages built of tables before there were style sheets: the page is read, tables of data stay tables."""

from __future__ import annotations

from tests.versions import pages
from tests.versions.pages import PARAGRAPH

MENU = "<td><a href='/lifts'>Lifts</a><br><a href='/boats'>Boats</a><br>High water: 18.05<br></td>"
PAGE = "".join(f"<b>{number}. A clause</b><br><br>{PARAGRAPH}<br><br>" for number in range(1, 9))


def markdown_of(html: str) -> str:
    return pages.read(html).markdown


def test_a_page_in_a_table_is_read_as_paragraphs_without_the_cells_around_it() -> None:
    markdown = markdown_of(
        f"<table><tr><td colspan=2>Tuesday 14 January 2025</td></tr><tr>{MENU}<td>{PAGE}</td></tr></table>"
    )
    assert "|" not in markdown
    assert "Boats" not in markdown and "Tuesday" not in markdown
    assert markdown.count(PARAGRAPH.strip()) == 8
    assert "**1. A clause**\n\n" in markdown


def test_a_table_of_data_inside_a_table_for_layout_stays_a_table() -> None:
    data = "<table><tr><th>Data</th><th>Kept for</th></tr><tr><td>Name</td><td>90 days</td></tr></table>"
    markdown = markdown_of(f"<table><tr>{MENU}<td>{PAGE}{data}</td></tr></table>")
    assert "| Name | 90 days |" in markdown
    assert markdown.count("| Name |") == 1


def test_a_box_of_one_cell_is_no_table() -> None:
    assert "|" not in markdown_of(
        f"<p>{PARAGRAPH}</p><table><tr><td>Summary: we sell nothing.</td></tr></table>"
    )


def test_a_table_without_header_cells_whose_cells_say_alike_much_stays_a_table() -> None:
    rows = "".join(f"<tr><td>Purpose {number}</td><td>{PARAGRAPH}</td></tr>" for number in range(4))
    assert markdown_of(f"<p>{PARAGRAPH}</p><table>{rows}</table>").count("| Purpose") == 4
