"""robots.txt: asked once a host, heeded by RFC 9309, for every host a redirect leads to, unless a source says otherwise."""

from __future__ import annotations

import asyncio
import gzip
from itertools import pairwise

import pytest
from hostile_server import (
    OTHER,
    QUICK,
    SITE,
    Play,
    answers,
    endlessly,
    look,
    playing,
    reply,
    reset_after,
    running,
    slowly,
    to,
)

from assets.captures.fetching import Fetcher, PageAnswer, PageRequest

PAGE = reply(200, b"the terms")


def robots(text: str | bytes, **headers: str) -> bytes:
    return reply(200, text.encode() if isinstance(text, str) else text, content_type="text/plain", **headers)


def asked(rules: bytes | Play, *pages: str, **changes: float) -> list[PageAnswer]:
    # what a page is asked by is percent-encoded on its way
    routes = {"/f%C3%BC": PAGE} | dict.fromkeys(pages, PAGE)
    return answers({"/robots.txt": rules} | routes, *pages, **changes)


def outcomes(rules: bytes | Play, *pages: str) -> list[str]:
    return [each.outcome for each in asked(rules, *pages)]


def why(found: PageAnswer) -> tuple[str, str, str]:
    assert found.failure is not None
    return found.outcome, found.failure.kind, found.failure.reason


def test_a_page_that_is_forbidden_is_not_asked_for() -> None:
    async def run() -> None:
        rules = robots("User-agent: *\nDisallow: /legal/\nAllow: /legal/terms")
        async with playing({"/robots.txt": rules, "/legal/terms": PAGE, "/legal/privacy": PAGE}) as server:
            allowed, forbidden = await look(server, "/legal/terms", "/legal/privacy")
            assert allowed.outcome == "fetched"
            assert why(forbidden) == (
                "refused_by_robots",
                "robots",
                f"http://{SITE}/robots.txt forbids /legal/privacy to Termscape",
            )
            assert (forbidden.status, forbidden.final_url, forbidden.body) == (None, None, None)
            assert server.paths() == ["/legal/terms"]

    running(run())


@pytest.mark.parametrize(
    ("rules", "page", "outcome"),
    [
        ("User-agent: *\nDisallow: /*.pdf$", "/terms.pdf", "refused_by_robots"),
        ("User-agent: *\nDisallow: /*.pdf$", "/terms.pdf?v=2", "fetched"),
        ("User-agent: *\nDisallow: /*?lang=", "/terms?lang=de", "refused_by_robots"),
        ("User-agent: *\nDisallow: /", "/terms", "refused_by_robots"),
        ("User-agent: *\nDisallow:", "/terms", "fetched"),
        ("User-agent: *\nDisallow: /\nUser-agent: Termscape\nAllow: /", "/terms", "fetched"),
        ("User-agent: *\nAllow: /\nUser-agent: termscape\nDisallow: /", "/terms", "refused_by_robots"),
        ("User-agent: otherbot\nUser-agent: TermScape\nDisallow: /", "/terms", "refused_by_robots"),
        ("User-agent: otherbot\nDisallow: /", "/terms", "fetched"),
        ("\ufeffUser-agent: *\nDisallow: /", "/terms", "refused_by_robots"),
        ("user-agent:*\r\ndisallow:/terms # all of them\r\n", "/terms", "refused_by_robots"),
        ("User-agent: *\rDisallow: /terms", "/terms", "refused_by_robots"),
        ("<!doctype html><p>We have no robots here", "/terms", "fetched"),
        ("", "/terms", "fetched"),
        ("User-agent: *\nDisallow: /f%C3%BC", "/fü", "refused_by_robots"),
    ],
)
def test_rules_are_read_as_rfc_9309_reads_them(rules: str, page: str, outcome: str) -> None:
    assert outcomes(robots(rules), page) == [outcome]


def test_bytes_that_are_no_text_forbid_nothing() -> None:
    assert outcomes(robots(bytes(range(256)) * 20), "/terms") == ["fetched"]


