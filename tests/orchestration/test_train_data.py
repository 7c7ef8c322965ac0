"""``--train-data``: the classifier learns from labelled texts of the user's, named for one run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fixtures.running import Termscape

from assets.home import Home
from assets.warehouse import read_frame

VESSELS = ("vessel", "skipper", "tug", "trawler", "lighter", "pilot", "crew", "guest", "raft", "ferry")
PAGE = "# Terms of Service\n\n" + "\n\n".join(
    f"## {number}. The {vessel}\n\nEvery {vessel} shall fly the pennant of the harbour from the first bell until dusk."
    for number, vessel in enumerate(VESSELS, start=1)
)
TOPICS = "SELECT provision_id, topic_id FROM ledger.provision_topics WHERE topic_id = 'acceptable-use'"


def test_labelled_texts_are_learnt_in_this_run_and_named_in_the_version_of_topics_and_of_changes(
    termscape_process: Termscape, home: Home, versions_repository: Callable[..., Path], tmp_path: Path
) -> None:
    folder = versions_repository(
        [("2024-01-01T00:00:00+00:00", "First", {"Lumora/Terms of Service.md": PAGE})]
    )
    termscape_process("import", "ota", "--versions", folder, "--home", home.path)
    assert read_frame(home, "FROM provisions").height >= len(VESSELS)
    assert not read_frame(home, TOPICS).height
    mine = tmp_path / "mine.csv"
    ships, bells = (
        ("vessel", "sloop", "barge", "ketch", "yawl", "punt"),
        ("dusk", "dawn", "noon", "the first bell"),
    )
    rows = [
        f"Every {ship} shall fly the pennant of the harbour until {bell}.,acceptable-use\n"
        for ship in ships
        for bell in bells
    ]
    mine.write_text("text,label\n" + "".join(rows), encoding="utf-8")
    finished = termscape_process("run", "--offline", "--home", home.path, "--train-data", mine)
    assert finished.returncode == 0, finished.stderr
    assert read_frame(home, TOPICS).height == len(VESSELS)
    versions = read_frame(
        home, "SELECT version FROM ledger.stage_versions WHERE stage IN ('topics', 'changes')"
    )
    assert versions.height == 2
    assert all(", data " in version for version in versions["version"])


def test_a_mistake_in_labelled_texts_is_refused_before_anything_runs(
    termscape: Termscape, home: Home, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("text,label\nWe sell wind.,no-such-topic\n", encoding="utf-8")
    said = termscape("run", "--home", home.path, "--train-data", mine)
    assert said.returncode == 2
    assert "mine.csv, line 2: expected as label the id of a topic" in said.stderr
    assert not home.path.exists()
