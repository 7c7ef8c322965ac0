"""Pages of policies are hostile: whatever stands in a text stays text, on every page and in every script of data."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hostile import ATTACKS, MARK
from lxml import html

OURS = {"theme.js", "site.js", "search.js", "changes.js"}
NEVER = ("iframe", "object", "embed", "style", "base", "img", "video", "audio", "foreignobject", "template")


@pytest.fixture(scope="module")
def pages(hostile_site: Path) -> dict[str, html.HtmlElement]:
    """Every page by its path."""
    return {
        file.relative_to(hostile_site).as_posix(): html.document_fromstring(file.read_bytes().decode())
        for file in sorted(hostile_site.rglob("*.html"))
    }


def elements(pages: dict[str, html.HtmlElement]) -> Iterator[tuple[str, html.HtmlElement]]:
    for name, page in pages.items():
        for element in page.iter():
            if isinstance(element.tag, str):
                yield name, element


def test_the_attacks_are_there_to_be_seen(pages: dict[str, html.HtmlElement]) -> None:
    text = " ".join(page.text_content() for page in pages.values())
    assert text.count(MARK) > 100
    assert "<script>window" in text and "onerror=" in text and "{{ 7 * 7 }}" in text and "⟨U+202E⟩" in text


def test_no_script_runs_but_ours(pages: dict[str, html.HtmlElement]) -> None:
    for name, element in elements(pages):
        if element.tag == "script":
            assert Path(element.get("src", "")).name in OURS and not element.text, name


def test_no_element_loads_or_frames_anything(pages: dict[str, html.HtmlElement]) -> None:
    assert [(name, one.tag) for name, one in elements(pages) if one.tag.lower() in NEVER] == []


def test_no_attribute_handles_events_or_sets_a_style(pages: dict[str, html.HtmlElement]) -> None:
    found = [
        (name, attribute)
        for name, one in elements(pages)
        for attribute in one.attrib
        if attribute.lower().startswith("on") or attribute.lower() == "style"
    ]
    assert found == []


def test_a_link_out_is_a_web_address_that_is_not_vouched_for(pages: dict[str, html.HtmlElement]) -> None:
    out = 0
    for name, element in elements(pages):
        for attribute in ("href", "src", "action", "xlink:href"):
            scheme = urlsplit(element.get(attribute, "")).scheme
            assert scheme in ("", "http", "https"), (name, element.get(attribute))
        if urlsplit(element.get("href", "")).scheme:
            out += 1
            assert "noopener" in element.get("rel", "").split(), (name, element.get("href"))
            if "evil" in element.get("href"):
                assert "nofollow" in element.get("rel").split(), name
    assert out > 10


def test_every_page_forbids_what_is_not_from_the_site(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy and "default-src 'none'" in policy[0] and "unsafe" not in policy[0], name


def test_nothing_turns_the_direction_of_writing_or_hides_in_a_control_sign(hostile_site: Path) -> None:
    forbidden = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f]")
    for file in [*hostile_site.rglob("*.html"), *hostile_site.rglob("*.js")]:
        assert not forbidden.search(file.read_text(encoding="utf-8")), file


def test_scripts_of_data_hold_no_markup_and_are_data(hostile_site: Path) -> None:
    scripts = [
        *(hostile_site / "search" / "index").glob("*.js"),
        *(hostile_site / "changes" / "data").glob("*.js"),
    ]
    assert len(scripts) > 20
    for file in scripts:
        text = file.read_text(encoding="utf-8")
        assert "<" not in text and ">" not in text, file
        function, _, rest = text.partition("(")
        assert re.fullmatch(r"termscape(Search\.(words|records|about)|Changes)", function)
        json.loads(f"[{rest.rstrip().removesuffix(');')}]")


def test_a_template_in_a_policy_is_not_filled_in(pages: dict[str, html.HtmlElement]) -> None:
    assert ATTACKS[6].startswith("{{ 7 * 7 }}")
    assert not any("49 {% raw %}" in page.text_content() for page in pages.values())


def test_every_link_inside_leads_to_a_page_and_a_place_on_it(
    pages: dict[str, html.HtmlElement], hostile_site: Path
) -> None:
    ids = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    broken = []
    for name, page in pages.items():
        for link in page.xpath("//@href | //@src"):
            parts = urlsplit(link)
            if parts.scheme:
                continue
            assert not link.startswith("/"), (name, link)
            target = (hostile_site / name).parent / unquote(parts.path) if parts.path else hostile_site / name
            if not target.is_file():
                broken.append((name, link))
            elif parts.fragment and target.suffix == ".html":
                there = ids[target.resolve().relative_to(hostile_site).as_posix()]
                broken += [(name, link)] if unquote(parts.fragment) not in there else []
    assert broken == []


def test_every_page_is_built_for_those_who_listen(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        assert len(page.xpath("//h1")) == 1, name
        assert page.get("lang") == "en" and page.xpath("//main[@id='main']"), name
        assert page.xpath("//a[@class='skip'][@href='#main']"), name
        repeated = [one for one, count in Counter(page.xpath("//@id")).items() if count > 1]
        assert repeated == [], name
        assert all(table.xpath("./caption") for table in page.xpath("//table[not(ancestor::div[@class='policy'])]")
                   if not table.xpath("ancestor::blockquote")), name  # fmt: skip


def test_no_cell_of_a_download_is_a_formula(hostile_site: Path) -> None:
    files = sorted((hostile_site / "downloads").glob("*.csv"))
    assert len(files) == 6
    for file in files:
        for row in csv.reader(file.read_text(encoding="utf-8").splitlines()):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))], file
