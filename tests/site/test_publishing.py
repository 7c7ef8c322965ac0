"""The site is put in place whole, where nothing is new nothing is done, and what is not ours is left alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from fixtures.running import COMMAND
from hostile import PLATFORMS

import assets.site.publishing
from assets.errors import InputError, NothingFound
from assets.home import Home
from assets.site.citation import citations
from assets.site.model import Built, Site
from assets.site.publishing import publish_site, write_site
from assets.warehouse import read_frame
from orchestration.settings import mistakes


@pytest.fixture
def one_page(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build a site of one page: how it is put in place does not depend on how much it is."""
    built: list[str] = []

    def build(connection: Any, folder: Path, site: Site, **_: Any) -> Built:
        built.append(site.base_url)
        (folder / "index.html").write_text(f"build {len(built)}")
        return Built(1, 1, 7, ("", 7), {"home": 1})

    monkeypatch.setattr(assets.site.publishing, "build_site", build)
    return built


def dead_process() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen(["true"]) as process:
        pass
    return process.pid


def test_nothing_new_is_nothing_done(siteless: Home, one_page: list[str]) -> None:
    first = publish_site(siteless)
    second = publish_site(siteless)
    assert not first.was_there and second.was_there and second.built == first.built
    assert len(one_page) == 1
    assert (second.path / "index.html").read_text() == "build 1"


def test_another_address_or_a_wish_makes_it_again_and_the_one_before_is_kept(
    siteless: Home, one_page: list[str]
) -> None:
    publish_site(siteless)
    publish_site(siteless, base_url="https://policies.example/site")
    made = publish_site(siteless, base_url="https://policies.example/site", again=True)
    assert one_page == ["", *["https://policies.example/site/"] * 2]
    assert (made.path / "index.html").read_text() == "build 3"
    standing = sorted((one / "index.html").read_text() for one in (siteless.published / ".sites").iterdir())
    assert standing == ["build 2", "build 3"]


