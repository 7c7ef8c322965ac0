"""What differs between two texts of a document: ``diff`` between versions, days and what was judged to be noise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fixtures.homes import Imported
from fixtures.running import Termscape
from rich.console import Console

from assets.changes.comparing import Line
from assets.changes.model import Piece
from assets.changes.text_difference import Markup, lines_of_texts, markup_differences
from assets.home import Home
from orchestration import display
from orchestration.compared import Compared
from orchestration.difference import Difference
from orchestration.difference_page import LISTED_ABOVE, as_html

POLICY = ("ferrybell", "Privacy Policy")


def said(termscape: Termscape, home: Home, *arguments: object) -> str:
    """What ``diff`` prints that ends well."""
    done = termscape("diff", *arguments, "--home", home.path)
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def candidate(termscape: Termscape, home: Home, change_class: str) -> dict[str, Any]:
    """The first row of noise_ledger of a class that readers do not see."""
    query = f"FROM noise_ledger WHERE change_class = '{change_class}' AND status <> 'published' ORDER BY first_seen"
    row: dict[str, Any] = json.loads(termscape("sql", query, "--home", home.path, "--json").stdout)[0]
    return row


def test_removed_and_added_words_are_marked_and_the_reason_is_given(
    termscape: Termscape, sample_home: Home
) -> None:
    shown = termscape("diff", *POLICY, 1, 2, "--home", sample_home.path).stdout
    assert "[-" in shown and "{+" in shown
    assert "may share with the shops" in shown
    assert "\n    high: " in shown


@pytest.mark.parametrize(("no_color", "marked"), [(True, True), (False, False)])
def test_a_terminal_without_colour_gets_marks(
    termscape: Termscape, sample_home: Home, monkeypatch: pytest.MonkeyPatch, no_color: bool, marked: bool
) -> None:
    shown = StringIO()
    terminal = Console(file=shown, width=100, force_terminal=True, color_system="standard", no_color=no_color)
    monkeypatch.setattr(display, "out", terminal)
    termscape("diff", *POLICY, 1, 2, "--home", sample_home.path)
    assert ("{+" in shown.getvalue()) is marked
    assert ("\x1b[4" in shown.getvalue()) is not marked


def test_a_difference_read_backwards_says_so(termscape: Termscape, sample_home: Home) -> None:
    assert "Read backwards, from the newer to the older" in said(termscape, sample_home, *POLICY, 2, 1)
    assert "backwards" not in said(termscape, sample_home, *POLICY, 1, 2)
    assert "Both are the same text." in said(termscape, sample_home, *POLICY, 1, 1)


def test_a_day_says_which_version_it_means_and_that_nobody_looked(
    termscape: Termscape, sample_home: Home
) -> None:
    shown = said(termscape, sample_home, *POLICY, "2025-04-01", "2025-08-05")
    assert (
        "2025-04-01: version 1, first seen 2025-01-14 (between_two_versions: nobody saw it in between: it changed "
        "between 2025-03-11, when it was last seen, and 2025-08-05, when version 2 was first seen)." in shown
    )
    assert "2025-08-05: version 2, first seen 2025-08-05 (in_force: seen on that day)." in shown
    data = json.loads(termscape("diff", *POLICY, "2025-04-01", "--home", sample_home.path, "--json").stdout)
    assert data["asked"]["from"]["answer"] == "between_two_versions"
    assert data["from"]["version_no"] == 1


def test_a_day_in_a_collection_of_changes_is_inferred(termscape: Termscape, imported: Imported) -> None:
    shown = said(termscape, imported[0], "Lumora", "Privacy Policy", "2024-03-01", "2025-01-01")
    assert (
        "version 1, first seen 2024-01-01 (inferred: the collection records changes only; it changed" in shown
    )
    assert "2025-01-01: version 2, first seen 2024-06-01 (" in shown


@pytest.mark.parametrize("change_class", ["link_only", "date_only", "reorder_only"])
def test_noise_is_shown_beside_the_text_it_was_judged_against(
    termscape: Termscape, sample_home: Home, change_class: str
) -> None:
    row = candidate(termscape, sample_home, change_class)
    platform, terms = row["document_id"].split("/")
    shown = said(termscape, sample_home, platform, terms, row["version_id"])
    assert f"is noise: {change_class}, by the rule {row['rule']}" in shown
    whole = said(termscape, sample_home, platform, terms, row["compared_with"], row["version_id"])
    assert shown == whole


def test_links_that_lead_elsewhere_are_shown_with_both_targets(
    termscape: Termscape, sample_home: Home
) -> None:
    row = candidate(termscape, sample_home, "link_only")
    shown = said(termscape, sample_home, *row["document_id"].split("/"), row["version_id"])
    assert "no difference Beside the words: " in shown
    assert "[-http" in shown and "{+http" in shown


def test_a_text_that_is_held_can_be_looked_at(
    termscape: Termscape, sample_home: Home, tmp_path: Path
) -> None:
    row = candidate(termscape, sample_home, "loss")
    words = (*row["document_id"].split("/"), row["version_id"])
    assert "is held: loss, by the rule words_lost" in said(termscape, sample_home, *words)
    page = tmp_path / "held.html"
    said(termscape, sample_home, *words, "--html", page)
    assert "is held: loss" in page.read_text(encoding="utf-8")


def test_white_space_and_signs_nobody_sees_are_shown_where_nothing_else_differs() -> None:
    old, new = "# Terms\n\nBe kind.\n", "# Terms\n\nBe\u200b kind.\n"
    assert all(line.fate == "same" for line in lines_of_texts(old, new))
    assert markup_differences(old, new, same_words=True) == [Markup("markup", "Be… kind.", None, "\\u200b")]


def test_a_link_around_an_image_and_a_target_in_parentheses_are_links() -> None:
    old = "[![Logo](/a.png)](https://a.example/x) and [rules](https://a.example/r_(old) 'The rules')."
    new = "[![Logo](/b.png)](https://a.example/y) and [rules](https://a.example/r_(new))."
    assert markup_differences(old, new, same_words=True) == [
        Markup("image", "Logo", "/a.png", "/b.png"),
        Markup("link", "Logo", "https://a.example/x", "https://a.example/y"),
        Markup("link", "rules", "https://a.example/r_(old)", "https://a.example/r_(new)"),
    ]


class _Page(HTMLParser):
    """The tags of a page, the places its links jump to, and the ids there are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.jumps: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        assert not [name for name in given if name.startswith("on")]
        if tag == "a":
            self.jumps.append(given["href"] or "")
        if identity := given.get("id"):
            self.ids.add(identity)


