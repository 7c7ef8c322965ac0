"""Redirects: followed hop by hop with the cookies they need, never in circles and never to where we must not go."""

from __future__ import annotations

import asyncio

import pytest
from hostile_server import OTHER, SITE, Asked, Play, answers, look, playing, reply, running, to

from assets.captures.fetching import PageAnswer

PAGE = reply(200, b"the terms")


def why(found: PageAnswer) -> tuple[str, str, str]:
    assert found.failure is not None
    return found.outcome, found.failure.kind, found.failure.reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "place", ["/terms", "terms", f"http://{SITE}/terms", f"//{SITE}/terms", "/x/../terms#part"]
)
def test_a_redirect_is_followed_however_its_place_is_written(status: int, place: str) -> None:
    (found,) = answers({"/old": to(place, status), "/terms": PAGE}, "/old")
    assert (found.outcome, found.body) == ("fetched", b"the terms")
    assert found.final_url == f"http://{SITE}/terms"
    assert found.redirects == (f"http://{SITE}/terms",)


def test_five_hops_over_two_hosts_are_all_on_record() -> None:
    routes = {f"/{n}": to(f"http://{OTHER if n % 2 else SITE}/{n + 1}") for n in range(5)} | {"/5": PAGE}
    (found,) = answers(routes, "/0")
    assert found.body == b"the terms"
    assert [each.rpartition("/")[2] for each in found.redirects] == ["1", "2", "3", "4", "5"]


def test_redirects_of_one_host_need_one_connection() -> None:
    async def run() -> None:
        routes = {"/0": to("/1"), "/1": to("/2"), "/2": PAGE}
        async with playing(routes) as server:
            await look(server, "/0")
            assert (server.connections, server.paths()) == (1, ["/0", "/1", "/2"])

    running(run())


def test_a_redirect_whose_own_page_never_ends_is_followed_all_the_same() -> None:
    async def play(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 302 Found\r\nlocation: /terms\r\ntransfer-encoding: chunked\r\n\r\n")
        await asyncio.sleep(5)

    (found,) = answers({"/old": play, "/terms": PAGE}, "/old")
    assert found.body == b"the terms"


def test_a_circle_is_recognised() -> None:
    async def run() -> None:
        async with playing({"/a": to("/b"), "/b": to("/a")}) as server:
            (found,) = await look(server, "/a")
            assert why(found) == ("http_error", "redirects", f"it redirects in circles, by http://{SITE}/a")
            assert (found.status, found.body) == (302, None)
            assert server.paths() == ["/a", "/b"]

    running(run())


def test_a_page_that_redirects_to_itself_until_it_has_its_cookie_is_passed() -> None:
    async def wall(asked: Asked, writer: asyncio.StreamWriter) -> None:
        passed = "seen=1" in asked.headers.get("cookie", "")
        writer.write(PAGE if passed else to("/terms", set_cookie="seen=1; Path=/"))

    (found,) = answers({"/terms": wall}, "/terms")
    assert found.body == b"the terms"


def test_a_page_that_redirects_to_itself_with_the_same_cookie_for_ever_is_a_circle() -> None:
    (found,) = answers({"/terms": to("/terms", set_cookie="seen=1; Path=/")}, "/terms")
    assert why(found)[2].startswith("it redirects in circles")


def test_a_circle_with_a_new_cookie_each_time_ends_by_the_number_of_redirects() -> None:
    def counting() -> Play:
        count = 0

        async def play(_: Asked, writer: asyncio.StreamWriter) -> None:
            nonlocal count
            count += 1
            writer.write(to("/terms", set_cookie=f"n={count}"))

        return play

    (found,) = answers({"/terms": counting()}, "/terms", max_redirects=4)
    assert why(found) == ("http_error", "redirects", "it redirects more than 4 times")
    assert len(found.redirects) == 5


def test_too_many_redirects_end_as_that() -> None:
    async def further(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(to(asked.path + "x"))

    (found,) = answers({"/terms" + "x" * n: further for n in range(20)}, "/terms", max_redirects=3)
    assert why(found)[2] == "it redirects more than 3 times"


def test_a_round_may_follow_no_redirect_at_all() -> None:
    (found,) = answers({"/old": to("/terms"), "/terms": PAGE}, "/old", max_redirects=0)
    assert why(found)[:2] == ("http_error", "redirects")


@pytest.mark.parametrize(
    "place",
    [
        "ftp://files.example/terms",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,hi",
        "mailto:a@b.example",
        "http://lumora.example:99999/",
        "gopher://x/",
    ],
)
def test_a_redirect_to_what_is_no_page_is_refused(place: str) -> None:
    (found,) = answers({"/old": to(place)}, "/old")
    outcome, kind, reason = why(found)
    assert (outcome, kind) == ("refused_address", "url")
    assert "is not asked: " in reason
    assert "passwd" not in (found.body or b"").decode()


@pytest.mark.parametrize("place", ["", "   ", None])
def test_a_redirect_without_a_place_leads_nowhere(place: str | None) -> None:
    (found,) = answers({"/old": reply(302, b"?", **({} if place is None else {"location": place}))}, "/old")
    assert why(found) == ("http_error", "redirects", "HTTP status 302 without a Location to go to")


@pytest.mark.parametrize(
    "place", ["http://[::1", "http://a:b:c/", "\x7f", "http://" + "a" * 70_000 + ".example/"]
)
def test_a_redirect_to_something_unreadable_is_told_as_that(place: str) -> None:
    (found,) = answers({"/old": to(place)}, "/old")
    assert why(found)[:2] == ("http_error", "redirects")
    assert len(why(found)[2]) < 200


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "[::1]", "0x7f000001", "localhost"]
)
def test_a_redirect_to_a_private_address_is_refused(address: str) -> None:
    async def run() -> PageAnswer:
        async with playing({}) as server:
            server.routes = {
                "/old": to(f"http://{address}:{server.port}/secret"),
                "/secret": reply(200, b"keys"),
            }
            (found,) = await look(server, "/old")
            assert server.paths() == ["/old"]
            return found

    found = running(run())
    assert why(found)[:2] == ("refused_address", "address")
    assert found.body is None