def test_a_compressed_file_is_read() -> None:
    packed = gzip.compress(b"User-agent: *\nDisallow: /")
    assert outcomes(robots(packed, content_encoding="gzip"), "/terms") == ["refused_by_robots"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_file_that_does_not_exist_forbids_nothing(status: int) -> None:
    assert outcomes(reply(status, b"User-agent: *\nDisallow: /"), "/terms") == ["fetched"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_file_the_server_cannot_give_now_forbids_everything(status: int) -> None:
    (found,) = asked(reply(status), "/terms")
    outcome, kind, reason = why(found)
    assert (outcome, kind) == ("refused_by_robots", "robots")
    assert reason.startswith(f"its robots.txt answers with HTTP status {status} ")
    assert reason.endswith(", so nothing may be asked for")


def test_a_server_that_wants_to_be_left_alone_when_asked_for_the_file_postpones_all_its_pages() -> None:
    found = asked(reply(503, retry_after="3600"), "/a", "/b")
    assert [why(each)[:2] for each in found] == [("postponed", "retry_after")] * 2
    assert all(each.retry_after is not None for each in found)


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        (reset_after(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nUser-agent: x"), "connection"),
        (slowly(b"", 3), "timeout"),
        (endlessly(b"#", head=b"HTTP/1.1 200 OK\r\n\r\n", pause=0.01), "timeout"),
        (robots(b"xx", content_encoding="br"), "encoding"),
        (robots(gzip.compress(b"User-agent: *\n" * 99)[:-9], content_encoding="gzip"), "encoding"),
        (b"garbage\r\n\r\n", "protocol"),
    ],
    ids=["reset", "silent", "drips", "brotli", "cut", "garbage"],
)
def test_a_file_that_cannot_be_read_may_forbid_everything(broken: bytes | Play, kind: str) -> None:
    async def run() -> None:
        async with playing({"/robots.txt": broken, "/terms": PAGE}) as server:
            (found,) = await look(server, "/terms", tries=1)
            assert why(found)[:2] == ("network_error", kind)
            assert why(found)[2].endswith(" (asked for robots.txt first)")
            assert server.paths() == []

    running(run())


def test_of_five_megabytes_the_first_500_kibibytes_count() -> None:
    """They are read and no more, although a page of that size is too large here, and no cut line is a rule."""
    line = b"Disallow: /forbidden-by-a-line-that-is-somewhere-in-the-middle\n"
    early = b"User-agent: *\nDisallow: /early\n" + line * (6 << 20 >> 6) + b"Disallow: /late\n"
    assert outcomes(robots(early), "/early", "/late", "/forb") == ["refused_by_robots", "fetched", "fetched"]
    endless = endlessly(line * 100, head=b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /early\n")
    assert outcomes(endless, "/early", "/late") == ["refused_by_robots", "fetched"]


def test_a_file_that_redirects_is_read_where_it_leads_also_on_another_host() -> None:
    routes = {
        f"{SITE}/robots.txt": to(f"http://{OTHER}/rules.txt"),
        f"{OTHER}/robots.txt": robots("User-agent: *\nDisallow: /"),
        "/rules.txt": robots("User-agent: *\nDisallow: /terms"),
        "/terms": PAGE,
        "/privacy": PAGE,
    }
    terms, privacy = answers(routes, "/terms", "/privacy")
    assert (terms.outcome, privacy.outcome) == ("refused_by_robots", "fetched")


@pytest.mark.parametrize(
    "place", ["/robots.txt", "ftp://x.example/robots.txt", "", "http://10.0.0.1/robots.txt"]
)
def test_a_file_whose_redirects_lead_nowhere_forbids_nothing(place: str) -> None:
    assert outcomes(to(place), "/terms") == ["fetched"]


def test_many_pages_side_by_side_ask_for_the_file_once_for_each_host_and_scheme() -> None:
    async def run() -> None:
        routes = {f"/{n}": PAGE for n in range(8)} | {
            "/robots.txt": slowly(robots("User-agent: *\nAllow: /"), 0.05)
        }
        async with playing(routes) as server:
            pages = [
                f"{base}/{n}"
                for n in range(8)
                for base in (f"http://{SITE}", f"http://{OTHER}", f"https://{SITE}")
            ]
            found = await look(server, *pages, together=True)
            assert {each.outcome for each in found} == {"fetched"}
            files = [each.host for each in server.asked if each.path == "/robots.txt"]
            assert sorted(files) == sorted([SITE, SITE, OTHER])

    running(run())


def test_a_page_that_is_given_up_does_not_take_the_file_from_the_others() -> None:
    async def run() -> None:
        routes = {"/robots.txt": slowly(robots("User-agent: *\nAllow: /"), 0.1), "/a": PAGE, "/b": PAGE}
        async with playing(routes) as server, Fetcher(QUICK, stand_ins=server.stand_ins()) as fetcher:
            one, two = (asyncio.ensure_future(fetcher.fetch(PageRequest(f"http://{SITE}/{n}"))) for n in "ab")
            await asyncio.sleep(0.03)
            one.cancel()
            assert (await two).outcome == "fetched"
            assert [each.path for each in server.asked] == ["/robots.txt", "/b"]

    running(run())


def test_a_redirect_to_another_host_heeds_that_hosts_file() -> None:
    async def run() -> None:
        routes = {
            f"{OTHER}/robots.txt": robots("User-agent: *\nDisallow: /"),
            "/old": to(f"http://{OTHER}/terms"),
        }
        async with playing(routes) as server:
            (found,) = await look(server, "/old")
            assert why(found)[:2] == ("refused_by_robots", "robots")
            assert found.redirects == (f"http://{OTHER}/terms",)
            assert server.paths() == ["/old"]

    running(run())


def test_a_source_may_say_that_robots_txt_is_not_heeded() -> None:
    async def run() -> None:
        routes = {"/robots.txt": robots("User-agent: *\nDisallow: /"), "/old": to("/terms"), "/terms": PAGE}
        async with playing(routes) as server:
            (found,) = await look(server, PageRequest(f"http://{SITE}/old", ignore_robots=True))
            assert found.body == b"the terms"
            assert [each.path for each in server.asked] == ["/old", "/terms"]

    running(run())


def test_a_crawl_delay_is_kept_from_the_file_on() -> None:
    async def run() -> None:
        rules = robots("User-agent: *\nCrawl-delay: 0.25")
        async with playing({"/robots.txt": rules, "/a": PAGE, "/b": PAGE, "/c": PAGE}) as server:
            await look(server, "/a", "/b", "/c", together=True)
            at = [each.at for each in server.asked]
            assert len(at) == 4
            assert all(later - earlier >= 0.12 for earlier, later in pairwise(at))

    running(run())


@pytest.mark.parametrize("delay", ["nonsense", "-3", "inf", "nan", ""])
def test_a_crawl_delay_that_is_none_is_passed_over(delay: str) -> None:
    assert outcomes(robots(f"User-agent: *\nCrawl-delay: {delay}"), "/a", "/b") == ["fetched", "fetched"]


def test_a_rule_about_a_secret_address_does_not_tell_the_secret() -> None:
    (found,) = asked(robots("User-agent: *\nDisallow: /"), "/terms?token=hunter2")
    assert why(found)[2] == f"http://{SITE}/robots.txt forbids /terms?token=hidden to Termscape"
