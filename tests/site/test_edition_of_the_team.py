"""The team's own edition: vendors and reviews beside what was published, and none of it where everybody reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from teams import NOTE, SECRETS, VENDORS

from assets.errors import InputError
from assets.home import Home
from assets.site.model import Built, Site
from assets.site.publishing import write_site
from assets.warehouse import read_frame


@pytest.fixture(scope="module")
def edition(team: Home) -> Path:
    return team.path / "site-of-vendors"


def page(file: Path) -> html.HtmlElement:
    return html.document_fromstring(file.read_bytes().decode())


def told(file: Path) -> str:
    return " ".join(page(file).text_content().split())


def test_the_published_site_holds_none_of_it(team: Home) -> None:
    files = [one for one in team.published.rglob("*") if one.is_file()]
    assert len(files) > 100
    for one in files:
        content = one.read_bytes()
        assert not any(secret.encode() in content for secret in SECRETS), one
    site = (team.published / "site").resolve()
    assert not (site / "vendors").exists()
    assert "only ours" not in told(site / "index.html") and "only ours" not in told(
        site / "changes/index.html"
    )


def test_a_page_shows_each_platform_that_is_used_with_owner_contract_and_reviews(edition: Path) -> None:
    shown = told(edition / "vendors" / "index.html")
    for part in ("Ada Lovejoy", "C-17/2024", "high", "renewal in May", "Dismissed: 1", "agreed by phone"):
        assert part in shown, part
    assert "1 captured, 1 not captured (Terms of Service)" in shown
    assert (
        "Documents that fail Privacy Policy: 1 look in vain" in shown
        and "http error: the server said" in shown
    )
    [link] = set(page(edition / "vendors" / "index.html").xpath("//h2/a/@href"))
    assert link == "../platforms/quell/index.html"
    assert not page(edition / "vendors" / "index.html").xpath("//h2[contains(., 'Lumora')]")


def test_a_review_stands_beside_the_change_wherever_it_is_listed(edition: Path, team: Home) -> None:
    version, month = read_frame(
        team, "SELECT version_id, strftime(changed_before, '%Y-%m') FROM changes WHERE platform_id = 'quell'"
    ).row(0)
    for file in (
        *("index.html", "changes/index.html", "platforms/quell/index.html", "vendors/index.html"),
        *(f"changes/{month}/index.html", f"versions/{version}/index.html"),
    ):
        [review] = set(page(edition / file).xpath("//p[@class='review dismissed']/text()"))
        assert review.startswith("dismissed by Ada Lovejoy, 2026-01-02: agreed by phone"), file
    [data] = (edition / "changes" / "data").glob("2024.js")
    rows = json.loads(data.read_text().partition(",")[2].rstrip().removesuffix(");"))
    assert {row[1]: (row[11], row[12][:9]) for row in rows}["quell"] == (True, "dismissed")
    assert {row[1]: row[11:] for row in rows}["lumora"] == [False, ""]


def test_what_people_note_is_text(edition: Path) -> None:
    for file in edition.rglob("*.html"):
        assert not [one for one in page(file).iter("script") if one.text or "alert" in (one.get("src") or "")]
    assert NOTE in told(edition / "vendors" / "index.html")


def test_every_page_of_the_edition_says_that_it_is_not_for_publication(edition: Path) -> None:
    for file in edition.rglob("*.html"):
        assert "Internal: not for publication." in told(file), file
        assert page(file).xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]
    assert json.loads((edition / "site.json").read_text())["internal"] is True


def test_every_link_of_the_page_leads_somewhere(edition: Path) -> None:
    for name in ("vendors", "changes", "."):
        for link in page(edition / name / "index.html").xpath("//@href"):
            path = unquote(urlsplit(link).path)
            assert not path or (edition / name / path).is_file(), link


def test_the_edition_goes_nowhere_where_sites_for_publication_stand(team: Home, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="which is for everybody"):
        write_site(team, team.published / "ours", for_team=True)
    shutil.copytree((team.published / "site").resolve(), tmp_path / "site")
    with pytest.raises(InputError, match="holds a site that is for publication"):
        write_site(team, tmp_path / "site", for_team=True)


def test_without_vendors_the_command_says_how_to_name_them(
    siteless: Home, termscape: Callable[..., CompletedProcess[str]]
) -> None:
    ended = termscape("site", "--vendors", "--home", siteless.path)
    assert ended.returncode == 2
    assert "vendors.yaml names no vendor yet" in ended.stderr and "- platform: Lumora" in ended.stderr
    assert not (siteless.path / "site-of-vendors").exists()


def test_the_command_shows_reviews_of_this_minute(
    siteless: Home, termscape: Callable[..., CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = siteless.path
    (home / "vendors.yaml").write_text(VENDORS, encoding="utf-8")
    version = read_frame(siteless, "SELECT version_id FROM changes WHERE platform_id = 'quell'").item()
    assert termscape("mark", version, "seen", "--who", "Grace", "--home", home).returncode == 0
    built: list[Site] = []
    monkeypatch.setattr("assets.site.publishing.build_site", _of_one_page(built))
    ended = termscape("site", "--vendors", "--home", home)
    assert ended.returncode == 0 and "site-of-vendors" in ended.stdout
    assert built[0].team
    assert built[0].team.reviews[version]["who"] == "Grace" and list(built[0].team.vendors) == ["quell"]


def _of_one_page(built: list[Site]) -> Callable[..., Any]:
    def build(connection: Any, folder: Path, site: Site, **_: Any) -> Built:
        built.append(site)
        (folder / "index.html").write_text("-")
        return Built(1, 1, 1, ("", 1), {"home": 1})

    return build
