"""The feeds stand on the site: whoever serves it alone serves them, and each page offers the feed that is about it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree, html

import assets.site.publishing
from assets.home import Home
from assets.notices.feeds import write_feeds
from assets.notices.pages import site_pages
from assets.site.addresses import file_of, page_of
from assets.site.feeds import copy_feeds, published_feeds
from assets.site.model import Built, Site
from assets.site.publishing import publish_site, write_site
from assets.site.writing import Tally
from assets.warehouse import Reader, open_published

ELSEWHERE = "https://elsewhere.example/policies/"


def offered(folder: Path, address: str) -> dict[str, str]:
    """The feeds that a page offers to a feed reader: path by media type."""
    file = folder / file_of(address)
    page = html.document_fromstring(file.read_bytes().decode())
    return {
        link.get("type"): (file.parent / unquote(link.get("href"))).resolve().relative_to(folder).as_posix()
        for link in page.xpath("//head/link[@rel='alternate']")
    }


def test_every_published_feed_is_there_as_it_is(hostile_site: Path, hostile: Home) -> None:
    feeds = (hostile.published / "feeds").resolve()
    files = [one.relative_to(feeds) for one in feeds.rglob("*") if one.is_file()]
    assert len(files) > 20
    for one in files:
        assert (
            one.name == "index.html"
            or (hostile_site / "feeds" / one).read_bytes() == (feeds / one).read_bytes()
        )


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        (page_of("home"), "feeds/all"),
        (page_of("changes"), "feeds/kinds/change"),
        (page_of("platform", "quell"), "feeds/platforms/quell"),
        (page_of("platform", "ørn"), "feeds/platforms/ørn"),
        (page_of("question", "ai_training"), "feeds/questions/ai_training"),
        (page_of("topic", "retention"), "feeds/topics/retention"),
    ],
)
def test_a_page_offers_the_feed_about_it_in_both_formats(hostile_site: Path, address: str, feed: str) -> None:
    found = offered(hostile_site, address)
    assert found == {"application/atom+xml": f"{feed}.atom", "application/feed+json": f"{feed}.json"}
    etree.parse(hostile_site / found["application/atom+xml"])


def test_a_page_without_a_feed_offers_none(hostile_site: Path) -> None:
    assert offered(hostile_site, page_of("method")) == {}


def test_the_list_of_feeds_is_a_page_of_the_site_that_links_each(hostile_site: Path, hostile: Home) -> None:
    page = html.document_fromstring((hostile_site / "feeds" / "index.html").read_bytes().decode())
    links = [one for one in page.xpath("//main//a/@href") if one.endswith((".atom", ".json"))]
    assert len(links) == 2 * len(published_feeds(hostile).paths)
    assert all((hostile_site / "feeds" / unquote(one)).is_file() for one in links)
    for name in ("index.html", "downloads/index.html"):
        other = html.document_fromstring((hostile_site / name).read_bytes().decode())
        assert [one for one in other.xpath("//@href") if one.endswith("feeds/index.html")], name


def test_a_changed_feed_makes_a_new_site_and_no_feeds_make_one_without(
    siteless: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    built: list[Site] = []

    def build(connection: Any, folder: Path, site: Site, **_: Any) -> Built:
        built.append(site)
        (folder / "index.html").write_text("-")
        return Built(1, 1, 1, ("", 1), {"home": 1})

    monkeypatch.setattr(assets.site.publishing, "build_site", build)
    publish_site(siteless)
    feeds = siteless.published / "feeds"
    with (feeds / "all.json").open("a") as file:
        file.write("\n")
    assert not publish_site(siteless).was_there
    assert publish_site(siteless).was_there
    shutil.rmtree(feeds)
    write_site(siteless, tmp_path / "out")
    assert [bool(site.feeds.paths) for site in built] == [True, True, False]


# The id of a feed stays the one that its readers know, wherever it is shown.
_OWN_ID = re.compile(rb"\A(.*?<id>)[^<]*", re.DOTALL)


@pytest.mark.parametrize("written_for", ["", ELSEWHERE, "https://policies.example/"])
@pytest.mark.parametrize("shown_at", ["", ELSEWHERE])
def test_feeds_on_a_site_read_as_if_they_had_been_written_for_its_address(
    hostile: Home, tmp_path: Path, written_for: str, shown_at: str
) -> None:
    made = Home(tmp_path / "made").published / "feeds"
    wanted = tmp_path / "wanted"
    made.parent.mkdir(parents=True)
    with open_published(hostile) as connection:
        for folder, address in ((made, written_for), (wanted, shown_at)):
            write_feeds(Reader(connection), folder, site_pages(address), address or None)
    copied = tmp_path / "copied"
    copy_feeds(published_feeds(Home(tmp_path / "made")), copied, Tally(), shown_at)
    names = [one.relative_to(copied) for one in copied.rglob("*") if one.is_file()]
    assert len(names) > 20
    for name in names:
        told, expected = (
            _OWN_ID.sub(rb"\1", (folder / name).read_bytes())
            if name.suffix == ".atom"
            else (folder / name).read_bytes()
            for folder in (copied, wanted)
        )
        assert told == expected, name


def test_an_entry_of_a_feed_leads_to_a_page_of_the_site_it_stands_on(siteless: Home, tmp_path: Path) -> None:
    write_site(siteless, tmp_path / "out", base_url=ELSEWHERE)
    feed = json.loads((tmp_path / "out" / "feeds" / "all.json").read_bytes())
    assert feed["feed_url"] == f"{ELSEWHERE}feeds/all.json" and feed["items"]
    for item in feed["items"]:
        assert (tmp_path / "out" / file_of(item["url"].removeprefix(ELSEWHERE))).is_file()
        assert f'<a href="{item["url"]}">' in item["content_html"]