def test_a_page_says_whose_text_it_is_when_it_changed_and_where_it_came_from(
    termscape: Termscape, sample_home: Home, tmp_path: Path
) -> None:
    page = tmp_path / "difference.html"
    said(termscape, sample_home, *POLICY, 1, 2, "--html", page)
    html = page.read_text(encoding="utf-8")
    assert "<h1>Ferrybell: Privacy Policy</h1>" in html
    assert (
        "Changed between 2025-03-11 (last seen) and 2025-08-05 (first seen), <strong>high significance"
        in html
    )
    assert "declares the date</th><td>2024-06-03</td><td>2024-06-03</td>" in html
    assert "Silent: it still declares 2024-06-03." in html
    assert "Source: " in html and "Licence: " in html and "Attribution: " in html
    assert "<code>~</code> modified" in html
    assert "<ins>" in html and "<del>" in html
    assert "<script" not in html and "http" not in html.split("<body>")[0]


def _difference(lines: list[Line]) -> Difference:
    def version(number: int) -> Compared:
        seen = datetime(2026, number, 1, tzinfo=UTC)
        return Compared({"version_id": f"v{number}", "version_no": number, "first_seen": seen})

    evil = "<script>alert(1)</script>\"'&"
    return Difference(
        document_id=evil,
        terms_type=evil,
        platform=evil,
        collection={"name": evil, "licence": evil, "attribution": evil, "url": "javascript:alert(1)"},
        before=version(1),
        after=version(2),
        steps=[],
        lines=lines,
        markup=[Markup("link", evil, "javascript:alert(2)", evil)],
        why={"block-1": {"change_class": "substantive", "significance": evil, "reason": evil}},
    )


def test_what_a_hostile_document_says_stays_text() -> None:
    evil = "<img src=x onerror=alert(3)> </section>"
    lines = [
        Line(f"block-{number}", "modified", "paragraph", (evil,), evil, (Piece("added", evil),))
        for number in range(1, LISTED_ABOVE + 2)
    ]
    page = _Page(as_html(_difference(lines), 1))
    assert not page.tags & {"script", "img"}
    assert all(jump.startswith("#block-") for jump in page.jumps)


def test_a_page_of_many_changes_begins_with_a_list_that_leads_to_each() -> None:
    lines = [
        Line(f"block-{number}", "added", "paragraph", (), None, (Piece("added", f"Rule {number}."),))
        for number in range(1, LISTED_ABOVE + 2)
    ]
    page = _Page(as_html(_difference(lines), 0))
    assert len(page.jumps) == LISTED_ABOVE + 1
    assert {jump.removeprefix("#") for jump in page.jumps} <= page.ids
    few = replace(_difference(lines[:LISTED_ABOVE]))
    assert not _Page(as_html(few, 0)).jumps


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("none/x.html", "there is no folder"),
        (".", "it is a folder"),
        ("file/x.html", "is a file, not a folder"),
    ],
)
@pytest.mark.parametrize("command", ["diff", "eval changes"])
def test_a_file_that_cannot_be_written_is_named_in_a_line(
    termscape: Termscape, sample_home: Home, tmp_path: Path, command: str, path: str, why: str
) -> None:
    (tmp_path / "file").touch()
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"path": "A/Terms of Service.md", "old_commit": "a1", "new_commit": "b2"}\n')
    words = (*command.split(), pairs, "--output") if command != "diff" else ("diff", *POLICY, "--html")
    done = termscape(*words, tmp_path / path, "--home", sample_home.path)
    assert done.returncode == 2
    assert why in done.stderr and done.stderr.count("\n") == 1


def test_a_page_may_go_to_standard_output_without_replacing_the_device(
    termscape_process: Termscape, sample_home: Home
) -> None:
    done = termscape_process("diff", *POLICY, 1, 2, "--html", "/dev/stdout", "--home", sample_home.path)
    assert done.stdout.startswith("<!doctype html>") and done.stdout.endswith("</html>\n")
