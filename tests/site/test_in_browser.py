"""The site as people meet it, in the system's Chromium: nothing hostile runs, nothing foreign is asked for, all can use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile import MARK

from assets.home import Home

KINDS = (
    *(
        "home",
        "platforms",
        "platform",
        "document",
        "version",
        "provision",
        "gone",
        "questions",
        "question",
        "topics",
    ),
    *("topic", "changes", "month", "regulations", "regulation", "claims", "coverage", "method", "dictionary"),
    *("downloads", "feeds", "search", "vendors"),
)
PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 900}


def page_of_kind(hostile_site: Path, kind: str) -> Path:
    """A page of each kind: of those with page text, one that is full of attacks."""
    patterns = {
        "home": "index.html",
        "platform": "platforms/quell/index.html",
        "document": "documents/quell/*/index.html",
        "version": "versions/quell/*/*/index.html",
        "provision": "provisions/*/index.html",
        "gone": "provisions/*/index.html",
        "question": "questions/ai_training/index.html",
        "topic": "topics/retention/index.html",
        "month": "changes/2*/index.html",
        "regulation": "regulations/gdpr/index.html",
    }
    found = sorted(hostile_site.glob(patterns.get(kind, f"{kind}/index.html")))
    if kind == "gone":
        found = [one for one in found if "A clause that is not in force" in one.read_text(encoding="utf-8")]
    return max(found, key=lambda file: file.read_text(encoding="utf-8").count(MARK))


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page that notes every dialog, error and request that leaves the site."""
    opened = chromium.new_page(viewport=DESK)
    opened.set_default_timeout(20_000)
    opened.complaints = []
    opened.on("dialog", lambda one: (opened.complaints.append(f"dialog {one.message}"), one.dismiss()))
    opened.on("pageerror", lambda one: opened.complaints.append(f"error {one}"))
    opened.on("console", lambda one: opened.complaints.append(f"{one.type} {one.text}"))
    opened.on(
        "request", lambda one: None if one.url.startswith("file:") else opened.complaints.append(one.url)
    )
    yield opened
    assert opened.complaints == []
    opened.context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_safe_fits_a_phone_and_is_accessible_in_light_and_dark(
    page: Any, hostile_site: Path, team: Home, kind: str
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed: `make browser`"
    )

    page.goto(
        page_of_kind(team.path / "site-of-vendors" if kind == "vendors" else hostile_site, kind).as_uri()
    )
    assert page.evaluate(f"window.{MARK} === undefined")
    found = violations(axe.Axe().run(page, options={"resultTypes": ["violations"], "preload": False}))
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    only_colours = {"runOnly": ["color-contrast"], "resultTypes": ["violations"], "preload": False}
    assert found + violations(axe.Axe().run(page, options=only_colours)) == []


def violations(results: Any) -> list[str]:
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}"
        for one in results.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def test_search_finds_clauses_by_words_and_their_beginnings_in_any_script(
    page: Any, hostile_site: Path
) -> None:
    page.goto((hostile_site / "search" / "index.html").as_uri())
    told, results = page.locator("#told"), page.locator("#results li")
    for typed in ("train models", "trai mode", "训练", "SERVERS délete"):
        page.fill("#search-field", typed)
        page.wait_for_function(
            "typed => document.getElementById('results').dataset.asked === typed", arg=typed
        )
        assert "result" in told.inner_text() and results.count() > 0, typed
    # until the page of the clause is there as a whole
    with page.expect_navigation(wait_until="load"):
        page.locator("#results a").first.click()
    assert page.locator("h1").count() == 1
    page.goto((hostile_site / "search" / "index.html").as_uri() + "?q=zzzzz")
    page.wait_for_function("document.getElementById('told').textContent !== ''")
    assert told.inner_text() == "Nothing was found." and results.count() == 0


def test_what_the_search_shows_of_hostile_words_is_text(page: Any, hostile_site: Path) -> None:
    page.goto((hostile_site / "search" / "index.html").as_uri() + f"?q={MARK}")
    page.wait_for_selector("#results li")
    assert "<i onclick=" in page.locator("#results").inner_text()
    assert page.locator("#results script, #results img, #results iframe").count() == 0
    assert page.evaluate(f"window.{MARK} === undefined")


