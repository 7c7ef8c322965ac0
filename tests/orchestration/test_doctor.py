"""``termscape doctor``: the state of an installation, line by line, with what to do."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dagster._utils.error import SerializableErrorInfo
from fixtures.running import Termscape

from assets.home import Home
from orchestration.doctoring import SUBJECTS, Finding, Patient, machine, subjects
from orchestration.pipeline import words_of

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


def refuse_writing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the operating system refuse what it refuses on a read-only file system (root may write elsewhere)."""
    really = os.open

    def refusing(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and Path(path).is_relative_to(folder):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return really(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)


def test_on_a_read_only_home_every_subject_is_examined_all_the_same(
    termscape: Termscape, sample_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    # what SQLite, under Dagster, says of a file that it cannot open
    records = sample_copy.dagster / "history" / "runs.db"
    records.unlink()
    records.mkdir()
    refuse_writing(monkeypatch, sample_copy.path)
    said = findings(termscape, sample_copy, "--quick")
    assert said["records"]["result"] == "broken"
    assert said["records"]["said"].endswith("cannot be read: unable to open database file")
    assert said["evidence"]["result"] == "ok" and said["held"]["subject"] == "watching"


def test_a_subject_that_fails_itself_is_broken_and_the_others_are_told(
    termscape: Termscape, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(patient: Patient) -> Iterator[Finding]:
        yield Finding("begun", "ok", "so far")
        raise OSError(errno.ENOSPC, "No space left on device", "lumora")

    monkeypatch.setattr(subjects, "SUBJECTS", {"full": failing, **SUBJECTS})
    said = termscape("doctor", "--home", home.path)
    assert said.returncode == 1 and "Traceback" not in said.stderr
    assert "full: could not be examined to the end: No space left on device: lumora" in said.stdout
    assert "ok      begun: so far" in said.stdout and "ok      python" in said.stdout


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("TERMSCAPE_SITE_URL", "policies.example", "no address that a site can stand at"),
        ("TERMSCAPE_LEAVE_OUT", "sit", "sit is no output of a run"),
        ("TERMSCAPE_CONTACT", "nonsense", "an e-mail address or a web address was expected"),
        ("TERMSCAPE_TOPIC_CLASSIFIER", "oracle", "no topic classifier 'oracle' is installed"),
        ("TERMSCAPE_TOPIC_TRAIN_DATA", "/gone.csv", "gone.csv"),
    ],
)
def test_a_variable_that_would_stop_every_run_is_broken_and_run_says_the_same_before_it_begins(
    termscape: Termscape, home: Home, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    home.claim("live")
    monkeypatch.setenv(variable, value)
    said = findings(termscape, home, "--quick")[variable]
    assert said["result"] == "broken" and words in said["said"] and variable not in said["said"]
    refused = termscape("run", "--home", home.path)
    assert refused.returncode == 2 and refused.stderr.count(words) == 1
    assert f"{variable}: " in refused.stderr and not home.dagster.exists()


def test_a_variable_that_is_right_is_shown(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.claim("live")
    monkeypatch.setenv("TERMSCAPE_LEAVE_OUT", "site, feeds")
    assert examined("environment", home)["TERMSCAPE_LEAVE_OUT"] == Finding(
        "TERMSCAPE_LEAVE_OUT", "ok", "site, feeds"
    )


def test_every_mistake_of_every_watchlist_has_a_line_in_the_order_of_the_files(home: Home) -> None:
    home.claim("live")
    folder = home.path / "watchlists"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        "significance: hihg\nsend_too: x\nsend_to: nonsense://x\n", encoding="utf-8"
    )
    (folder / "b.yaml").write_text("send_to: nonsense://x\n", encoding="utf-8")
    said = examined("settings", home)["watchlists/"].said.splitlines()
    places = [(line.partition(".yaml:")[0][-1], int(line.split(":")[1])) for line in said]
    assert places == sorted(places) and len(places) == 4


def test_why_the_last_run_failed_is_told_without_the_names_of_classes() -> None:
    chain = [
        (
            "dagster._core.definitions.events.Failure: only 0 of 2 were seen\n",
            "Failure",
            "only 0 of 2 were seen",
        ),
        ("assets.errors.InputError: vendors.yaml:2: no\n", "InputError", "vendors.yaml:2: no"),
        (
            "sqlalchemy.exc.OperationalError: it is locked\n",
            "OperationalError",
            "OperationalError: it is locked",
        ),
        ("KeyError: 'lumora'\n", "KeyError", "KeyError: 'lumora'"),
    ]
    for message, kind, words in chain:
        assert words_of(SerializableErrorInfo(message, [], kind)) == words


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
