"""The ``termscape`` command as people and scripts meet it: help, JSON, exit codes, messages that say what to do."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assets.archive import Archive
from assets.home import Home
from orchestration.cli import main

COMMAND = Path(sys.executable).with_name("termscape")


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command line in this process (a process of its own costs a second) and return what it said."""

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["termscape", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        return Said(code, *capsys.readouterr())

    return run


HELP = {
    (): "ask ai_training",
    ("run",): "Look at the documents that are due",
    ("ui",): "Opening it starts nothing",
    ("import",): "raw captures",
    ("import", "ota"): "Run it again to add only what is new",
    ("import", "captures"): "Replay raw captures at their own times",
    ("import", "folder"): "private documents",
    ("sources",): "declared",
    ("sources", "list"): "List the declared platforms",
    ("sources", "check"): "name each mistake with its file, line",
    ("extract",): "exactly as the pipeline would read it",
    ("ask",): "the exact words it rests on",
    ("sql",): "read-only",
    ("status",): "where the gaps are",
    ("schedule",): "Switch looking by itself on or off",
    ("rebuild",): "from the archive alone",
    ("doctor",): "Check the machine and the home",
}


@pytest.mark.parametrize("words", HELP, ids=lambda words: " ".join(words) or "termscape")
def test_help_says_what_a_command_does(say: Callable[..., Said], words: Sequence[str]) -> None:
    said = say(*words, "--help")
    assert said.code == 0
    assert HELP[tuple(words)] in " ".join(said.out.replace("│", " ").split())
    assert not words or "--help" in said.out


def test_help_lists_every_command_and_the_exit_codes(say: Callable[..., Said]) -> None:
    said = say("--help")
    for command in {words[0] for words in HELP if words}:
        assert command in said.out
    assert "75 home busy" in " ".join(said.out.split())


def test_a_mistyped_command_or_option_is_bad_input(say: Callable[..., Said]) -> None:
    assert say("rum").code == 2
    assert "No such" in say("run", "--hom", "x").err


def test_the_real_command_ends_with_the_exit_code_and_keeps_messages_off_standard_output(
    termscape: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    finished = termscape("ask", "ai_training", "--home", tmp_path / "none", "--json")
    assert (finished.returncode, finished.stdout) == (3, "")
    assert "nothing is published" in finished.stderr and "make run" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "ai_training"),
        ("status",),
        ("sql", "FROM changes LIMIT 3"),
        ("sources", "list"),
        ("sources", "check"),
        ("doctor",),
    ],
    ids=" ".join,
)
def test_json_is_all_that_is_printed(
    say: Callable[..., Said], sample_home: Home, arguments: Sequence[str]
) -> None:
    said = say(*arguments, "--home", sample_home.path, "--json")
    assert said.code == 0, said.err
    json.loads(said.out)


def test_an_answer_in_json_comes_with_all_its_evidence(say: Callable[..., Said], sample_home: Home) -> None:
    answers = json.loads(say("ask", "ai_training", "--home", sample_home.path, "--json").out)
    assert {answer["platform"] for answer in answers} == {
        *("Prismuffle", "Murmelot", "Gantrywise", "Wolkenspind", "Chengyan", "Ferrybell")
    }
    for answer in answers:
        assert isinstance(answer["value"], dict)
        assert bool(answer["evidence"]) == (answer["stance"] not in ("silent", "not_captured"))
        assert (
            {"quote", "document_id", "char_start", "char_end"} <= {*answer["evidence"][0]}
            if answer["evidence"]
            else True
        )


def test_asking_about_one_platform_shows_all_its_evidence(
    say: Callable[..., Said], sample_home: Home
) -> None:
    said = say("ask", "ai_training", "--platform", "murmelot", "--home", sample_home.path)
    assert said.code == 0
    assert "Murmelot" in said.out and "Ferrybell" not in said.out
    assert "All evidence" in said.out


