"""Replaying raw captures: each at its own time, under the declaration of that time; bad rows named and skipped."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.archive import Archive
from assets.captures.capture_import import CaptureReport, import_captures
from assets.captures.formats import body_format
from assets.errors import InputError
from assets.home import Home
from assets.sources.model import Declaration, Platform, SourceDocument
from assets.sources.recording import Collection

URL = "https://www.lumora.example/privacy"
TODAY = Declaration("Lumora", "Privacy Policy", (SourceDocument("main", URL, ("main",)),))
BEFORE = Declaration(
    "Lumora",
    "Privacy Policy",
    (SourceDocument("main", "https://lumora.example/old-privacy", ("#old",)),),
    valid_until=datetime(2025, 6, 1, tzinfo=UTC),
)
LUMORA = Platform("Lumora", (TODAY, BEFORE))


def row(folder: Path, body: bytes, at: str, **changed: Any) -> dict[str, Any]:
    sha256 = hashlib.sha256(body).hexdigest()
    (folder / sha256).write_bytes(body)
    return {
        "service": "Lumora",
        "terms_type": "Privacy Policy",
        "source_document": None,
        "url": URL,
        "fetched_at": at,
        "fetcher": "test",
        "content_type": "text/html",
        "bytes": len(body),
        "sha256": sha256,
        "file": sha256,
        **changed,
    }


def replay(home: Home, folder: Path, rows: list[dict[str, Any] | str]) -> CaptureReport:
    manifest = folder / "captures.jsonl"
    manifest.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
    return import_captures(
        Archive(home), manifest, platforms=[LUMORA], collection=Collection("captures", "captures")
    )


def recorded(home: Home) -> list[dict[str, Any]]:
    return [r.data for r in Archive(home).ledger.read() if r.kind == "observation"]


def test_a_capture_is_recorded_under_the_declaration_in_force_at_its_own_time(
    home: Home, tmp_path: Path
) -> None:
    report = replay(
        home,
        tmp_path,
        [
            row(tmp_path, b"<main>new", "2025-06-02T00:00:00Z"),
            row(tmp_path, b"<main>old", "2025-06-01T00:00:00Z"),
        ],
    )
    old, new = recorded(home)
    assert (report.added, report.problems) == (2, [])
    assert (old["declaration_sha256"], new["declaration_sha256"]) == (BEFORE.sha256, TODAY.sha256)
    assert Archive(home).bodies.get(old["declaration_sha256"]) == BEFORE.canonical()


def test_a_second_replay_adds_nothing(home: Home, tmp_path: Path) -> None:
    rows: list[dict[str, Any] | str] = [row(tmp_path, b"<main>a", "2026-01-01T00:00:00Z")]
    replay(home, tmp_path, rows)
    assert (replay(home, tmp_path, rows).added, replay(home, tmp_path, rows).known) == (0, 1)


def test_bad_rows_are_named_by_line_and_the_rest_goes_on(home: Home, tmp_path: Path) -> None:
    good = row(tmp_path, b"<main>good", "2026-01-01T00:00:00Z")
    missing = {**good, "file": "nowhere.html"}
    altered = {**row(tmp_path, b"<main>x", "2026-01-02T00:00:00Z"), "sha256": "ab" * 32}
    outside = {**good, "file": "../../etc/passwd"}
    report = replay(home, tmp_path, ["{not json", missing, altered, outside, '{"service": "x"}', good])
    assert report.added == 1
    assert [p.split(": ")[0] for p in sorted(report.problems)] == [
        f"captures.jsonl:{n}" for n in (1, 2, 3, 4, 5)
    ]
    assert "body nowhere.html is missing" in " ".join(report.problems)
    assert "has the hash" in " ".join(report.problems)


def test_an_attempt_that_brought_no_page_is_a_fact_too(home: Home, tmp_path: Path) -> None:
    failed = {
        **row(tmp_path, b"", "2026-01-01T00:00:00Z"),
        **{"file": None, "sha256": None, "outcome": "network_error", "reason": "connection timed out"},
    }
    replay(home, tmp_path, [failed])
    assert recorded(home)[0]["fetch_outcome"] == "network_error"
    assert recorded(home)[0]["fetch_reason"] == "connection timed out"


def test_an_http_error_is_told_from_a_page(home: Home, tmp_path: Path) -> None:
    replay(home, tmp_path, [row(tmp_path, b"<h1>Gone", "2026-01-01T00:00:00Z", status=410)])
    assert (recorded(home)[0]["fetch_outcome"], recorded(home)[0]["http_status"]) == ("http_error", 410)


def test_bodies_may_lie_in_a_tar_archive_of_the_same_name(home: Home, tmp_path: Path) -> None:
    body = b"<main>packed"
    sha256 = hashlib.sha256(body).hexdigest()
    with tarfile.open(tmp_path / "captures.tar.xz", "w:xz") as tar:
        member = tarfile.TarInfo(f"blobs/{sha256}.html")
        member.size = len(body)
        tar.addfile(member, io.BytesIO(body))
    packed = {**row(tmp_path, body, "2026-01-01T00:00:00Z"), "file": f"blobs/{sha256}.html"}
    assert replay(home, tmp_path, [packed]).added == 1
    assert Archive(home).bodies.get(sha256) == body


def test_a_manifest_that_is_none_says_what_was_expected(home: Home, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Expected a JSON object a line with at least service, terms_type"):
        replay(home, tmp_path, ["service,terms_type"])


@pytest.mark.parametrize(
    "body, content_type, name, expected",
    [
        (b"%PDF-1.7 ...", "text/html", "terms.html", "pdf"),
        (b"PK\x03\x04...", None, "contract.docx", "docx"),
        (b"# Terms", "text/markdown; charset=utf-8", "terms", "markdown"),
        (b"# Terms", None, "terms.md", "markdown"),
        (b"<html>", "application/octet-stream", "https://a.example/terms", "html"),
    ],
)
def test_what_bytes_are_is_told_by_content_before_label(
    body: bytes, content_type: str | None, name: str, expected: str
) -> None:
    assert body_format(body, content_type, name) == expected
