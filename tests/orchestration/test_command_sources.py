"""Declarations on the command line: ``sources list``, ``sources check``, and ``extract`` to try one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_files import PAGE, QUIBBLENEST
from fixtures.running import Termscape

from assets.home import Home

MALFORMED = "name: Lumora\ndocuments:\n  Privacy Policy:\n    fetch: not a url\n"


def test_checking_a_malformed_declaration_names_file_line_and_what_was_expected(
    termscape: Termscape, tmp_path: Path
) -> None:
    (tmp_path / "lumora.yaml").write_text(MALFORMED, encoding="utf-8")
    said = termscape("sources", "check", tmp_path)
    assert said.returncode == 2
    assert "lumora.yaml:4" in said.stdout and "xpected" in said.stdout
    assert "; 1 error, 0 warnings" in said.stdout
    [problem] = json.loads(termscape("sources", "check", tmp_path, "--json").stdout)
    assert problem["line"] == 4


def test_in_a_sample_home_what_ships_and_what_is_its_own_is_checked_too_and_every_folder_named(
    termscape: Termscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    said = termscape("sources", "check", "--home", home.path)
    assert said.returncode == 2
    assert f"{shipped / 'lumora.yaml'}:4: error" in said.stdout
    sample, ships, own = said.stdout.splitlines()[-3:]
    assert "all that a sample home watches): 6 platforms" in sample and " 0 errors" in sample
    assert ships.startswith(f"{shipped} (what ships") and "1 error," in ships
    assert ships.count("not watched by this sample home") == own.count("not watched by this sample home") == 1
    assert own.startswith(str(home.platforms)) and "1 platform, 1 document; 0 errors" in own


def test_a_list_says_which_folder_it_lists(termscape: Termscape, sample_home: Home, tmp_path: Path) -> None:
    said = termscape("sources", "list", "--home", sample_home.path)
    assert "Murmelot" in said.stdout and "all that a sample home watches" in said.stderr
    (tmp_path / "lumora.yaml").write_text(MALFORMED, encoding="utf-8")
    said = termscape("sources", "list", tmp_path)
    assert f"declared in {tmp_path}" in said.stderr and "1 error" in said.stderr


def test_what_ships_is_declared_without_a_mistake(termscape: Termscape, tmp_path: Path) -> None:
    said = termscape("sources", "check", "--home", tmp_path / "fresh")
    assert said.returncode == 0 and " 0 errors" in said.stdout


def test_extracting_a_page_prints_its_markdown_and_nothing_else(termscape: Termscape, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    said = termscape("extract", tmp_path / "page.html", "--url", "https://lumora.example/terms")
    assert said.returncode == 0
    assert said.stdout.startswith("# Terms of Service\n")
    assert "at least 16 years old" in said.stdout and "[rules](https://lumora.example/rules)" in said.stdout
    assert "- Do not sell your account." in said.stdout.replace("* ", "- ")
    assert "Home" not in said.stdout
    assert "words" in said.stderr, "how it was read is said beside it"


def test_a_file_that_is_not_there_is_bad_input(termscape: Termscape, tmp_path: Path) -> None:
    said = termscape("extract", tmp_path / "nowhere.html")
    assert said.returncode == 2 and "nowhere.html" in said.stderr