@pytest.mark.parametrize(
    "arguments, nearest",
    [
        (("ask", "ai_training", "--platform", "Murmlot"), "Murmelot"),
        (("status", "--platform", "Feribell"), "Ferrybell"),
        (("sources", "list", "--platform", "Prismufle"), "Prismuffle"),
        (("ask", "ai_trainning"), "ai_training"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_known(
    say: Callable[..., Said], sample_home: Home, arguments: Sequence[str], nearest: str
) -> None:
    said = say(*arguments, "--home", sample_home.path)
    assert (said.code, said.out) == (3, "")
    assert nearest in said.err


@pytest.mark.parametrize(
    "arguments", [("ask", "ai_training"), ("status",), ("run",), ("sources", "list")], ids=" ".join
)
def test_a_name_like_no_other_is_answered_without_a_guess(
    say: Callable[..., Said], sample_home: Home, arguments: Sequence[str]
) -> None:
    said = say(*arguments, "--platform", "Nope", "--home", sample_home.path)
    assert (said.code, said.out) == (3, "")
    assert "'Nope'" in said.err and "earest" not in said.err


def test_a_run_narrowed_to_an_unknown_platform_is_refused_before_anything_is_made(
    say: Callable[..., Said], tmp_path: Path
) -> None:
    said = say("run", "--platform", "Murmlot", "--home", tmp_path / "home")
    assert said.code == 3 and "Nearest: Murmelot." in said.err
    assert not (tmp_path / "home").exists()


QUIBBLENEST = (
    "name: Quibblenest\naliases: [Quibble]\n"
    "documents:\n  Privacy Policy: https://quibblenest.example/privacy\n"
)


@pytest.fixture
def live_home(say: Callable[..., Said], home: Home, versions_repository: Callable[..., Path]) -> Home:
    """A home of real platforms with one version of one document, published."""
    folder = versions_repository(
        [("2024-01-01T00:00:00+00:00", "First", {"Bramblepost/Privacy Policy.md": "# Privacy\n\nOne."})]
    )
    said = say("import", "ota", "--versions", folder, "--home", home.path)
    assert said.code == 0, said.err
    return home


def test_a_platform_declared_and_not_captured_is_answered_with_how_captures_come_in(
    say: Callable[..., Said], live_home: Home
) -> None:
    live_home.platforms.mkdir()
    (live_home.platforms / "quibblenest.yaml").write_text(QUIBBLENEST, encoding="utf-8")
    for arguments in (("ask", "ai_training"), ("status",)):
        for name in ("Quibblenest", "quibble"):
            said = say(*arguments, "--platform", name, "--home", live_home.path)
            assert (said.code, said.out) == (3, "")
            assert "Quibblenest is declared (quibblenest.yaml)" in said.err
            assert "nothing of it was captured in this home yet" in said.err
            assert (
                "import captures" in said.err and "import ota" in said.err and "`termscape run`" in said.err
            )
    said = say("status", "--platform", "Quibblenst", "--home", live_home.path)
    assert "Nearest: Quibblenest." in said.err and "Bramblepost" not in said.err


def test_a_sample_home_says_that_real_platforms_belong_in_another(
    say: Callable[..., Said], sample_home: Home
) -> None:
    said = say("ask", "ai_training", "--platform", "ChatGPT", "--home", sample_home.path)
    assert said.code == 3
    assert "ChatGPT is declared" in said.err and "sample home" in said.err and "data/live" in said.err


@pytest.mark.parametrize(
    "query", ["SELECT 1; SELECT 2", "SET threads = 1; FROM changes;", "SELECT 1;\nDELETE FROM t"]
)
def test_several_statements_are_refused_since_one_result_would_be_lost(
    say: Callable[..., Said], sample_home: Home, query: str
) -> None:
    said = say("sql", query, "--home", sample_home.path)
    assert (said.code, said.out) == (2, "")
    assert "2 statements" in said.err and "one at a time" in said.err


@pytest.mark.parametrize(
    "query", ["SELECT ';' AS x; -- the end", "PIVOT (SELECT 1 AS a, 'k' AS b) ON b USING sum(a)"]
)
def test_one_statement_is_one_whatever_semicolons_it_holds(
    say: Callable[..., Said], sample_home: Home, query: str
) -> None:
    said = say("sql", query, "--home", sample_home.path, "--json")
    assert said.code == 0, said.err
    assert len(json.loads(said.out)) == 1


def test_a_query_of_nothing_but_a_comment_is_bad_input(say: Callable[..., Said], sample_home: Home) -> None:
    assert say("sql", ";/* nothing */", "--home", sample_home.path).code == 2


def test_a_query_duckdb_does_not_accept_is_bad_input_with_its_message(
    say: Callable[..., Said], sample_home: Home
) -> None:
    said = say("sql", "SELEKT 1", "--home", sample_home.path)
    assert said.code == 2
    assert "syntax error" in said.err and "Traceback" not in said.err


@pytest.mark.parametrize(
    "query", ["DELETE FROM ledger.versions", "CREATE TABLE mine AS SELECT 1", "DROP VIEW versions"]
)
def test_a_query_that_would_write_is_refused(say: Callable[..., Said], sample_home: Home, query: str) -> None:
    assert say("sql", query, "--home", sample_home.path).code == 2


def test_without_a_query_the_tables_are_listed_with_what_they_mean(
    say: Callable[..., Said], sample_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, write = os.pipe()
    os.close(write)
    with os.fdopen(read) as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        listed = json.loads(say("sql", "--home", sample_home.path, "--json").out)
    assert {"versions", "provisions", "changes", "answers"} <= {row["name"] for row in listed}
    assert all(row["description"] for row in listed)


def test_status_shows_what_is_missing_and_what_is_held(say: Callable[..., Said], sample_home: Home) -> None:
    status = json.loads(say("status", "--home", sample_home.path, "--json").out)
    assert (status["home"], status["kind"]) == (str(sample_home.path), "sample")
    assert {row["coverage"] for row in status["documents"]} == {"captured", "absent"}
    assert status["quarantine"] == [], "what the sample held was followed by the policy each time"
    shown = say("status", "--home", sample_home.path).out
    assert "Nothing is held in quarantine now (5 once: " in shown
    query = re.search(r'termscape sql "([^"]+)"', shown)
    assert query is not None
    once = json.loads(say("sql", query[1], "--home", sample_home.path, "--json").out)
    assert {row["noise_class"] for row in once} >= {"loss", "locale_switch"}


def test_nothing_fails_where_nobody_looks_by_themselves(say: Callable[..., Said], sample_home: Home) -> None:
    said = say("status", "--failing", "--home", sample_home.path)
    assert said.code == 0 and said.out.startswith("Nothing fails")


@pytest.mark.parametrize("command", [("status",), ("schedule", "on")], ids=" ".join)
def test_a_home_that_is_not_made_yet_is_answered_with_how_to_make_it(
    say: Callable[..., Said], tmp_path: Path, command: Sequence[str]
) -> None:
    said = say(*command, "--home", tmp_path / "fresh")
    assert said.code in (3, 73) and f"`termscape run --live --home {tmp_path / 'fresh'}`" in said.err
    assert not (tmp_path / "fresh").exists()


def test_a_switch_that_is_neither_on_nor_off_is_bad_input(say: Callable[..., Said], tmp_path: Path) -> None:
    said = say("schedule", "maybe", "--home", tmp_path / "fresh")
    assert said.code == 2 and said.err.startswith("termscape: schedule 'maybe': on or off was expected")


MALFORMED = "name: Lumora\ndocuments:\n  Privacy Policy:\n    fetch: not a url\n"


def test_checking_a_malformed_declaration_names_file_line_and_what_was_expected(
    say: Callable[..., Said], tmp_path: Path
) -> None:
    (tmp_path / "lumora.yaml").write_text(MALFORMED, encoding="utf-8")
    said = say("sources", "check", tmp_path)
    assert said.code == 2
    assert "lumora.yaml:4" in said.out and "xpected" in said.out
    assert "; 1 error, 0 warnings" in said.out
    [problem] = json.loads(say("sources", "check", tmp_path, "--json").out)
    assert problem["line"] == 4


def test_in_a_sample_home_what_ships_and_what_is_its_own_is_checked_too_and_every_folder_named(
    say: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "lumora.yaml").write_text(MALFORMED, encoding="utf-8")
    for module in ("assets.sources.in_force", "orchestration.commands.sourcing"):
        monkeypatch.setattr(f"{module}.SHIPPED_PLATFORMS", shipped)
    home = Home(tmp_path / "home")
    home.claim("sample")
    home.platforms.mkdir()
    (home.platforms / "quibblenest.yaml").write_text(QUIBBLENEST, encoding="utf-8")
    said = say("sources", "check", "--home", home.path)
    assert said.code == 2
    assert f"{shipped / 'lumora.yaml'}:4: error" in said.out
    sample, ships, own = said.out.splitlines()[-3:]
    assert "all that a sample home watches): 6 platforms" in sample and " 0 errors" in sample
    assert ships.startswith(f"{shipped} (what ships") and "1 error," in ships
    assert ships.count("not watched by this sample home") == own.count("not watched by this sample home") == 1
    assert own.startswith(str(home.platforms)) and "1 platform, 1 document; 0 errors" in own


def test_a_list_says_which_folder_it_lists(
    say: Callable[..., Said], sample_home: Home, tmp_path: Path
) -> None:
    said = say("sources", "list", "--home", sample_home.path)
    assert "Murmelot" in said.out and "all that a sample home watches" in said.err
    (tmp_path / "lumora.yaml").write_text(MALFORMED, encoding="utf-8")
    said = say("sources", "list", tmp_path)
    assert f"declared in {tmp_path}" in said.err and "1 error" in said.err


def test_what_ships_is_declared_without_a_mistake(say: Callable[..., Said], tmp_path: Path) -> None:
    said = say("sources", "check", "--home", tmp_path / "fresh")
    assert said.code == 0 and " 0 errors" in said.out


PAGE = (
    "<html><title>Terms</title><nav><a href='/'>Home</a></nav><main><h1>Terms of Service</h1>"
    "<p>You must be at least 16 years old to use Lumora, and you must follow these <a href='/rules'>rules</a>.</p>"
    "<ul><li>Do not sell your account.</li></ul></main></html>"
)


def test_extracting_a_page_prints_its_markdown_and_nothing_else(
    say: Callable[..., Said], tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    said = say("extract", tmp_path / "page.html", "--url", "https://lumora.example/terms")
    assert said.code == 0
    assert said.out.startswith("# Terms of Service\n")
    assert "at least 16 years old" in said.out and "[rules](https://lumora.example/rules)" in said.out
    assert "- Do not sell your account." in said.out.replace("* ", "- ")
    assert "Home" not in said.out
    assert "words" in said.err, "how it was read is said beside it"


def test_a_file_that_is_not_there_is_bad_input(say: Callable[..., Said], tmp_path: Path) -> None:
    said = say("extract", tmp_path / "nowhere.html")
    assert said.code == 2 and "nowhere.html" in said.err


def test_the_doctor_finds_a_home_in_order_and_names_what_is_not(
    say: Callable[..., Said], sample_copy: Home
) -> None:
    assert say("doctor", "--home", sample_copy.path).code == 0
    pack = next(sample_copy.archive.glob("bodies/*/*.pack"))
    content = bytearray(pack.read_bytes())
    content[len(content) // 3] ^= 0xFF
    pack.write_bytes(content)
    said = say("doctor", "--home", sample_copy.path, "--json")
    assert said.code == 1
    [problem] = [finding for finding in json.loads(said.out) if finding["result"] == "PROBLEM"]
    assert problem["check"] == "archive" and pack.name in problem["detail"]


def test_a_sample_home_takes_no_real_policies(
    say: Callable[..., Said], sample_home: Home, versions_repository: Callable[..., Path]
) -> None:
    folder = versions_repository(
        [("2024-01-01T00:00:00+00:00", "First", {"Lumora/Privacy Policy.md": "One."})]
    )
    said = say("import", "ota", "--versions", folder, "--home", sample_home.path)
    assert said.code == 73
    assert "invented" in said.err and "--home" in said.err


def test_a_home_of_real_policies_is_never_played_the_sample(
    say: Callable[..., Said], home: Home, versions_repository: Callable[..., Path]
) -> None:
    folder = versions_repository(
        [("2024-01-01T00:00:00+00:00", "First", {"Lumora/Privacy Policy.md": "One."})]
    )
    said = say("import", "ota", "--versions", folder, "--home", home.path, "--no-publish", "--json")
    assert (said.code, json.loads(said.out)["added"]) == (0, 1)
    assert home.kind == "live"
    with pytest.raises(Exception, match="belong in another home"):
        home.claim("sample")


@pytest.mark.parametrize(
    "command", [("run",), ("rebuild",), ("import", "captures", "x.jsonl"), ("doctor",)], ids=" ".join
)
def test_a_home_in_use_is_left_alone_and_the_message_says_by_whom(
    termscape: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, command: Sequence[str]
) -> None:
    home = Home(tmp_path / "home")
    home.claim("live" if command[0] == "import" else "sample")
    with home.locked("a long run"):
        finished = termscape(*command, "--home", home.path)
    assert finished.returncode == 75
    assert f"a long run, process {os.getpid()}" in finished.stderr
    assert "try again" in finished.stderr
    assert not home.warehouse.exists() and not home.archive.exists()


def test_bad_rows_of_a_manifest_are_named_skipped_and_counted(
    say: Callable[..., Said], home: Home, tmp_path: Path
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
    said = say("import", "captures", manifest, "--home", home.path, "--no-publish", "--json")
    assert said.code == 0
    report = json.loads(said.out)
    assert (report["added"], len(report["problems"])) == (1, 4)
    for line in (2, 3, 4, 5):
        assert f"captures.jsonl:{line}" in said.err
    assert "1 added" in said.err and "4 skipped" in said.err


def test_what_is_no_history_is_bad_input_and_leaves_no_trace_in_the_archive(
    say: Callable[..., Said], home: Home, tmp_path: Path
) -> None:
    (tmp_path / "some.bundle").write_bytes(b"not a bundle")
    said = say("import", "ota", "--versions", tmp_path / "some.bundle", "--home", home.path)
    assert said.code == 2 and "some.bundle" in said.err and "Traceback" not in said.err
    assert list(Archive(home).ledger.read()) == []


@pytest.mark.parametrize(
    "command",
    [("ota", "--versions", "gone.bundle"), ("captures", "gone.jsonl"), ("folder", "gone")],
    ids=lambda command: command[0],
)
def test_a_mistyped_path_makes_no_home(
    say: Callable[..., Said], tmp_path: Path, command: Sequence[str]
) -> None:
    said = say("import", *command, "--home", tmp_path / "home")
    assert said.code == 2 and "gone" in said.err
    assert not (tmp_path / "home").exists()


def test_control_c_during_an_import_keeps_what_is_done_and_the_same_command_goes_on(
    home: Home, tmp_path: Path, termscape: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
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


def test_the_published_file_named_by_a_run_opens_in_any_duckdb(sample_home: Home) -> None:
    with duckdb.connect(str(sample_home.published_database), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (6,)
