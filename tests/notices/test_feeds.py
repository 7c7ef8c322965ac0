"""Feeds: valid, the same bytes each time, with words that cannot harm, replaced as one."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree
from observatory import START, Observatory

from assets.notices.feeds import NEWEST, FeedReport, write_feeds
from assets.notices.folder_swap import swap_in
from assets.notices.pages import site_pages
from assets.site.addresses import page_of
from assets.warehouse import Reader, open_published

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://observatory.example"
DAY = START + timedelta(days=5)


def written(observatory: Observatory, folder: Path, base_url: str = SITE) -> FeedReport:
    """Publish, and write the feeds."""
    observatory.publish()
    connection = open_published(observatory.home)
    try:
        return write_feeds(Reader(connection), folder, site_pages(base_url), base_url or None)
    finally:
        connection.close()


def test_atom_feeds_hold_what_rfc_4287_asks_for(observatory: Observatory, tmp_path: Path) -> None:
    version_id = observatory.change("lumora", DAY)
    written(observatory, tmp_path / "feeds")
    feeds = list((tmp_path / "feeds").rglob("*.atom"))
    assert len(feeds) == 1 + 3 + 5 + 2 + 1 + 1
    for path in feeds:
        root = etree.parse(path).getroot()
        for name in ("id", "title", "updated", "author"):
            assert len(root.findall(f"a:{name}", ATOM)) == 1, path
        [itself] = root.xpath("a:link[@rel='self']/@href", namespaces=ATOM)
        assert itself == f"{SITE}/feeds/{path.relative_to(tmp_path / 'feeds')}"
        for entry in root.findall("a:entry", ATOM):
            for name in ("id", "title", "updated"):
                assert len(entry.findall(f"a:{name}", ATOM)) == 1
            assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", entry.findtext("a:id", "", ATOM))
            datetime.fromisoformat(entry.findtext("a:updated", "", ATOM))
    ids = [etree.parse(path).getroot().findtext("a:id", "", ATOM) for path in feeds]
    assert len(set(ids)) == len(feeds)
    [entry] = etree.parse(tmp_path / "feeds/topics/retention.atom").getroot().findall("a:entry", ATOM)
    content = entry.findtext("a:content", "", ATOM)
    assert "We keep it for 30 days." in content and "We keep it for 90 days." in content
    assert version_id in content and "Nobody" in entry.findtext("a:rights", "", ATOM)
    assert entry.find("a:link", ATOM).get("href") == f"{SITE}/{page_of('version', version_id)}"  # type: ignore[union-attr]


def test_json_feeds_hold_what_version_1_1_asks_for(observatory: Observatory, tmp_path: Path) -> None:
    observatory.change("lumora", DAY)
    written(observatory, tmp_path / "feeds", base_url="")
    for path in (tmp_path / "feeds").rglob("*.json"):
        feed = json.loads(path.read_text(encoding="utf-8"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"]
        assert isinstance(feed["items"], list)
        for item in feed["items"]:
            assert isinstance(item["id"], str) and item["content_html"] and isinstance(item["tags"], list)
            assert datetime.fromisoformat(item["date_published"]) == DAY
            assert "url" not in item, "without an address of the site there is no page to link to"
    assert len(json.loads((tmp_path / "feeds/platforms/lumora.json").read_text())["items"]) == 1
    assert json.loads((tmp_path / "feeds/platforms/brightmoss.json").read_text())["items"] == []


def test_an_entry_has_one_id_in_all_feeds_and_the_same_data_gives_the_same_bytes(
    observatory: Observatory, tmp_path: Path
) -> None:
    observatory.change("lumora", DAY)
    assert written(observatory, tmp_path / "feeds").changed
    before = {path: path.read_bytes() for path in (tmp_path / "feeds").rglob("*.*")}
    assert not written(observatory, tmp_path / "feeds").changed
    written(observatory, tmp_path / "again")
    again = {
        path.relative_to(tmp_path / "again"): path.read_bytes() for path in (tmp_path / "again").rglob("*.*")
    }
    assert {path.relative_to(tmp_path / "feeds"): content for path, content in before.items()} == again
    names = ("all", "platforms/lumora", "topics/retention", "significance/high", "kinds/change")
    items = [json.loads((tmp_path / f"feeds/{name}.json").read_text())["items"][0] for name in names]
    assert len({item["id"] for item in items}) == 1


def test_hostile_words_of_a_page_stay_words(observatory: Observatory, tmp_path: Path) -> None:
    hostile = '</content><script>alert("1")</script>]]>\x00\x1b[31m\u202e & <b>'
    observatory.change("lumora", DAY, after=hostile, summary=hostile)
    written(observatory, tmp_path / "feeds")
    entry = etree.parse(tmp_path / "feeds/all.atom").getroot().find("a:entry", ATOM)
    assert entry is not None
    assert "&lt;script&gt;" in entry.findtext("a:content", "", ATOM)
    assert "<script" not in entry.findtext("a:content", "", ATOM)
    [item] = json.loads((tmp_path / "feeds/all.json").read_text())["items"]
    assert "<script" not in item["content_html"] and "\u202e" not in item["title"]
    assert "<script" not in (tmp_path / "feeds/index.html").read_text()


def test_turned_stances_and_documents_out_of_sight_are_in_the_feeds_too(
    observatory: Observatory, tmp_path: Path
) -> None:
    observatory.change("lumora", DAY)
    observatory.turn("lumora", "for 30 days", "for ever", DAY)
    observatory.fail("brightmoss", START + timedelta(days=20), "a wall")
    written(observatory, tmp_path / "feeds")
    [turned] = json.loads((tmp_path / "feeds/kinds/stance-turn.json").read_text())["items"]
    assert (
        "It is kept for 30 days." in turned["content_html"]
        and "It is kept for ever." in turned["content_html"]
    )
    assert turned["url"] == f"{SITE}/questions/retention_period/"
    asked = json.loads((tmp_path / "feeds/questions/retention_period.json").read_text())["items"]
    assert {item["_termscape"]["kind"] for item in asked} == {"stance_turn", "change"}
    unseen = json.loads((tmp_path / "feeds/kinds/not-observed.json").read_text())["items"]
    assert "a wall" in unseen[0]["content_html"]


def test_the_opml_and_the_index_list_every_feed(observatory: Observatory, tmp_path: Path) -> None:
    report = written(observatory, tmp_path / "feeds", base_url="")
    listed = etree.parse(tmp_path / "feeds/feeds.opml").xpath("//outline/@xmlUrl")
    assert len(listed) == report.feeds and all((tmp_path / "feeds" / path).is_file() for path in listed)
    index = (tmp_path / "feeds/index.html").read_text(encoding="utf-8")
    linked = re.findall(r'<a href="([^"]+)"', index)
    assert len(linked) == 2 * report.feeds + 1 and all(
        (tmp_path / "feeds" / path).is_file() for path in linked
    )
    assert NEWEST >= 100


def test_readers_see_the_old_folder_or_the_new_one_and_a_kill_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "feeds"
    assert swap_in(folder, {"a/one.txt": b"1"})
    assert not swap_in(folder, {"a/one.txt": b"1"})
    reading = folder.resolve()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with subprocess.Popen(["true"]) as ended:
        pass
    rest = tmp_path / ".feeds" / f".0123456789abcdef.{ended.pid}.tmp"
    rest.mkdir()
    assert not swap_in(folder, {"a/one.txt": b"1"}) and not rest.exists()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            swap_in(folder, {"a/one.txt": b"2"})
    assert (folder / "a/one.txt").read_bytes() == b"1"
    swap_in(folder, {"b.txt": b"3"})
    assert sorted(path.name for path in folder.iterdir()) == ["b.txt"]
    assert (reading / "a/one.txt").read_bytes() == b"1", "who was reading goes on"
    for number in range(4, 9):
        swap_in(folder, {"b.txt": str(number).encode()})
    assert len(list((tmp_path / ".feeds").iterdir())) == 2
