"""Second tries and waiting: what may pass is tried again with backoff; who asks to be left alone is left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hostile_server import (
    OTHER,
    SITE,
    answers,
    endlessly,
    look,
    once,
    playing,
    reply,
    reset_after,
    running,
    slowly,
    to,
)

from assets.captures.fetching import PageAnswer

PAGE = reply(200, b"the terms")


def why(found: PageAnswer) -> tuple[str, str]:
    assert found.failure is not None
    return found.outcome, found.failure.kind


def days_until(found: PageAnswer) -> float:
    assert found.retry_after is not None
    return (found.retry_after - datetime.now(UTC)) / timedelta(days=1)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_failure_that_passes_is_tried_again_and_stays_on_record(status: int) -> None:
    (found,) = answers({"/terms": once(reply(status), PAGE)}, "/terms", tries=3)
    assert (found.outcome, found.body) == ("fetched", b"the terms")
    assert [each.partition(" ")[0] + " " + each.split()[2] for each in found.tries] == [f"HTTP {status}"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 501])
def test_a_failure_that_stays_is_not_asked_for_again(status: int) -> None:
    async def run() -> None:
        async with playing({"/terms": once(reply(status), PAGE)}) as server:
            (found,) = await look(server, "/terms", tries=3)
            assert (found.status, found.tries, server.paths()) == (status, (), ["/terms"])

    running(run())


def test_after_the_last_try_the_earlier_ones_are_on_record() -> None:
    (found,) = answers({"/terms": once(reply(503), reply(500), reply(504))}, "/terms", tries=3)
    assert found.tries == ("HTTP status 503 Service Unavailable", "HTTP status 500 Internal Server Error")
    assert found.failure is not None
    assert found.failure.reason == "HTTP status 504 Gateway Timeout"


def test_a_reset_and_a_silence_are_tried_again() -> None:
    (found,) = answers({"/terms": reset_after(b"HTTP/1.1 200")}, "/terms", tries=2)
    assert found.tries == ("the connection broke: connection reset by peer",)
    (found,) = answers({"/terms": slowly(PAGE, 2)}, "/terms", tries=2, read_seconds=0.1)
    assert found.tries == ("the server fell silent: nothing more came in time",)


def test_a_page_that_is_too_large_is_not_asked_for_again() -> None:
    (found,) = answers({"/terms": endlessly(b"x" * 9000, head=b"HTTP/1.1 200 OK\r\n\r\n")}, "/terms", tries=3)
    assert (found.outcome, found.tries) == ("too_large", ())


def test_the_pauses_between_tries_double() -> None:
    async def run() -> None:
        async with playing({"/terms": reply(500)}) as server:
            # a backoff longer than we would wait for a server that asks for it is ours to choose
            await look(server, "/terms", tries=3, backoff_seconds=0.2, longest_wait_seconds=0.01)
            first, second, third = (each.at for each in server.asked if each.path == "/terms")
            assert second - first >= 0.14
            assert third - second >= 0.29

    running(run())


def test_a_server_that_says_when_to_come_back_is_asked_then() -> None:
    async def run() -> None:
        async with playing({"/terms": once(reply(429, retry_after="1"), PAGE)}) as server:
            (found,) = await look(server, "/terms", tries=2, longest_wait_seconds=2)
            assert (found.outcome, found.tries) == ("fetched", ("HTTP status 429 Too Many Requests",))
            first, second = (each.at for each in server.asked if each.path == "/terms")
            assert second - first >= 0.9

    running(run())


def in_an_hour() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "value",
    [lambda: "3600", in_an_hour, lambda: in_an_hour().replace("GMT", "-0000")],
    ids=["seconds", "a date", "a date with an offset"],
)
def test_a_server_that_wants_to_be_left_alone_for_long_is_not_asked_for_later_pages(
    status: int, value: Callable[[], str]
) -> None:
    async def run() -> None:
        busy, page = reply(status, b"slow down", retry_after=value()), PAGE
        async with playing({f"{SITE}/a": busy, f"{SITE}/b": page, f"{OTHER}/b": page}) as server:
            first, later, other = await look(server, "/a", "/b", f"http://{OTHER}/b", tries=3)
            assert (first.outcome, first.status, first.tries) == ("http_error", status, ())
            assert 0.9 < days_until(first) * 24 <= 1.01
            assert why(later) == ("postponed", "retry_after")
            assert later.failure is not None
            assert later.failure.reason.startswith(f"not asked: {SITE} wants to be left alone until 20")
            assert 0.9 < days_until(later) * 24 <= 1.01
            assert other.body == b"the terms"
            assert server.paths() == ["/a", "/b"]

    running(run())


def test_pages_that_already_wait_for_their_turn_are_postponed_too_instead_of_waiting_for_an_hour() -> None:
    async def run() -> None:
        began = time.monotonic()
        async with playing(
            {"/a": slowly(reply(429, retry_after="3600"), 0.1), "/b": PAGE, "/c": PAGE}
        ) as server:
            first, *others = await look(server, "/a", "/b", "/c", together=True, delay_seconds=0.2)
            assert first.status == 429
            assert [why(each) for each in others] == [("postponed", "retry_after")] * 2
            assert server.paths() == ["/a"]
        assert time.monotonic() - began < 5

    running(run())


def test_a_page_that_redirects_to_a_host_that_wants_to_be_left_alone_is_postponed() -> None:
    routes = {f"{OTHER}/a": reply(429, retry_after="3600"), f"{SITE}/b": to(f"http://{OTHER}/b")}
    _, found = answers(routes, f"http://{OTHER}/a", "/b")
    assert why(found) == ("postponed", "retry_after")
    assert found.redirects == (f"http://{OTHER}/b",)


@pytest.mark.parametrize(
    "value", ["nonsense", "-5", "1.5", "٣", "", "Mon, 99 Foo", "Fri, 31 Dec 9999 23:59:59 -2359", "\x80"]
)
def test_nonsense_about_when_to_come_back_is_passed_over(value: str) -> None:
    first, later = answers(
        {"/a": reply(429, retry_after=value.encode().decode("latin-1")), "/b": PAGE}, "/a", "/b"
    )
    assert (first.status, first.outcome, first.retry_after) == (429, "http_error", None)
    assert later.body == b"the terms"


@pytest.mark.parametrize(
    "value",
    [str(10 * 365 * 24 * 3600), "9" * 5000, format_datetime(datetime(2199, 1, 1, tzinfo=UTC), usegmt=True)],
    ids=["ten years", "a number without end", "another century"],
)
def test_a_server_that_says_in_ten_years_is_asked_again_after_a_week(value: str) -> None:
    first, later = answers({"/a": reply(503, retry_after=value), "/b": PAGE}, "/a", "/b")
    assert 6.9 < days_until(first) <= 7
    assert why(later) == ("postponed", "retry_after")


def test_a_date_that_is_past_means_now() -> None:
    past = "Tue, 02 Jan 2024 10:00:00 GMT"
    (found,) = answers({"/terms": once(reply(429, retry_after=past), PAGE)}, "/terms", tries=2)
    assert found.body == b"the terms"


def test_a_server_that_drips_its_please_wait_is_still_left_alone() -> None:
    head = b"HTTP/1.1 429 Too Many\r\nretry-after: 3600\r\n\r\n"
    first, later = answers(
        {"/a": endlessly(b"x", head=head, pause=0.01), "/b": PAGE}, "/a", "/b", total_seconds=0.2
    )
    assert why(first) == ("network_error", "timeout")
    assert why(later) == ("postponed", "retry_after")


def test_every_try_has_its_own_time() -> None:
    began = time.monotonic()
    drip = endlessly(b"x", head=b"HTTP/1.1 200 OK\r\n\r\n", pause=0.01)
    (found,) = answers({"/terms": drip}, "/terms", tries=3, total_seconds=0.2)
    assert found.tries == ("the page was not complete after 0.2 seconds",) * 2
    assert 0.5 < time.monotonic() - began < 5


def test_waiting_for_a_turn_is_not_time_spent_on_a_page() -> None:
    async def run() -> list[PageAnswer]:
        async with playing({f"/{n}": slowly(PAGE, 0.15) for n in range(5)}) as server:
            return await look(server, *(f"/{n}" for n in range(5)), together=True, total_seconds=0.3)

    assert [each.outcome for each in running(run())] == ["fetched"] * 5
