"""A round that is interrupted: a fetch that is cancelled ends at once, and leaves nothing behind that complains."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

_PROGRAM = """
import asyncio, gc, sys, time
sys.path.insert(0, sys.argv[1])
from dataclasses import replace
from hostile_server import *

# What is not to end by a limit has limits that no busy machine reaches; what is to end by one ends in any case.
PATIENT = replace(QUICK, total_seconds=99, read_seconds=99, connect_seconds=99)
LONG = replace(PATIENT, tries=3, backoff_seconds=99)
AT_ONCE = 20
released = asyncio.Event()

async def break_off_once_released(asked, writer):
    await released.wait()
    writer.transport.abort()

ROUTES = {
    "/drip": endlessly(b"x", head=b"HTTP/1.1 200 OK\\r\\n\\r\\n", pause=0.01),
    "/gzip": endlessly(b"\\0", head=b"HTTP/1.1 200 OK\\r\\ncontent-encoding: gzip\\r\\n\\r\\n", pause=0.01),
    "/silent": slowly(b"", 99),
    "/held": break_off_once_released,
    "/headers": endlessly(b"x", head=b"HTTP/1.1 200 OK\\r\\nx: ", pause=0.01),
    "/busy": reply(503, b""),
    "/huge": endlessly(b"x" * 65536, head=b"HTTP/1.1 200 OK\\r\\n\\r\\n"),
    "third.example/robots.txt": slowly(b"", 99),
}

def page(path, host=SITE):
    return PageRequest(f"http://{host}{path}")

async def nothing_is_left(name):
    # Of a body broken off, asyncio closes the generators it was read with (httpcore's, httpx's, ours, one within
    # the other) in tasks of its own, a turn or two each and waiting for nothing: done after a few dozen turns.
    for _ in range(50):
        await asyncio.sleep(0)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    left = [task for task in others if "HostileServer" not in repr(task)]
    assert not left, (name, left)

async def cancelled(server, *pages, **changes):
    async with Fetcher(replace(LONG, per_host=8, **changes), stand_ins=server.stand_ins()) as fetcher:
        tasks = [asyncio.create_task(fetcher.fetch(each)) for each in pages]
        await asyncio.sleep(0.15)
        began = time.monotonic()
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert time.monotonic() - began < AT_ONCE, "took long to end"
        assert all(isinstance(each, asyncio.CancelledError) for each in ended), ended

async def case_pages_on_their_way(server):
    await cancelled(server, *map(page, ("/drip", "/gzip", "/silent", "/headers")))

async def case_a_page_between_two_tries(server):
    await cancelled(server, page("/busy"))

async def case_pages_waiting_for_their_turn(server):
    await cancelled(server, *[page("/drip") for _ in range(5)], concurrency=2)

async def case_a_page_waiting_for_robots_txt(server):
    await cancelled(server, page("/busy", THIRD), page("/drip", THIRD))

async def case_the_whole_round(server):
    try:
        async with Fetcher(LONG, stand_ins=server.stand_ins()) as fetcher, asyncio.TaskGroup() as group:
            for host in (SITE, OTHER, THIRD):
                for path in ("/drip", "/silent", "/busy"):
                    group.create_task(fetcher.fetch(page(path, host)))
            await asyncio.sleep(0.1)
            raise KeyError("interrupted")
    except* KeyError:
        pass

async def case_time_outs(server):
    found = await look(server, "/drip", "/silent", "/headers", together=True, per_host=8, total_seconds=0.2)
    assert [each.outcome for each in found] == ["network_error"] * 3, found

async def case_limits(server):
    async with Fetcher(replace(PATIENT, per_host=8), stand_ins=server.stand_ins()) as fetcher:
        found = await asyncio.gather(fetcher.fetch(page("/huge")), fetcher.fetch(page("/busy")))
    assert [each.outcome for each in found] == ["too_large", "http_error"], found

async def case_the_next_gets_the_place_of_one_that_gave_up_waiting(server):
    async with Fetcher(PATIENT, stand_ins=server.stand_ins()) as fetcher:
        pages = [asyncio.create_task(fetcher.fetch(page(path))) for path in ("/held", "/drip", "/busy")]
        while not server.paths():
            await asyncio.sleep(0.01)
        pages[1].cancel()
        released.set()
        first, _, last = await asyncio.gather(*pages, return_exceptions=True)
        assert (first.outcome, last.status) == ("network_error", 503), (first, last)
        assert server.paths() == ["/held", "/busy"]

async def main():
    asyncio.get_running_loop().slow_callback_duration = 60  # how busy this machine is says nothing
    for name, case in list(globals().items()):
        if name.startswith("case_"):
            async with playing(ROUTES) as server:
                await case(server)
                await nothing_is_left(name)
            gc.collect()
            print(name)

asyncio.run(main())
gc.collect()
"""


def test_whatever_is_cancelled_ends_at_once_and_leaves_nothing_behind_that_complains() -> None:
    """In a process of its own with every warning an error: no task destroyed, no exception nobody asked for."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", _PROGRAM, str(HERE)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=HERE.parents[2],
    )
    assert ended.stderr == ""
    assert ended.stdout.split() == re.findall(r"(?m)^async def (case_\w+)", _PROGRAM)