def test_changes_are_filtered_over_all_years(page: Any, hostile_site: Path) -> None:
    page.goto((hostile_site / "changes" / "index.html").as_uri())
    before = page.locator("#change-list > li").count()
    page.select_option("select[name=platform]", "lumora")
    page.wait_for_function("document.getElementById('change-told').textContent !== ''")
    assert page.locator("#change-told").inner_text() == "1 change." and before == 3
    # what was chosen can be sent to somebody, and is there after a reload
    assert page.url.endswith("?platform=lumora")
    page.reload()
    page.wait_for_function("document.getElementById('change-told').textContent === '1 change.'")
    page.locator("#change-list a").first.click()
    assert "Lumora" in page.locator("h1").inner_text()


def test_the_platforms_of_the_coverage_page_are_folded_and_one_that_is_looked_for_is_shown(
    page: Any, hostile_site: Path
) -> None:
    page.set_viewport_size(PHONE)
    page.goto((hostile_site / "coverage" / "index.html").as_uri())
    group = page.locator("#coverage-rows .group").first
    lumora = page.locator("#coverage-rows [data-platform=lumora]")
    assert "Something is missing: 3 platforms" in group.inner_text()
    assert "1 not captured" in lumora.inner_text() and not lumora.locator("ul").is_visible()
    group.locator("summary").first.click()
    assert not lumora.is_visible()
    page.fill("input[name=platform]", "Lumo")
    assert lumora.is_visible() and "1 of 3 shown" in page.locator("main").inner_text()


def test_of_the_clauses_that_differ_readers_choose_those_that_matter(page: Any, sample_home: Home) -> None:
    site = (sample_home.published / "site").resolve()
    versions = [
        one
        for one in site.glob("versions/*/*/*/index.html")
        if 'data-filters="steps"' in one.read_text("utf-8")
    ]
    assert versions, "a change of many clauses"
    page.goto(versions[0].as_uri())
    steps = page.locator("#steps .step")
    everything = steps.count()
    page.select_option("select[name=weight]", "substantive")
    shown = [one for one in steps.all() if one.is_visible()]
    assert 0 < len(shown) < everything
    assert all(one.locator(".weight").count() == 1 for one in shown)
    # where nothing of a place is shown, its name is not either
    for path in page.locator("#steps .path").all():
        following = path.evaluate(
            "one => { let n = one.nextElementSibling; while (n && n.hidden) n = n.nextElementSibling; return n ? n.className : ''; }"
        )
        assert path.is_visible() == following.startswith("step")


def test_a_team_sees_its_own_platforms_first_and_all_if_it_wants(page: Any, team: Home) -> None:
    folder = team.path / "site-of-vendors"
    page.goto((folder / "index.html").as_uri())
    others = page.locator("[data-elsewhere]").first
    assert not others.is_visible()
    page.uncheck("[data-only-ours] input")
    assert others.is_visible() and "Lumora" in others.inner_text()
    page.goto((folder / "changes" / "index.html").as_uri())
    shown = page.locator("#change-list > li")
    assert shown.count() == 1 and "Quell" in shown.inner_text() and "agreed by phone" in shown.inner_text()
    page.uncheck("input[name=ours]")
    page.wait_for_function("document.getElementById('change-told').textContent === '3 changes.'")
    assert shown.count() == 3 and page.locator("#change-list .review").count() == 1
    page.check("input[name=ours]")
    assert shown.count() == 1
    page.goto((folder / "changes" / "index.html").as_uri() + "?platform=lumora")
    page.wait_for_function("document.getElementById('change-told').textContent === '1 change.'")
    assert not page.is_checked("input[name=ours]")


def test_a_keyboard_is_enough(page: Any, hostile_site: Path) -> None:
    page.goto((hostile_site / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "home-search"
    page.keyboard.type("train")
    page.keyboard.press("Enter")
    page.wait_for_selector("#results li")
    page.set_viewport_size(PHONE)
    page.focus("#menu-button")
    page.keyboard.press("Enter")
    assert page.locator("#menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()


def test_the_choice_of_dark_lasts_from_page_to_page(page: Any, hostile_site: Path) -> None:
    page.goto((hostile_site / "index.html").as_uri())
    page.click("#theme-button")
    page.goto((hostile_site / "method" / "index.html").as_uri())
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 27)"
