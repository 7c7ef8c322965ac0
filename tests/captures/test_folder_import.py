"""Importing private documents: files of any usual kind, dated by a CSV that may have mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.archive import Archive
from assets.captures.folder_import import FolderReport, import_folder
from assets.errors import InputError
from assets.home import Home
from assets.sources.recording import Collection


def bring_in(home: Home, folder: Path) -> FolderReport:
    return import_folder(Archive(home), folder, collection=Collection("private", "folder"))


def test_files_come_in_at_the_date_the_manifest_gives(home: Home, tmp_path: Path) -> None:
    (tmp_path / "terms.md").write_text("# Terms\n\nYou may not.")
    (tmp_path / "manifest.csv").write_text(
        "file,platform,terms_type,date,url\nterms.md,Quillmark Vendor,Terms of Service,2026-03-01,https://q.example/t\n"
    )
    assert bring_in(home, tmp_path).added == 1
    data = next(r.data for r in Archive(home).ledger.read() if r.kind == "observation")
    assert (data["document_id"], data["observed_at"]) == (
        "quillmark-vendor/terms-of-service",
        "2026-03-01T00:00:00+00:00",
    )
    assert (data["format"], data["url"]) == ("markdown", "https://q.example/t")
    assert bring_in(home, tmp_path).added == 0


def test_every_mistake_is_named_with_its_line_and_the_rest_comes_in(home: Home, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("text")
    (tmp_path / "manifest.csv").write_text(
        "file,platform,terms_type,date\n"
        "a.md,Quillmark,Terms of Service,2026-03-01\n"
        "missing.pdf,Quillmark,Terms of Service,2026-03-01\n"
        "a.md,Quillmark,Terms of Service,1 March\n"
        "a.md,,Terms of Service,2026-03-01\n"
        "../escape.md,Quillmark,Terms of Service,2026-03-01\n"
    )
    report = bring_in(home, tmp_path)
    assert (report.read, report.added) == (5, 1)
    assert sorted(p.split(": ")[0] for p in report.problems) == [f"manifest.csv:{n}" for n in (3, 4, 5, 6)]
    assert any("'1 March' is not of the form 2026-03-01" in p for p in report.problems)


def test_without_a_manifest_the_message_shows_one(home: Home, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"file,platform,terms_type,date"):
        bring_in(home, tmp_path)


def test_a_missing_column_is_named(home: Home, tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,platform,date\n")
    with pytest.raises(InputError, match=r"manifest\.csv:1: the column 'terms_type' is missing"):
        bring_in(home, tmp_path)


@pytest.mark.parametrize(
    "written, meant",
    [
        ("Terms of Servce", "Terms of Service"),
        ("privacy policy", "Privacy Policy"),
        ("PrivacyPolicy", "Privacy Policy"),
        ("Cookie Policy", "Trackers Policy"),
    ],
)
def test_a_misspelt_terms_type_is_skipped_and_answered_with_the_one_that_was_meant(
    home: Home, tmp_path: Path, written: str, meant: str
) -> None:
    (tmp_path / "a.md").write_text("text")
    (tmp_path / "manifest.csv").write_text(
        "file,platform,terms_type,date\n"
        "a.md,Quillmark,Privacy Policy,2026-03-01\n"
        f"a.md,Quillmark,{written},2026-03-02\n"
    )
    report = bring_in(home, tmp_path)
    assert report.added == 1
    [problem] = report.problems
    assert problem.startswith("manifest.csv:3: ")
    assert repr(written) in problem and f"did you mean {meant}?" in problem


@pytest.mark.parametrize("name", ["Master Services Agreement", "Order Form", "Data Sharing Agreement"])
def test_a_terms_type_of_its_own_comes_in(home: Home, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.md").write_text("text")
    (tmp_path / "manifest.csv").write_text(
        f"file,platform,terms_type,date\na.md,Quillmark,{name},2026-03-01\n"
    )
    report = bring_in(home, tmp_path)
    assert (report.added, report.problems) == (1, [])
