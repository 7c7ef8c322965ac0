"""Imports on the command line: what comes in, what is refused, and Ctrl-C on the way."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from command_files import PAGE
from fixtures.running import COMMAND, Termscape

from assets.archive import Archive
from assets.home import Home


def test_a_sample_home_takes_no_real_policies(
    termscape: Termscape, sample_home: Home, versions_repository: Callable[..., Path]
) -> None:
    folder = versions_repository(
        [("2024-01-01T00:00:00+00:00", "First", {"Lumora/Privacy Policy.md": "One."})]
    )
    said = termscape("import", "ota", "--versions", folder, "--home", sample_home.path)
    assert said.returncode == 73
    assert "invented" in said.stderr and "--home" in said.stderr


def test_a_home_of_real_policies_is_never_played_the_sample(
    termscape: Termscape, home: Home, versions_repository: Callable[..., Path]
) -> None:
    folder = versions_repository(
        [("2024-01-01T00:00:00+00:00", "First", {"Lumora/Privacy Policy.md": "One."})]
    )
    said = termscape("import", "ota", "--versions", folder, "--home", home.path, "--no-publish", "--json")
    assert (said.returncode, json.loads(said.stdout)["added"]) == (0, 1)
    assert home.kind == "live"
    with pytest.raises(Exception, match="belong in another home"):
        home.claim("sample")


def test_bad_rows_of_a_manifest_are_named_skipped_and_counted(
    termscape: Termscape, home: Home, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    good = {
        **{"service": "Lumora", "terms_type": "Terms of Service", "url": "https://lumora.example/terms"},
        **{"fetched_at": "2025-01-01T00:00:00Z", "file": "page.html"},
    }
    rows: list[Any] = [
        good,
        {**good, "file": "gone.html"},
        {**good, "sha256": "0" * 64},
        {"service": "Lumora"},
    ]
    manifest = tmp_path / "captures.jsonl"
    manifest.write_text("\n".join(map(json.dumps, rows)) + "\n{not json\n", encoding="utf-8")
    said = termscape("import", "captures", manifest, "--home", home.path, "--no-publish", "--json")
    assert said.returncode == 0
    report = json.loads(said.stdout)
    assert (report["added"], len(report["problems"])) == (1, 4)
    for line in (2, 3, 4, 5):
        assert f"captures.jsonl:{line}" in said.stderr
    assert "1 added" in said.stderr and "4 skipped" in said.stderr


def test_bad_rows_of_a_folders_csv_are_counted_and_end_in_an_error_after_the_good_ones_came_in(
    termscape: Termscape, home: Home, tmp_path: Path
) -> None:
    (tmp_path / "terms.md").write_text("# Terms\n\nYou own what you make.\n", encoding="utf-8")
    rows = ["terms.md,Lumora,Terms of Service,2026-03-01"]
    manifest = tmp_path / "manifest.csv"

    def imported() -> subprocess.CompletedProcess[str]:
        lines = ["file,platform,terms_type,date", *rows]
        manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return termscape("import", "folder", tmp_path, "--home", home.path, "--no-publish")

    right = imported()
    assert right.returncode == 0 and "1 document listed: 1 added, 0 known already, 0 skipped" in right.stderr
    rows += ["terms.md,Lumora,Privacy Policy,March", "gone.pdf,Lumora,Privacy Policy,2026-03-01"]
    wrong = imported()
    assert wrong.returncode == 2 and "3 documents listed: 0 added, 1 known already, 2 skipped" in wrong.stderr
    assert "manifest.csv:3" in wrong.stderr and "manifest.csv:4" in wrong.stderr


def test_an_import_that_no_run_could_publish_is_refused_before_it_begins(
    termscape: Termscape, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERMSCAPE_LEAVE_OUT", "sit")
    said = termscape("import", "folder", tmp_path, "--home", home.path)
    assert said.returncode == 2 and "TERMSCAPE_LEAVE_OUT: sit is no output" in said.stderr
    assert not home.path.exists()


def test_what_is_no_history_is_bad_input_and_leaves_no_trace_in_the_archive(
    termscape: Termscape, home: Home, tmp_path: Path
) -> None:
    (tmp_path / "some.bundle").write_bytes(b"not a bundle")
    said = termscape("import", "ota", "--versions", tmp_path / "some.bundle", "--home", home.path)
    assert said.returncode == 2 and "some.bundle" in said.stderr and "Traceback" not in said.stderr
    assert list(Archive(home).ledger.read()) == []


@pytest.mark.parametrize(
    "command",
    [("ota", "--versions", "gone.bundle"), ("captures", "gone.jsonl"), ("folder", "gone")],
    ids=lambda command: command[0],
)
def test_a_mistyped_path_makes_no_home(termscape: Termscape, tmp_path: Path, command: Sequence[str]) -> None:
    said = termscape("import", *command, "--home", tmp_path / "home")
    assert said.returncode == 2 and "gone" in said.stderr
    assert not (tmp_path / "home").exists()


def test_control_c_during_an_import_keeps_what_is_done_and_the_same_command_goes_on(
    home: Home, tmp_path: Path, termscape: Termscape
) -> None:
    """In a process of its own, which is what Ctrl-C ends."""
    repository = many_versions(tmp_path / "versions")
    command = [
        "import",
        "ota",
        "--versions",
        str(repository),
        "--home",
        str(home.path),
        "--no-publish",
        "--json",
    ]
    process = subprocess.Popen(
        [COMMAND, *command],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # a shell ignores Ctrl-C for what it starts in the background, and every child inherits that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not any((home.archive / "ledger").glob("*.jsonl")):
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "What was done stays done" in said and "Traceback" not in said
    done = sum(record.kind == "observation" for record in Archive(home).ledger.read())
    finished = termscape(*command)
    assert finished.returncode == 0, finished.stderr
    report = json.loads(finished.stdout)
    assert (report["known"], report["added"]) == (done, VERSIONS - done)
    assert list(Archive(home).ledger.verify()) == []


VERSIONS = 4000


def many_versions(folder: Path) -> Path:
    """A repository of many small versions, made in one go: enough to be interrupted on the way."""
    subprocess.run(["git", "init", "-q", "--initial-branch", "main", str(folder)], check=True)
    stream = []
    for number in range(1, VERSIONS + 1):
        text = f"# Terms\n\nVersion {number} of the terms.\n"
        stream += [
            "commit refs/heads/main",
            f"committer Bot <bot@archive.example> {1_700_000_000 + 60 * number} +0000",
            f"data 6\nRecord\nM 100644 inline Lumora {number % 40}/Terms of Service.md",
            f"data {len(text)}\n{text}",
        ]
    subprocess.run(
        ["git", "fast-import", "--quiet"], cwd=folder, input="\n".join(stream) + "\n", text=True, check=True
    )
    return folder
