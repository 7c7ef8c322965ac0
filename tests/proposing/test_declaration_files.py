"""A proposed document put into a file: a new one, or one somebody wrote, whose comments and order stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.errors import HomeUnusable, InputError
from assets.home import Home
from assets.proposing.declaration_text import (
    DocumentPresent,
    ProposedDocument,
    ProposedPage,
    extended_file,
    new_file,
)
from assets.proposing.writing import draft_file, put_in_place
from assets.sources.registry import find_platform, load_platforms

PRIVACY = ProposedDocument(
    "Privacy Policy", (ProposedPage("https://lumora.example/privacy", ("#content",), ("nav", ".share")),)
)
OWN = """\
# ours; see the ticket
name: Lumora   # the labs
documents:
    # looked at by hand in May
    Terms of Service: https://lumora.example/terms

    Trackers Policy:
        fetch: https://lumora.example/cookies
        select: main   # stable for years

# what there is not
none:
  Imprint: 2026-05-01
"""


def read(folder: Path) -> dict[str, object]:
    platforms, problems = load_platforms(folder)
    assert problems == []
    platform = find_platform(platforms, "Lumora")
    return {one.terms_type: one.sources for one in platform.declarations}


def test_a_new_file_reads_back_as_it_was_proposed(tmp_path: Path) -> None:
    pages = tuple(ProposedPage(f"https://lumora.example/rules/{n}", ("article",)) for n in (1, 2))
    apart = (pages[0], ProposedPage("https://lumora.example/annex", (".text", "h1")))
    documents = [
        PRIVACY,
        ProposedDocument("Community Guidelines", pages, private_address=True),
        ProposedDocument("Imprint", apart),
    ]
    (tmp_path / "lumora.yaml").write_text(
        new_file("Lumora", "https://lumora.example", documents), encoding="utf-8"
    )
    declared = read(tmp_path)
    assert list(declared) == ["Privacy Policy", "Community Guidelines", "Imprint"]
    for document in documents:
        sources = declared[document.terms_type]
        assert [(s.url, s.select, s.remove, s.private_address) for s in sources] == [  # type: ignore[attr-defined]
            (page.url, page.select, page.remove, document.private_address) for page in document.pages
        ]


def test_a_file_is_extended_below_its_last_document_and_every_other_line_stays() -> None:
    after = extended_file(OWN, PRIVACY)
    assert [line for line in after.splitlines() if line not in OWN.splitlines()] == [
        "    Privacy Policy:",
        "      fetch: https://lumora.example/privacy",
        "      select: '#content'",
        "      remove: [nav, .share]",
    ]
    kept = iter(after.splitlines())
    assert all(line in kept for line in OWN.splitlines())
    assert (
        after.index("Trackers Policy") < after.index("Privacy Policy:") < after.index("# what there is not")
    )


def test_a_document_that_is_there_is_replaced_only_if_somebody_says_so() -> None:
    cookies = ProposedDocument("Trackers Policy", (ProposedPage("https://lumora.example/new-cookies"),))
    with pytest.raises(
        DocumentPresent, match=r"the file:7: a Trackers Policy is declared there already.*--yes"
    ):
        extended_file(OWN, cookies)
    after = extended_file(OWN, cookies, replace=True)
    assert (
        "https://lumora.example/cookies" not in after
        and "    Trackers Policy: https://lumora.example/new-cookies\n" in after
    )
    assert "# looked at by hand in May" in after and "none:\n  Imprint: 2026-05-01" in after


def test_a_file_in_another_form_is_left_alone_and_the_lines_are_given() -> None:
    with pytest.raises(
        InputError, match=r"by hand:\n  Privacy Policy:\n    fetch: https://lumora\.example/privacy"
    ):
        extended_file("name: Lumora\ndocuments: {Terms of Service: https://lumora.example/terms}\n", PRIVACY)


def test_writing_makes_a_live_home_and_extends_its_file_the_next_time(home: Home) -> None:
    draft = draft_file(home, "Lumora", "https://lumora.example", [PRIVACY])
    assert not home.path.exists()
    put_in_place(home, draft)
    assert home.kind == "live" and [*read(home.platforms)] == ["Privacy Policy"]
    terms = ProposedDocument("Terms of Service", (ProposedPage("https://lumora.example/terms"),))
    put_in_place(home, draft_file(home, "lumora", "", [terms]))
    assert [*read(home.platforms)] == ["Privacy Policy", "Terms of Service"]
    assert [path.name for path in home.platforms.iterdir()] == ["lumora.yaml"]


def test_a_platform_that_ships_is_copied_whole_before_it_is_extended(home: Home) -> None:
    imprint = ProposedDocument("Imprint", (ProposedPage("https://www.spotify.com/imprint"),))
    draft = draft_file(home, "Spotify", "", [imprint])
    assert "copy of the file that ships" in draft.made_from
    put_in_place(home, draft)
    [spotify], _ = load_platforms(home.platforms)
    assert {"Imprint", "Privacy Policy", "Terms of Service"} <= {
        one.terms_type for one in spotify.declarations
    }


def test_what_would_not_be_right_is_not_written_and_a_sample_home_takes_nothing(home: Home) -> None:
    home.platforms.mkdir(parents=True)
    (home.platforms / "lumora.yaml").write_text("name: [\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"lumora\.yaml is there and declares no platform Lumora"):
        draft_file(home, "Lumora", "", [PRIVACY])
    with pytest.raises(InputError, match=r"not written.*\n.*tarnfold\.yaml:\d: error"):
        draft_file(home, "Tarnfold", "", [ProposedDocument("Imprint", (ProposedPage("not an address"),))])
    home.claim("sample")
    with pytest.raises(HomeUnusable, match="invented"):
        put_in_place(home, draft_file(home, "Quibblenest", "", [PRIVACY]))


def test_an_open_terms_archive_file_is_not_rewritten(home: Home) -> None:
    home.platforms.mkdir(parents=True)
    (home.platforms / "Lumora.json").write_text(
        '{"name": "Lumora", "terms": {"Terms of Service": {"fetch": "https://lumora.example/terms", "select": "main"}}}',
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=r"Lumora\.json is in the form of Open Terms Archive"):
        draft_file(home, "Lumora", "", [PRIVACY])
