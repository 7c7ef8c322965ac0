"""Politeness: so many questions to a host at a time, a pause between two starts, and other hosts meanwhile."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
from hostile_server import OTHER, SITE, THIRD, Asked, HostileServer, look, playing, reply, running, slowly

PAGE = reply(200, b"the terms")


def starts(server: HostileServer, host: str) -> list[float]:
    return [each.at for each in server.asked if each.host == host]


@pytest.mark.parametrize("per_host", [1, 2])
def test_a_host_is_never_asked_more_things_at_a_time_than_allowed(per_host: int) -> None:
    async def run() -> None:
        routes = {f"/{n}": slowly(PAGE, 0.05) for n in range(6)}
        async with playing(routes) as server:
            found = await look(server, *routes, together=True, per_host=per_host)
            assert [each.outcome for each in found] == ["fetched"] * 6
            assert server.busiest == per_host

    running(run())


@pytest.mark.parametrize("per_host", [1, 3])
def test_a_pause_is_kept_between_two_starts(per_host: int) -> None:
    async def run() -> None:
        routes = {f"/{n}": PAGE for n in range(4)}
        async with playing(routes) as server:
            await look(server, *routes, together=True, delay_seconds=0.15, per_host=per_host)
            asked = starts(server, SITE)
            assert len(asked) == 5
            assert all(later - earlier >= 0.08 for earlier, later in pairwise(asked))

    running(run())


def test_a_pause_is_kept_even_where_all_places_were_taken_meanwhile() -> None:
    """What waited for a free place starts no sooner after its neighbour than what did not."""

    async def run() -> None:
        routes = {f"{OTHER}/slow": slowly(PAGE, 0.4), **{f"{SITE}/{n}": PAGE for n in range(3)}}
        pages = [f"http://{route}" for route in routes]
        async with playing(routes) as server:
            await look(server, *pages, together=True, concurrency=1, per_host=3, delay_seconds=0.15)
            assert all(later - earlier >= 0.08 for earlier, later in pairwise(starts(server, SITE)))

    running(run())


def test_many_hosts_are_asked_side_by_side() -> None:
    async def run() -> None:
        routes = {f"{host}/{n}": slowly(PAGE, 0.2) for host in (SITE, OTHER, THIRD) for n in range(2)}
        async with playing(routes) as server:
            await look(server, *(f"http://{route}" for route in routes), together=True)
            assert server.busiest == 3

    running(run())


def test_no_more_than_the_rounds_number_of_questions_is_under_way() -> None:
    async def run() -> None:
        routes = {f"{host}/{n}": slowly(PAGE, 0.05) for host in (SITE, OTHER, THIRD) for n in range(3)}
        async with playing(routes) as server:
            await look(
                server, *(f"http://{route}" for route in routes), together=True, per_host=3, concurrency=2
            )
            assert server.busiest == 2

    running(run())


def test_a_slow_host_does_not_hold_up_the_pauses_of_others() -> None:
    async def run() -> None:
        routes = {f"{SITE}/{n}": PAGE for n in range(4)} | {f"{OTHER}/page": PAGE}
        pages = [f"http://{route}" for route in routes]
        async with playing(routes) as server:
            await look(server, *pages, together=True, concurrency=1, delay_seconds=0.2, per_host=4)
            assert max(starts(server, OTHER)) < starts(server, SITE)[3]

    running(run())


def test_the_same_host_is_one_host_however_its_name_is_written() -> None:
    async def run() -> None:
        async def play(_: Asked, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.05)
            writer.write(PAGE)

        async with playing({"/a": play, "/b": play}) as server:
            pages = [f"http://{SITE.upper()}/a", f"https://{SITE}/b", f"http://{SITE}:8080/b"]
            await look(server, *pages, together=True)
            assert server.busiest == 1

    running(run())


def test_a_page_that_fails_gives_its_turn_back() -> None:
    async def run() -> None:
        async def never(_: Asked, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(5)

        async with playing({"/a": never, "/b": PAGE}) as server:
            silent, after = await look(server, "/a", "/b", together=True, concurrency=1, read_seconds=0.1)
            assert (silent.outcome, after.outcome) == ("network_error", "fetched")

    running(run())
