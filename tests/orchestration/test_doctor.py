"""``termscape doctor``: the state of an installation, line by line, with what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fixtures.running import Termscape

from assets.home import Home
from orchestration.doctoring import SUBJECTS, Finding, Patient, machine

HOLD = """
import sys
from assets.home import Home
with Home(sys.argv[1]).locked("a long run"):
    print("held", flush=True)
    sys.stdin.read()
"""


def findings(termscape: Termscape, home: Home, *options: str) -> dict[str, dict[str, Any]]:
    """What the doctor says, by check; a check that is said twice in a run would be lost here, and is a mistake."""
    said = json.loads(termscape("doctor", "--home", home.path, "--json", *options).stdout)
    assert len({(one["subject"], one["check"]) for one in said}) == len(said)
    return {one["check"]: one for one in said}


def examined(subject: str, home: Home) -> dict[str, Finding]:
    """What one subject yields for a home."""
    return {finding.check: finding for finding in SUBJECTS[subject](Patient(home))}


def test_a_home_in_order_has_nothing_broken_and_every_subject_a_line(
    termscape: Termscape, sample_copy: Home
) -> None:
    said = termscape("doctor", "--quick", "--home", sample_copy.path)
    assert said.returncode == 0, said.stdout
    heads = [line for line in said.stdout.splitlines() if line and not line.startswith(" ")]
    assert heads[:-1] == [*SUBJECTS]
    assert "rules: made with the rules of this Termscape" in said.stdout
    assert "the chain holds (bodies were not read again" in said.stdout
    assert ": succeeded in " in said.stdout


def test_damage_is_broken_and_is_told_with_what_to_do(termscape: Termscape, sample_copy: Home) -> None:
    pack = next(sample_copy.archive.glob("bodies/*/*.pack"))
    content = bytearray(pack.read_bytes())
    content[len(content) // 3] ^= 0xFF
    pack.write_bytes(content)
    published = sample_copy.published_database
    published.chmod(0o644)
    published.write_bytes(b"no database" * 1000)
    (sample_copy.published / ".termscape.duckdb.1.tmp").write_bytes(b"half")
    said = termscape("doctor", "--home", sample_copy.path, "--json")
    assert said.returncode == 1
    by_check = {one["check"]: one for one in json.loads(said.stdout)}
    assert by_check["evidence"]["result"] == "broken" and pack.name in by_check["evidence"]["said"]
    assert "backup" in by_check["evidence"]["do"]
    assert by_check["file"]["result"] == "broken" and "this is no DuckDB file" in by_check["file"]["said"]
    assert by_check["leftovers"]["result"] == "look" and "1 unfinished file" in by_check["leftovers"]["said"]
    # read again or not, the body that is gone altogether is missed
    pack.unlink()
    assert findings(termscape, sample_copy, "--quick")["evidence"]["result"] == "broken"


def test_a_home_that_a_run_uses_is_not_disturbed_and_the_run_is_named(
    termscape: Termscape, home: Home
) -> None:
    home.claim("live")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        said = findings(termscape, home)
        holder.kill()
    assert said["lock"]["result"] == "look" and f"a long run, process {holder.pid}" in said["lock"]["said"]
    assert "evidence" not in said and not home.archive.exists()


def test_a_folder_that_is_no_home_yet_is_left_untouched(termscape: Termscape, tmp_path: Path) -> None:
    said = termscape("doctor", "--home", tmp_path / "fresh")
    assert said.returncode == 0 and "is not made yet" in said.stdout and "→ termscape run" in said.stdout
    assert not (tmp_path / "fresh").exists()


def test_a_marker_that_cannot_be_read_is_broken(termscape: Termscape, home: Home) -> None:
    home.path.mkdir(parents=True)
    (home.path / "home.json").write_text("{", encoding="utf-8")
    said = termscape("doctor", "--home", home.path)
    assert said.returncode == 1 and "is not a home's marker" in said.stdout


def test_each_file_of_settings_says_what_it_does_or_what_is_wrong_with_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TERMSCAPE_CONTACT", raising=False)
    home.claim("live")
    absent = examined("settings", home)
    assert {one.result for check, one in absent.items() if check != "contact"} == {"ok"}
    assert absent["watch.yaml"].said == "not there: everything that is declared is watched"
    assert absent["contact"].result == "look" and "TERMSCAPE_CONTACT" in absent["contact"].do
    (home.path / "watch.yaml").write_text("platforms: [Spotify, Signal]\n", encoding="utf-8")
    (home.path / "fetching.yaml").write_text("contact: a@lumora.example\ndelay_secnds: 2\n", encoding="utf-8")
    (home.path / "corrections.csv").write_text("span\n", encoding="utf-8")
    (home.path / "watchs.yaml").write_text("platforms: all\n", encoding="utf-8")
    (home.path / "releases.yaml").write_text("keep_last: 3\n", encoding="utf-8")
    (home.path / "vendors.yaml").write_text("vendors: 3\n", encoding="utf-8")
    home.platforms.mkdir()
    (home.platforms / "lumora.yaml").write_text(
        "name: Lumora\ndocuments:\n  Imprint: nowhere\n", encoding="utf-8"
    )
    said = examined("settings", home)
    assert said["watch.yaml"] == Finding("watch.yaml", "ok", "2 platforms watched")
    assert (
        said["fetching.yaml"].result == "broken"
        and "fetching.yaml:2: unknown setting" in said["fetching.yaml"].said
    )
    assert said["corrections.csv"].result == "broken" and "nothing runs" in said["corrections.csv"].do
    assert said["vendors.yaml"].result == "broken" and "left out" in said["vendors.yaml"].do
    assert said["releases.yaml"].said == "the last 3 releases are kept, and the first of 24 months"
    assert said["watchs.yaml"].do == "did you mean watch.yaml?"
    assert said["platforms/"].result == "broken" and "lumora.yaml:3" in said["platforms/"].said
    (home.path / "fetching.yaml").write_text("contact: a@lumora.example\n", encoding="utf-8")
    assert examined("settings", home)["contact"] == Finding("contact", "ok", "a@lumora.example")


def test_data_made_with_other_rules_is_told_with_the_stages_that_will_be_made_anew(
    home: Home, sample_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assets.provisions.building.TRACKER_VERSION", "of tomorrow")
    said = examined("published file", sample_home)["rules"]
    assert said.result == "look" and said.said.endswith(": provisions") and "--offline" in said.do


def test_packages_that_are_not_as_locked_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Home
) -> None:
    lock = tmp_path / "requirements.lock"
    monkeypatch.setattr(machine, "LOCK", lock)
    lock.write_text(
        "typer==0.0.1 \\\n    --hash=sha256:0\nlumora-client==2 \\\nwinonly==1 ; sys_platform == 'win32' \\\n"
    )
    said = examined("machine", home)["packages"]
    assert said.result == "look" and "lumora-client is missing (2)" in said.said and "(0.0.1)" in said.said
    assert "winonly" not in said.said and said.do == "make setup"


def test_schedules_that_are_on_while_no_daemon_is_heard_are_told(home: Home) -> None:
    home.claim("live")
    (home.path / "switches.json").write_text('{"schedules":true}', encoding="utf-8")
    (home.dagster / "history").mkdir(parents=True)
    said = examined("runs", home)
    assert said["schedules"].result == "look" and "no daemon was ever heard" in said["schedules"].said
    assert said["last run"].said == "nothing ran yet"
