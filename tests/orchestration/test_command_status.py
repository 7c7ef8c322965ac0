"""How a home is, on the command line: ``status`` and ``schedule``."""

from __future__ import annotations

import json
import re
from pathlib import Path

from fixtures.running import Termscape

from assets.home import Home


def test_status_shows_what_is_missing_and_what_is_held(termscape: Termscape, sample_home: Home) -> None:
    status = json.loads(termscape("status", "--home", sample_home.path, "--json").stdout)
    assert (status["home"], status["kind"]) == (str(sample_home.path), "sample")
    assert {row["coverage"] for row in status["documents"]} == {"captured", "absent"}
    assert status["quarantine"] == [], "what the sample held was followed by the policy each time"
    shown = termscape("status", "--home", sample_home.path).stdout
    assert "Nothing is held in quarantine now (5 once: " in shown
    query = re.search(r'termscape sql "([^"]+)"', shown)
    assert query is not None
    once = json.loads(termscape("sql", query[1], "--home", sample_home.path, "--json").stdout)
    assert {row["noise_class"] for row in once} >= {"loss", "locale_switch"}


def test_nothing_fails_where_nobody_looks_by_themselves(termscape: Termscape, sample_home: Home) -> None:
    said = termscape("status", "--failing", "--home", sample_home.path)
    assert said.returncode == 0 and said.stdout.startswith("Nothing fails")


def test_a_switch_that_is_neither_on_nor_off_is_bad_input(termscape: Termscape, tmp_path: Path) -> None:
    said = termscape("schedule", "maybe", "--home", tmp_path / "fresh")
    assert said.returncode == 2 and said.stderr.startswith(
        "termscape: schedule 'maybe': on or off was expected"
    )
