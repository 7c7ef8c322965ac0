"""Importing an Open Terms Archive history: complete, in order, with its licence, only what is new."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assets.archive import Archive
from assets.captures.ota_import import import_ota
from assets.errors import InputError
from assets.home import Home

Repository = Callable[[Sequence[tuple[str, str, dict[str, str | None]]]], Path]

README = (
    "# Versions of terms from the *Harbour Test* collection\n\nDistributed under an ODC-BY 1.0 license, "
    "as long as you attribute the resulting works to *Harbour archivists*.\n"
)
FIRST = (
    "2024-01-02T10:00:00+01:00",
    "First record of Lumora Privacy Policy",
    {"Lumora/Privacy Policy.md": "One."},
)
SECOND = ("2024-01-01T10:00:00+00:00", "Apply technical upgrade", {"Lumora/Privacy Policy.md": "Two."})
THIRD = ("2024-03-01T10:00:00+00:00", "Record new changes", {"Lumora/Privacy Policy.md": "Three."})


def recorded(home: Home) -> list[dict[str, object]]:
    return [r.data for r in Archive(home).ledger.read() if r.kind == "observation"]


def test_every_version_comes_with_its_own_date_in_the_order_of_the_graph(
    home: Home, versions_repository: Repository
) -> None:
    folder = versions_repository(
        [("2024-01-01T00:00:00+00:00", "Start", {"README.md": README}), FIRST, SECOND, THIRD]
    )
    report = import_ota(Archive(home), str(folder))
    rows = recorded(home)
    assert (report.read, report.added, report.documents, report.problems) == (3, 3, 1, [])
    assert [r["observed_at"] for r in rows] == [
        "2024-01-02T09:00:00+00:00",
        "2024-01-01T10:00:00+00:00",
        "2024-03-01T10:00:00+00:00",
    ]
    assert [r["sequence"] for r in rows] == [2, 3, 4], (
        "dates have inversions, the order of the graph has none"
    )
    assert [Archive(home).bodies.get(str(r["content_sha256"])) for r in rows] == [b"One.", b"Two.", b"Three."]


def test_name_licence_and_attribution_are_read_from_the_collection(
    home: Home, versions_repository: Repository
) -> None:
    folder = versions_repository([("2024-01-01T00:00:00+00:00", "Start", {"README.md": README}), FIRST])
    import_ota(Archive(home), str(folder))
    collection = next(r.data for r in Archive(home).ledger.read() if r.kind == "collection")
    assert collection["collection_id"] == "harbour-test"
    assert (collection["licence"], collection["attribution"]) == ("ODC-By-1.0", "Harbour archivists")


def test_a_second_import_adds_nothing_and_a_third_only_what_is_new(
    home: Home, versions_repository: Repository
) -> None:
    folder = versions_repository([FIRST, SECOND])
    import_ota(Archive(home), str(folder))
    assert import_ota(Archive(home), str(folder)).added == 0
    versions_repository([THIRD])
    report = import_ota(Archive(home), str(folder))
    assert (report.added, report.known) == (1, 2)
    assert [r["sequence"] for r in recorded(home)] == [1, 2, 3]


def test_older_history_that_arrives_later_comes_before_what_is_there(
    home: Home, versions_repository: Repository, tmp_path: Path
) -> None:
    folder = versions_repository([FIRST, SECOND, THIRD])
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{folder}", str(shallow)], check=True)
    import_ota(Archive(home), str(shallow), collection_name="Harbour")
    import_ota(Archive(home), str(folder), collection_name="Harbour")
    by_sequence = sorted(recorded(home), key=lambda r: int(str(r["sequence"])))
    assert [Archive(home).bodies.get(str(r["content_sha256"])) for r in by_sequence] == [
        b"One.",
        b"Two.",
        b"Three.",
    ]


def test_a_merge_brings_nothing_twice(home: Home, versions_repository: Repository) -> None:
    folder = versions_repository([FIRST])

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Bot", "-c", "user.email=bot@archive.example"]
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)

    git("switch", "--quiet", "--create", "side")
    versions_repository([("2024-02-01T00:00:00+00:00", "Side", {"Lumora/Terms of Service.md": "Terms."})])
    git("switch", "--quiet", "main")
    versions_repository([THIRD])
    git("merge", "--quiet", "--no-edit", "side")
    assert import_ota(Archive(home), str(folder)).added == 3


def test_a_removed_document_is_a_fact_of_its_own(home: Home, versions_repository: Repository) -> None:
    removal = ("2024-04-01T00:00:00+00:00", "Remove", {"Lumora/Privacy Policy.md": None})
    folder = versions_repository([FIRST, removal])
    import_ota(Archive(home), str(folder))
    assert [r["fetch_outcome"] for r in recorded(home)] == ["fetched", "removed"]


@pytest.mark.parametrize(
    "content, message",
    [(b"not a bundle", "cannot read it as a repository or bundle"), (None, "no such file or folder")],
)
def test_what_is_no_repository_is_named(
    home: Home, tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "some.bundle"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        import_ota(Archive(home), str(path))


def test_a_repository_without_versions_is_refused_with_what_was_expected(
    home: Home, versions_repository: Repository
) -> None:
    folder = versions_repository([("2024-01-01T00:00:00+00:00", "Start", {"README.md": "x"})])
    with pytest.raises(InputError, match=r"no version found.*Privacy Policy\.md"):
        import_ota(Archive(home), str(folder))


IMPORT = """
import sys
from assets.archive import Archive
from assets.captures.ota_import import import_ota
from assets.home import Home
import_ota(Archive(Home(sys.argv[1])), sys.argv[2])
"""


@pytest.mark.corpus
def test_the_bundle_comes_in_complete_also_when_killed_on_the_way(tmp_path: Path, corpus: Path) -> None:
    bundle = str(corpus / "genai-dev-versions.bundle")
    whole, killed = Home(tmp_path / "whole"), Home(tmp_path / "killed")
    assert import_ota(Archive(whole), bundle).added == 1665
    process = subprocess.Popen([sys.executable, "-c", IMPORT, str(killed.path), bundle])
    segment = killed.archive / "ledger"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and sum(p.stat().st_size for p in segment.glob("*.jsonl")) < 400_000:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = len(recorded(killed))
    assert 0 < before < 1665, "the kill must land in the middle for this to test anything"
    import_ota(Archive(killed), bundle)
    assert recorded(killed) == recorded(whole)
    assert import_ota(Archive(killed), bundle).added == 0
    assert list(Archive(killed).ledger.verify()) == []
    assert len({str(r["document_id"]) for r in recorded(killed)}) == 79