def test_a_build_that_dies_shows_nothing_and_its_rest_is_removed_by_the_next(
    siteless: Home, one_page: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_site(siteless)
    # as kill -9 leaves it
    rest = siteless.published / ".sites" / f".0123456789abcdef.{dead_process()}.tmp"
    rest.mkdir()
    with monkeypatch.context() as patched:

        def dies(connection: Any, folder: Path, site: Site, **_: Any) -> Built:
            (folder / "index.html").write_text("half")
            raise RuntimeError("no power")

        patched.setattr(assets.site.publishing, "build_site", dies)
        with pytest.raises(RuntimeError, match="no power"):
            publish_site(siteless, again=True)
    assert (siteless.published / "site" / "index.html").read_text() == "build 1"
    publish_site(siteless, again=True)
    assert not rest.exists()
    assert not [one for one in (siteless.published / ".sites").iterdir() if one.name.endswith(".tmp")]


def test_a_build_in_a_folder_of_the_readers_choice_clears_what_killed_ones_left_and_no_other(
    siteless: Home, one_page: list[str], tmp_path: Path
) -> None:
    # in a container the next process has the number of the killed one
    for pid in (dead_process(), os.getpid()):
        (tmp_path / f".out.{pid}.tmp" / "platforms").mkdir(parents=True)
        (tmp_path / f".out.{pid}.old.tmp").mkdir()
    building = tmp_path / f".out.{os.getppid()}.tmp"
    another = tmp_path / f".else.{dead_process()}.tmp"
    building.mkdir()
    another.mkdir()
    write_site(siteless, tmp_path / "out")
    assert sorted(tmp_path.glob(".*.tmp")) == sorted([building, another])


def test_a_run_clears_what_a_killed_build_of_the_edition_for_the_team_left(
    siteless: Home, one_page: list[str]
) -> None:
    publish_site(siteless)
    left = siteless.path / f".site-of-vendors.{dead_process()}.tmp"
    (left / "vendors").mkdir(parents=True)
    assert publish_site(siteless).was_there
    assert not left.exists()


def test_a_folder_of_the_readers_choice_gets_the_site_whole(
    siteless: Home, one_page: list[str], tmp_path: Path
) -> None:
    output = tmp_path / "out"
    write_site(siteless, output)
    write_site(siteless, output)
    assert (output / "index.html").read_text() == "build 2"
    assert sorted(one.name for one in output.iterdir()) == ["index.html", "site.json"]
    assert not list(tmp_path.glob(".out*"))


def test_what_is_no_site_of_ours_is_left_alone(siteless: Home, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="holds something that is no site of ours"):
        write_site(siteless, tmp_path / "mine")
    (siteless.published / "site").mkdir()
    with pytest.raises(InputError, match="is no link of ours"):
        publish_site(siteless)


@pytest.mark.parametrize(
    "url", ["policies.example", "ftp://policies.example", "https://a.example/?q=1", "https://"]
)
def test_an_address_no_site_can_stand_at_is_refused(siteless: Home, url: str) -> None:
    with pytest.raises(InputError, match=r"Expected one like https://policies\.example/site/"):
        publish_site(siteless, base_url=url)


def test_a_run_is_refused_before_it_begins_where_the_address_is_set_wrong(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERMSCAPE_SITE_URL", "policies.example")
    assert any(
        one.startswith("TERMSCAPE_SITE_URL: 'policies.example' is no address") for one in mistakes(home)
    )
    monkeypatch.setenv("TERMSCAPE_SITE_URL", "https://policies.example")
    assert mistakes(home) == []


def test_without_a_publication_the_command_says_what_to_do(home: Home, termscape: Callable[..., Any]) -> None:
    with pytest.raises(NothingFound):
        publish_site(home)
    ended = termscape("site", "--home", home.path)
    assert ended.returncode == 3 and "nothing is published" in ended.stderr


def test_the_command_says_where_the_site_is(
    siteless: Home, one_page: list[str], termscape: Callable[..., Any]
) -> None:
    ended = termscape("site", "--home", siteless.path, "--base-url", "https://policies.example", "--json")
    told = json.loads(ended.stdout)
    assert ended.returncode == 0 and told["pages"] == 1 and not told["was_there"]
    ended = termscape("site", "--home", siteless.path, "--base-url", "https://policies.example")
    assert "Nothing is new" in ended.stdout


def test_it_is_served_on_this_machine_alone_until_ctrl_c(hostile: Home) -> None:
    command = [COMMAND, "site", "--home", str(hostile.path), "--serve", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = next(line for line in process.stdout if line.startswith("http"))
        assert told.startswith("http://127.0.0.1:")
        with urlopen(told.split()[0] + "questions/ai_training/", timeout=10) as answer:
            assert "used to train AI models?" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


def test_the_same_database_gives_the_same_bytes(siteless: Home, hostile_site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write_site(siteless, again)
    files = {file.relative_to(hostile_site) for file in hostile_site.rglob("*") if file.is_file()}
    assert files == {file.relative_to(again) for file in again.rglob("*") if file.is_file()}
    assert [
        file for file in sorted(files) if (hostile_site / file).read_bytes() != (again / file).read_bytes()
    ] == []


def test_a_provision_is_cited_in_three_ways_with_version_dates_licence_and_hash(hostile: Home) -> None:
    row = read_frame(
        hostile,
        "SELECT p.*, v.text_sha256, v.first_seen AS version_since, v.last_seen, v.declared_date, "
        "['https://quell.example/privacy'] AS source_urls FROM provision_pages AS p "
        "JOIN versions AS v ON p.version_id = v.version_id WHERE p.platform_id = 'quell' ORDER BY p.ordinal LIMIT 1",
    ).to_dicts()[0]
    site = Site("2024-12-01", "https://policies.example/", False, "e", len(PLATFORMS))
    told = dict(citations(row, site))
    for citation in told.values():
        assert row["provision_id"] in citation and row["text_sha256"] in citation and "CC0" in citation
        assert f"https://policies.example/provisions/{row['provision_id']}/" in citation
        assert "https://quell.example/privacy" in citation
    entry = json.loads(told["CSL-JSON"])[0]
    assert entry["author"] == [{"literal": row["platform"]}] and entry["accessed"] == {
        "date-parts": [[2024, 12, 1]]
    }
    unplaced = dict(citations(row, Site("2024-12-01", "", False, "e", len(PLATFORMS))))
    assert json.loads(unplaced["CSL-JSON"])[0]["URL"] == "https://quell.example/privacy"
    pages = ["https://quell.example/help", "https://quell.example/privacy"]
    combined = dict(
        citations({**row, "source_urls": pages}, Site("2024-12-01", "", False, "e", len(PLATFORMS)))
    )
    assert all(all(page in citation for page in pages) for citation in combined.values())
    assert "URL" not in json.loads(combined["CSL-JSON"])[0] and "  url = " not in combined["BibTeX"]
    # a field of BibTeX ends where its braces do
    depths, depth = [], 0
    for at, sign in enumerate(told["BibTeX"]):
        if sign in "{}" and told["BibTeX"][at - 1] != "\\":
            depth += 1 if sign == "{" else -1
            depths.append(depth)
    assert min(depths) == 0 and depths[-1] == 0 and depths.count(0) == 1
