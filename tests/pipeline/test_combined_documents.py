"""A document of two pages: one that is missing, walled or late holds its version back and never shortens it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from invented import PRIVACY
from stages import BOOKKEEPING, differences, tables, work_through

from assets.archive import Archive
from assets.captures.capture_import import import_captures
from assets.home import Home
from assets.sources.model import Declaration, Platform, SourceDocument
from assets.sources.recording import Collection
from assets.warehouse import Warehouse

MAIN, ANNEX = "privacy", "privacy-annex"
PAGES = {name: f"https://lumora.example/{name}" for name in (MAIN, ANNEX)}
LUMORA = Platform(
    "Lumora",
    (
        Declaration(
            "Lumora",
            "Privacy Policy",
            tuple(SourceDocument(name, url, ("main",)) for name, url in PAGES.items()),
        ),
    ),
)
TEXTS = {
    MAIN: [PRIVACY[name] for name in ("intro", "collect", "purpose", "training")],
    ANNEX: [PRIVACY[name] for name in ("sharing", "retention", "rights", "children", "contact")],
}
NEW_ANNEX = [line.replace("30 days", "90 days") for line in TEXTS[ANNEX]]
WALL = ["Just a moment. Verify that you are human to continue."]

Row = dict[str, Any]


def look(
    folder: Path, at: str, page: str, lines: list[str] | None = None, *, failed: str | None = None
) -> Row:
    """A manifest row: one attempt at one page; ``failed`` names what came instead of it."""
    row: Row = {"service": "Lumora", "terms_type": "Privacy Policy", "url": PAGES[page], "fetched_at": at}
    if failed:
        return {**row, "outcome": failed, "reason": "connection timed out"}
    paragraphs = "".join(
        f"<h2>{n}.</h2><p>{line}</p>" for n, line in enumerate(lines or TEXTS[page], start=1)
    )
    body = f"<html><title>Privacy Policy</title><main><h1>Privacy Policy</h1>{paragraphs}</main>".encode()
    name = f"{hashlib.sha256(body).hexdigest()}.html"
    (folder / name).write_bytes(body)
    return {**row, "file": name}


def replay(home: Home, folder: Path, *parts: list[Row]) -> None:
    """Import each part and work through it before the next comes."""
    for part in parts:
        manifest = folder / "manifest.jsonl"
        manifest.write_text("\n".join(map(json.dumps, part)), encoding="utf-8")
        import_captures(
            Archive(home, "test"), manifest, platforms=[LUMORA], collection=Collection("harbour", "captures")
        )
        work_through(home)


def seen(home: Home, query: str) -> list[Row]:
    warehouse = Warehouse(home)
    try:
        return warehouse.rows(query)
    finally:
        warehouse.close()


def versions(home: Home) -> list[str]:
    """The Markdown of each published version, oldest first."""
    return [row["markdown"] for row in seen(home, "SELECT markdown FROM versions ORDER BY version_no")]


def outcomes(home: Home) -> dict[str, str]:
    found = seen(
        home,
        "SELECT strftime(observed_at, '%m-%d ') || source_id AS look, outcome FROM observations ORDER BY observed_at",
    )
    return {row["look"]: row["outcome"] for row in found}


def test_both_pages_make_one_version_in_the_order_declared(home: Home, tmp_path: Path) -> None:
    replay(
        home,
        tmp_path,
        [look(tmp_path, "2025-01-01T10:00:05Z", MAIN), look(tmp_path, "2025-01-01T10:00:00Z", ANNEX)],
    )
    [markdown] = versions(home)
    assert markdown.index(TEXTS[MAIN][-1]) < markdown.index(TEXTS[ANNEX][0])
    sources = seen(home, "SELECT source_id, content_sha256 FROM ledger.version_sources ORDER BY 1")
    assert [row["source_id"] for row in sources] == [MAIN, ANNEX]


@pytest.mark.parametrize(
    "trouble, outcome",
    [({"failed": "network_error"}, "network_error"), ({"lines": WALL}, "blocked")],
    ids=["unreachable", "walled"],
)
def test_a_page_that_is_missing_once_holds_the_version_back_until_it_is_seen_again(
    home: Home, tmp_path: Path, trouble: Row, outcome: str
) -> None:
    first = [look(tmp_path, f"2025-01-01T10:00:0{n}Z", page) for n, page in enumerate(PAGES)]
    second = [
        look(tmp_path, "2025-02-01T10:00:00Z", MAIN, **trouble),
        look(tmp_path, "2025-02-01T10:00:05Z", ANNEX, NEW_ANNEX),
    ]
    replay(home, tmp_path, first, second)
    assert len(versions(home)) == 1, "what the annex says now is not published beside an old main page"
    assert outcomes(home)[f"02-01 {MAIN}"] == outcome
    assert outcomes(home)[f"02-01 {ANNEX}"] == "incomplete"
    [reason] = seen(home, "SELECT reason FROM observations WHERE outcome = 'incomplete'")
    assert MAIN in reason["reason"]

    third = [
        look(tmp_path, "2025-03-01T10:00:00Z", MAIN),
        look(tmp_path, "2025-03-01T10:00:05Z", ANNEX, NEW_ANNEX),
    ]
    replay(home, tmp_path, third)
    before, after = versions(home)
    assert "30 days" in before and "90 days" in after
    assert all(line in after for line in TEXTS[MAIN])


def test_a_version_was_last_seen_before_the_round_that_found_the_next(home: Home, tmp_path: Path) -> None:
    rounds = [
        look(
            tmp_path,
            f"2025-0{month}-01T10:00:0{n}Z",
            page,
            NEW_ANNEX if month == 3 and page == ANNEX else None,
        )
        for month in (1, 2, 3)
        for n, page in enumerate(PAGES)
    ]
    replay(home, tmp_path, rounds)
    days = seen(
        home, "SELECT strftime(last_seen, '%m-%d') AS last, change_class FROM versions ORDER BY version_no"
    )
    assert [row["last"] for row in days] == ["02-01", "03-01"]


def test_a_document_of_which_a_page_was_never_seen_is_not_captured(home: Home, tmp_path: Path) -> None:
    replay(
        home,
        tmp_path,
        [look(tmp_path, "2025-01-01T10:00:00Z", MAIN), look(tmp_path, "2025-02-01T10:00:00Z", MAIN)],
    )
    assert versions(home) == []
    [document] = seen(home, "SELECT coverage FROM documents")
    assert document["coverage"] == "not_captured"
    assert {row["stance"] for row in seen(home, "SELECT stance FROM answers")} == {"not_captured"}
    assert set(outcomes(home).values()) == {"incomplete"}


def test_a_round_whose_pages_arrive_in_two_parts_is_read_as_one(home: Home, tmp_path: Path) -> None:
    first = [look(tmp_path, f"2025-01-01T10:00:0{n}Z", page) for n, page in enumerate(PAGES)]
    new_main = [line.replace("fraud", "fraud and abuse") for line in TEXTS[MAIN]]
    main, annex = (
        look(tmp_path, "2025-02-01T10:00:00Z", MAIN, new_main),
        look(tmp_path, "2025-02-01T10:00:05Z", ANNEX, NEW_ANNEX),
    )
    in_one_go = Home(tmp_path / "in-one-go")
    replay(in_one_go, tmp_path, [*first, main, annex])
    replay(home, tmp_path, [first[0]], [first[1]], [main], [annex])
    assert len(versions(in_one_go)) == 2
    without = (*BOOKKEEPING, "chain_no")
    assert (
        differences(tables(in_one_go.warehouse, without=without), tables(home.warehouse, without=without))
        == {}
    )
