"""The sample keeps its own promises: bodies, declarations, answer key and README tell the same story."""

import hashlib
import re
from urllib.parse import urlsplit

from sample_data import (
    SAMPLE,
    day,
    decoded,
    document,
    expected,
    key,
    policy_text,
    rows,
)
from selectolax.lexbor import LexborHTMLParser

from assets.sources import SHIPPED_PLATFORMS, load_platforms

FAMOUS_NAMES = re.split(
    r"\s+",
    "Adobe Airbnb Alibaba Amazon Anthropic Apple Baidu ByteDance Canva Cloudflare Discord Dropbox eBay "
    "Facebook Figma Gemini Gmail Google Grammarly Gumtree Instagram Kuaishou LinkedIn Meta Microsoft Netflix "
    "Notion OpenAI Oracle PayPal Pinterest Reddit Salesforce Shutterstock Slack Snapchat Spotify Stripe "
    "Telegram Tencent TikTok Twitch Twitter Uber WeChat WhatsApp Wikipedia Yahoo YouTube Zendesk Zoom "
    "百度 阿里 腾讯 微信 抖音 字节 豆包 知乎 微博 淘宝 支付宝",
)
"""Besides the platforms Termscape ships: names that would make an invented text a text about somebody."""


def test_every_body_has_the_hash_and_size_its_row_states() -> None:
    for row in rows():
        if row["file"] is not None:
            body = (SAMPLE / row["file"]).read_bytes()
            assert (hashlib.sha256(body).hexdigest(), len(body)) == (row["sha256"], row["bytes"]), row["file"]


def test_every_page_in_the_folder_was_seen_by_some_attempt() -> None:
    in_folder = {str(path.relative_to(SAMPLE)) for path in (SAMPLE / "pages").rglob("*.*") if path.is_file()}
    assert in_folder == {row["file"] for row in rows() if row["file"]}


def test_an_attempt_that_brought_no_body_says_what_happened() -> None:
    for row in rows():
        if row["file"] is None:
            assert row["outcome"] and row["reason"], row
            assert row["sha256"] is None and row["bytes"] is None


def test_the_declarations_are_without_mistakes() -> None:
    platforms, problems = load_platforms(SAMPLE / "platforms")
    assert len(platforms) == 6
    assert [str(problem) for problem in problems if problem.severity == "error"] == []


def test_every_attempt_is_of_a_declared_page_and_every_declared_page_is_looked_at_often() -> None:
    platforms, _ = load_platforms(SAMPLE / "platforms")
    declared = {
        (platform.name, declaration.terms_type, source.url): source.source_id
        for platform in platforms
        for declaration in platform.declarations
        for source in declaration.sources
    }
    looks = dict.fromkeys(declared, 0)
    for row in rows():
        page = (row["service"], row["terms_type"], row["url"])
        assert declared.get(page) == (row["source_document"] or "main"), row
        looks[page] += 1
    assert all(5 <= count <= 11 for count in looks.values()), looks


def test_about_half_of_the_html_documents_leave_the_main_text_to_be_found() -> None:
    platforms, _ = load_platforms(SAMPLE / "platforms")
    documents = [declaration for platform in platforms for declaration in platform.declarations]
    without = [document for document in documents if not any(source.select for source in document.sources)]
    assert 0.4 <= len(without) / len(documents) <= 0.6


def test_attempts_are_in_order_of_time_from_the_first_round_to_the_last() -> None:
    times = [row["fetched_at"] for row in rows()]
    assert times == sorted(times)
    assert (times[0][:7], times[-1][:7]) == ("2025-01", "2026-10")


def test_only_hosts_that_cannot_exist_are_named_as_platforms() -> None:
    assert all((urlsplit(row["url"]).hostname or "").endswith(".example") for row in rows())


def test_no_real_platform_is_named_in_the_texts() -> None:
    shipped, _ = load_platforms(SHIPPED_PLATFORMS)
    names = "|".join(re.escape(name) for name in [*FAMOUS_NAMES, *(each.name for each in shipped)])
    real = re.compile(rf"(?<![A-Za-z])(?:{names})(?![a-z])")
    for file in {row["file"]: None for row in rows() if row["file"]}:
        if file.endswith(".pdf"):
            text = policy_text(file, "Gantrywise")
        else:
            page = LexborHTMLParser(decoded(file))
            page.strip_tags(["script", "style"])
            text = page.root.text(separator=" ") if page.root else ""
        assert real.search(text) is None, (file, real.search(text))


def test_on_no_day_do_so_many_looks_fail_that_the_round_as_a_whole_would() -> None:
    failures = {"blocked", "not_a_policy", "http_error", "network_error", "quarantined"}
    for date in {day(row) for row in rows()}:
        failed = [expected(row)["outcome"] in failures for row in rows() if day(row) == date]
        assert sum(failed) <= 0.2 * len(failed), date


def test_the_sample_stays_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 3_000_000


def test_the_answer_key_says_one_thing_about_each_attempt_and_nothing_about_others() -> None:
    known = {(document(row), day(row), row["source_document"]) for row in rows()}
    answered = {
        (name, str(entry["date"]), entry.get("source"))
        for name, entries_of in key()["documents"].items()
        for entry in entries_of
    }
    assert answered == known


def test_the_readme_tells_what_the_answer_key_says() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for row in rows():
        entry = expected(row)
        source = f" · {entry['source']}" if "source" in entry else ""
        line = f"| {day(row)}{source} | {entry['outcome']} | {entry.get('note', '')} |"
        assert line in readme, line
