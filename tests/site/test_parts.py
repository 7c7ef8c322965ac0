"""The parts of the site: addresses that last, Markdown that is safe, words that are found."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from assets.site.addresses import KINDS, file_of, page_of, root_of
from assets.site.charts import STANCE_COLOURS, Series, stacked_months
from assets.site.environment import environment, short
from assets.site.front_pages import lately
from assets.site.markdown import rendered, seen
from assets.site.model import Row
from assets.site.reading import PlatformRows
from assets.site.search_index import shard_of, words_of
from assets.site.steps import SHOWN_STEPS, link, shown


def test_a_summary_is_shown_with_the_signs_it_quotes() -> None:
    page = environment().from_string("{{ summary|cut(60) }}")
    summary = "“Fennco | _pk_id | _fb | ab_*” is gone"
    assert page.render(summary=summary) == summary


def test_addresses_are_those_that_were_given_out() -> None:
    assert {kind: page_of(kind) for kind in KINDS if page_of(kind).count("/") <= 1 and kind in page_of(kind)} == {
        kind: f"{kind}/"
        for kind in ("platforms", "questions", "topics", "changes", "regulations", "claims", "coverage", "method",
                     "dictionary", "downloads", "feeds", "search", "vendors")
    } | {kind: f"{kind}s/" for kind in ("platform", "document", "version", "provision", "question", "topic", "regulation")}  # fmt: skip
    assert page_of("home") == "" and file_of("") == "index.html" and root_of("") == "./"
    assert page_of("platform", "文心一言") == "platforms/%E6%96%87%E5%BF%83%E4%B8%80%E8%A8%80/"
    assert file_of(page_of("platform", "文心一言")) == "platforms/文心一言/index.html"
    version = "lumora/privacy-policy@harbour+eu/20240101T000000Z-abc"
    assert page_of("version", version) == f"versions/{version}/"
    assert root_of(page_of("version", version)) == "../../../../"


@pytest.mark.parametrize(
    "identifier", ["../../etc/passwd", "..", "a/../b", ".", "x" * 300, "a\\..\\b", "a\0b"]
)
def test_no_id_leads_out_of_the_site_or_breaks_a_file_system(identifier: str) -> None:
    parts = file_of(page_of("provision", identifier)).split("/")
    assert parts[0] == "provisions" and parts[-1] == "index.html"
    assert all(
        part not in ("", ".", "..") and len(part) < 256 and "\\" not in part and "\0" not in part
        for part in parts
    )


def test_what_has_no_page_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing called 'clause' has a page"):
        page_of("clause", "p-1")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**bold** and _soft_", "<p><strong>bold</strong> and <em>soft</em></p>"),
        ("# A heading", '<p class="heading">A heading</p>'),
        ("[x](javascript:alert(1))", "<p><span>x</span></p>"),
        ("[x](JaVaScRiPt:alert(1))", "<p><span>x</span></p>"),
        ("[x](data:text/html,1)", "<p><span>x</span></p>"),
        ("[x](/privacy)", "<p><span>x</span></p>"),
        ("[x](//evil.example)", "<p><span>x</span></p>"),
        ("![pixel](https://evil.example/1.gif)", "<p>pixel</p>"),
        ("<b onclick=x>y</b>", "<p>&lt;b onclick=x&gt;y&lt;/b&gt;</p>"),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>"),
        (
            "[x](https://a.example/?a=1&b=2)",
            '<p><a href="https://a.example/?a=1&amp;b=2" rel="nofollow noopener noreferrer">x</a></p>',
        ),
        ("```html onload=1\n<script>\n```", "<pre><code>&lt;script&gt;\n</code></pre>"),
        ("[a [b](javascript:x) c](https://d.example)", None),
    ],
)
def test_markdown_of_a_page_becomes_a_safe_subset(markdown: str, shown: str | None) -> None:
    made = str(rendered(markdown)).strip()
    assert made == shown if shown else "javascript" not in made.split('"')[1::2]


def test_a_row_of_a_table_is_its_cells() -> None:
    assert rendered("| Email | <i>ads</i> \\| more |", "table_row") == "<p>Email · ads | more</p>"


def test_what_reverses_letters_is_named_and_control_signs_are_gone() -> None:
    assert seen("a\u202eb\x00\ud800c\u200d") == "a⟨U+202E⟩bc\u200d"


def test_words_are_found_without_accents_in_any_script() -> None:
    assert list(words_of("We don't sell the Données; 我们的数据")) == [
        "don", "sell", "donnees", "我们", "们的", "的数", "数据"
    ]  # fmt: skip
    assert shard_of("a1") == "61-31" and shard_of("数据") == shard_of("数字")


def test_a_chart_takes_its_colours_from_the_page_and_says_the_same_in_figures() -> None:
    chart = stacked_months(
        "A <title>", "Words & more", ["2025-01", "2025-02"], [Series("yes", STANCE_COLOURS[0], [1, 3])], "n"
    )
    assert chart is not None
    assert 'aria-label="A &lt;title&gt;"' in chart.svg and "<desc>Words &amp; more</desc>" in chart.svg
    assert f'fill="{STANCE_COLOURS[0]}"' in chart.svg and "style=" not in chart.svg
    assert chart.rows == [["2025-02", "3"], ["2025-01", "1"]]
    assert stacked_months("t", "d", ["2025-01"], [Series("yes", STANCE_COLOURS[0], [1])], "n") is None


def test_below_a_chart_stand_as_many_names_of_months_as_there_is_room_for_the_newest_among_them() -> None:
    months = [f"{2020 + at // 12}-{at % 12 + 1:02}" for at in range(60)]
    chart = stacked_months("t", "d", months, [Series("yes", STANCE_COLOURS[0], [1] * 60)], "n")
    assert chart is not None
    named = re.findall(r">([A-Z][a-z]{2} 20\d\d)<", chart.svg)
    assert "Dec 2024" in named and 5 < len(named) < 10


def change(platform: str, day: date, significance: str) -> Row:
    """A change of a platform as the home page needs it."""
    return {
        "version_id": f"{platform} {day} {significance}",
        "platform_id": platform,
        "changed_before": day,
        "significance": significance,
    }


def test_the_home_page_tells_the_weightiest_of_late_and_of_one_platform_no_more_than_two_if_others_changed() -> (
    None
):
    day = date(2026, 8, 30)
    weighty = [change("lumora", day - timedelta(days=at), "high") for at in range(4)]
    light = [change(f"quell-{at}", day - timedelta(days=10 + at), "low") for at in range(9)]
    old = [change("brisk", day - timedelta(days=300), "high")]
    told = lately([*weighty, *light, *old])
    assert told == [*weighty[:2], *light[:8]], "in the order of time"
    assert lately(weighty) == weighty, "nobody else changed"
    assert lately([*weighty[:1], *old]) == [*weighty[:1], *old], "too little is new"
    assert lately([]) == []


def test_a_text_is_cut_behind_a_word_and_not_behind_a_comma_or_an_open_bracket() -> None:
    assert short("one, two (three four)", 11) == "one, two …"
    assert short("one, two", 6) == "one …"


def test_a_change_that_a_version_page_leaves_out_is_linked_without_a_place_on_it() -> None:
    changes = [
        {"change_id": str(number), "version_id": "v", "kind": "paragraph"}
        for number in range(SHOWN_STEPS + 1)
    ]
    on_pages = shown(PlatformRows("lumora", "Lumora", {"provision_changes": changes}))
    assert link(changes[SHOWN_STEPS - 1], on_pages) == {"version_id": "v", "anchor": f"c-{SHOWN_STEPS - 1}"}
    assert link(changes[SHOWN_STEPS], on_pages) == {"version_id": "v", "anchor": ""}
    assert link(None, on_pages) == {"version_id": "", "anchor": ""}