def test_a_name_and_password_in_a_redirect_are_neither_used_nor_recorded() -> None:
    async def run() -> None:
        async with playing({"/old": to(f"http://me:hunter2@{SITE}/terms"), "/terms": PAGE}) as server:
            (found,) = await look(server, "/old")
            assert found.body == b"the terms"
            assert "authorization" not in server.asked[-1].headers
            assert "hunter2" not in repr(found)

    running(run())


def test_a_redirect_from_https_to_http_is_followed_and_on_record_without_secure_cookies() -> None:
    async def run() -> None:
        routes = {"/old": to(f"http://{SITE}/terms", set_cookie="a=1; Secure; Path=/"), "/terms": PAGE}
        async with playing(routes) as server:
            (found,) = await look(server, f"https://{SITE}/old")
            assert (found.body, found.redirects) == (b"the terms", (f"http://{SITE}/terms",))
            assert "cookie" not in server.asked[-1].headers

    running(run())


def test_a_cookie_of_one_host_is_not_told_to_another() -> None:
    async def run() -> None:
        routes = {"/old": to(f"http://{OTHER}/terms", set_cookie="a=1"), "/terms": PAGE}
        async with playing(routes) as server:
            await look(server, "/old")
            assert "cookie" not in server.asked[-1].headers

    running(run())


def test_two_looks_share_no_cookies_and_neither_do_two_tries() -> None:
    async def run() -> None:
        async with playing({"/terms": reply(503, b"", set_cookie="a=1; Path=/")}) as server:
            await look(server, "/terms", "/terms", tries=2)
            asked = [each for each in server.asked if each.path == "/terms"]
            assert len(asked) == 4
            assert [each.headers.get("cookie") for each in asked] == [None] * 4

    running(run())


def test_pages_of_two_hosts_that_redirect_to_each_others_host_do_not_wait_for_each_other() -> None:
    async def run() -> list[PageAnswer]:
        routes: dict[str, bytes | Play] = {}
        for n in range(6):
            routes[f"{SITE}/{n}"] = to(f"http://{OTHER}/page")
            routes[f"{OTHER}/{n}"] = to(f"http://{SITE}/page")
        routes["/page"] = PAGE
        pages = [f"http://{host}/{n}" for n in range(6) for host in (SITE, OTHER)]
        async with playing(routes) as server:
            return await look(server, *pages, together=True, concurrency=1)

    assert [found.body for found in running(run())] == [b"the terms"] * 12
