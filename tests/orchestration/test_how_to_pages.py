"""The how-to pages on connecting and searching: what they say to run runs on the sample."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assets.home import Home
from assets.warehouse import read_frame

PAGES = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def blocks(page: str, language: str) -> list[str]:
    text = (PAGES / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["connect.md", "search.md"])
def test_every_query_of_a_page_finds_something_on_the_sample(sample_home: Home, page: str) -> None:
    queries = blocks(page, "sql")
    assert queries
    for query in queries:
        assert read_frame(sample_home, query).height > 0, query


def test_the_python_of_the_page_runs_as_it_stands(
    sample_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sample").symlink_to(sample_home.path)
    monkeypatch.chdir(tmp_path)
    [code] = blocks("connect.md", "python")
    named: dict[str, object] = {}
    exec(code, named)
    assert len(named["found"]) == 3  # type: ignore[arg-type]
