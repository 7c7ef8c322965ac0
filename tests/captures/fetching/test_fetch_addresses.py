"""Addresses: only public ones are asked, whatever a name, a redirect or a resolver says, unless that was allowed."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hostile_server import QUICK, HostileServer, playing, reply, running
from hypothesis import given
from hypothesis import strategies as st

from assets.captures.fetching import Fetcher, FetchSettings, PageAnswer, PageRequest
from assets.captures.fetching.addresses import METADATA_ADDRESSES, Allowance, why_refused

PAGE = reply(200, b"the terms")
PRIVATE = Allowance(private=True)


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("127.0.0.1", "a loopback address"),
        ("127.255.255.254", "a loopback address"),
        ("::1", "a loopback address"),
        ("10.1.2.3", "a private address"),
        ("172.16.0.1", "a private address"),
        ("192.168.0.1", "a private address"),
        ("100.64.0.1", "a private address"),
        ("fc00::1", "a private address"),
        ("192.0.2.1", "a private address"),
        ("240.0.0.1", "a private address"),
        ("255.255.255.255", "a private address"),
        ("198.18.0.1", "a private address"),
        ("fec0::1", "a private address"),
        ("169.254.1.1", "a link-local address"),
        ("fe80::1", "a link-local address"),
        ("fe80::1%eth0", "a link-local address"),
        ("224.0.0.1", "a multicast address"),
        ("ff02::1", "a multicast address"),
        ("0.0.0.0", "an unspecified address"),
        ("0.1.2.3", "an unspecified address"),
        ("::", "an unspecified address"),
        ("::ffff:127.0.0.1", "a loopback address"),
        ("::127.0.0.1", "a loopback address"),
        ("::ffff:0:127.0.0.1", "a loopback address"),
        ("64:ff9b::10.0.0.1", "a private address"),
        ("64:ff9b:1::8.8.8.8", "a translated address"),
        ("::ffff:0:169.254.169.254", "the metadata service of a cloud"),
        ("2002:7f00:1::1", "a loopback address"),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", "a loopback address"),
        ("169.254.169.254", "the metadata service of a cloud"),
        ("::ffff:169.254.169.254", "the metadata service of a cloud"),
        ("fd00:ec2::254", "the metadata service of a cloud"),
        ("168.63.129.16", "the metadata service of a cloud"),
        ("127.1", "not an address"),
        ("0x7f.1", "not an address"),
        ("", "not an address"),
    ],
)
def test_an_address_that_is_not_public_is_refused_in_words(address: str, what: str) -> None:
    assert why_refused(address) == f"{address} is {what}"


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::93.184.216.34", "::ffff:8.8.8.8"]
)
def test_a_public_address_is_not_refused(address: str) -> None:
    assert why_refused(address) is None


def test_an_allowance_for_private_addresses_opens_neither_metadata_nor_link_local_nor_multicast() -> None:
    assert [why_refused(a, PRIVATE) for a in ("127.0.0.1", "10.1.2.3", "fc00::1", "::1")] == [None] * 4
    for address in (*map(str, METADATA_ADDRESSES), "169.254.1.1", "fe80::1", "224.0.0.1", "0.0.0.0"):
        assert why_refused(address, PRIVATE) is not None


def test_a_named_network_is_open_whatever_it_is_but_for_metadata() -> None:
    named = Allowance(networks=[ipaddress.ip_network("169.254.0.0/16"), ipaddress.ip_network("fe80::/10")])
    assert (why_refused("169.254.1.1", named), why_refused("fe80::1%2", named)) == (None, None)
    assert why_refused("10.0.0.1", named) is not None
    everything = Allowance(True, [ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0")])
    assert [a for a in METADATA_ADDRESSES if why_refused(str(a), everything) is None] == []


ADDRESSES = st.ip_addresses(v=4) | st.ip_addresses(v=6)


@given(ADDRESSES)
def test_no_address_that_is_not_global_is_ever_open(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    refusal = why_refused(str(address))
    if not address.is_global or address.is_multicast:
        assert refusal is not None or stands_for_public(address)
    if refusal is not None:
        assert refusal.startswith(f"{address} is ")


def stands_for_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an IPv6 address only wraps a public IPv4 address, in its last 32 bits or as 6to4 and Teredo do."""
    if address.version == 4:
        return False
    inner = (
        address.sixtofour
        or (address.teredo and address.teredo[1])
        or ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    )
    return inner.is_global


@given(
    st.ip_addresses(v=4),
    st.sampled_from(["::ffff:{}", "64:ff9b::{}", "64:ff9b:1::{}", "::{}", "::ffff:0:{}"]),
)
def test_a_wrapped_address_is_never_more_open_than_itself(inner: ipaddress.IPv4Address, form: str) -> None:
    if why_refused(str(inner)) is not None:
        assert why_refused(form.format(inner)) is not None


@given(st.text() | ADDRESSES.map(str), st.booleans())
def test_asking_whether_an_address_is_refused_never_fails(text: str, private: bool) -> None:
    found = why_refused(text, Allowance(private))
    assert found is None or found.startswith(text)


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """Answers of the name servers, each question the next one, the last one again and again."""
    told: list[list[str]] = []

    async def getaddrinfo(self: object, host: object, port: object, **_: object) -> list[Any]:
        answer = told.pop(0) if len(told) > 1 else told[0]
        if not answer:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        families = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [
            (families[ipaddress.ip_address(a).version], socket.SOCK_STREAM, 6, "", (a, port)) for a in answer
        ]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", getaddrinfo)
    yield told


def ask(
    *requests: str | PageRequest, settings: FetchSettings = QUICK
) -> tuple[list[PageAnswer], HostileServer]:
    """Look at pages in one round without stand-ins; ``PORT`` in an address is the server's on 127.0.0.1."""

    async def run() -> tuple[list[PageAnswer], HostileServer]:
        async with playing({"/terms": PAGE}) as server, Fetcher(settings) as fetcher:
            found = []
            for each in requests:
                request = PageRequest(each) if isinstance(each, str) else each
                url = request.url.replace("PORT", str(server.port))
                found.append(await fetcher.fetch(PageRequest(url, private_address=request.private_address)))
            return found, server

    result: tuple[list[PageAnswer], HostileServer] = running(run())
    return result


HERE = "http://127.0.0.1:PORT/terms"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "LOCALHOST", "[::1]", "0.0.0.0", "0",
     "[::ffff:127.0.0.1]", "[::]", "127。0。0。1"],
)  # fmt: skip
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    (found,), server = ask(f"http://{host}:PORT/terms")
    assert found.failure is not None
    assert (found.outcome, found.failure.kind) in {
        ("refused_address", "address"),
        ("refused_address", "url"),
        ("network_error", "name_not_found"),
    }
    assert server.connections == 0


def test_a_refusal_says_which_address_and_what_to_do_if_that_was_meant() -> None:
    (found,), _ = ask(HERE)
    assert found.failure is not None
    assert found.failure.reason.startswith("127.0.0.1 is a loopback address and is not asked (")
    assert "privateAddress: true" in found.failure.reason
    assert found.tries == ()


def test_a_document_of_the_own_network_may_be_allowed_for_one_page() -> None:
    (found,), _ = ask(PageRequest(HERE, private_address=True))
    assert found.body == b"the terms"


def test_an_allowance_for_one_page_opens_no_connection_to_another() -> None:
    """Also not the one that is open still, and not by the robots.txt read over it."""
    (allowed, other), server = ask(PageRequest(HERE, private_address=True), HERE)
    assert (allowed.outcome, other.outcome) == ("fetched", "refused_address")
    assert server.paths() == ["/terms"]


def test_a_network_may_be_allowed_for_the_whole_home() -> None:
    settings = replace(QUICK, allow_addresses=(ipaddress.ip_network("127.0.0.0/8"),))
    (found,), _ = ask(HERE, settings=settings)
    assert found.body == b"the terms"


@pytest.mark.parametrize("address", ["10.0.0.5", "fd00::5", "169.254.169.254", "::ffff:192.168.1.1"])
def test_a_name_of_a_private_address_is_refused(resolver: list[list[str]], address: str) -> None:
    resolver.append([address])
    (found,), _ = ask("http://intranet.example/terms")
    assert found.failure is not None
    assert (found.outcome, found.failure.kind) == ("refused_address", "address")
    assert found.failure.reason.startswith(f"intranet.example is not asked: {address} is ")


def test_a_metadata_service_is_refused_even_with_an_allowance(resolver: list[list[str]]) -> None:
    resolver.append(["169.254.169.254"])
    (found,), _ = ask(PageRequest("http://metadata.example/", private_address=True))
    assert found.outcome == "refused_address"


def test_a_name_that_turns_into_this_machine_after_the_check_leads_nowhere(
    resolver: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public at the check, loopback a moment later. The connection goes to what was checked."""
    connected: list[Any] = []

    async def sock_connect(self: object, sock: object, address: object) -> None:
        connected.append(address)
        raise ConnectionRefusedError(111, "refused here: a test talks to loopback only")

    resolver.extend([["93.184.216.34"], ["127.0.0.1"]])
    monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", sock_connect)
    (first, second), server = ask("http://rebind.example:PORT/terms", "https://rebind.example:PORT/terms")
    assert {address[0] for address in connected} == {"93.184.216.34"}
    assert server.connections == 0
    assert (first.outcome, second.outcome) == ("network_error", "refused_address")


def test_of_a_name_with_good_and_bad_addresses_only_the_good_are_connected_to(
    resolver: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[Any] = []

    async def sock_connect(self: object, sock: object, address: object) -> None:
        connected.append(address)
        raise ConnectionRefusedError(111, "refused here: a test talks to loopback only")

    monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", sock_connect)
    resolver.append(["127.0.0.1", "93.184.216.34", "10.0.0.1", "93.184.216.35"])
    (found,), _ = ask("http://mixed.example/terms")
    assert [address[0] for address in connected] == ["93.184.216.34", "93.184.216.35"]
    assert found.failure is not None
    assert found.failure.reason.startswith("no connection: connection refused")


def test_a_name_nobody_knows_is_told_as_that(resolver: list[list[str]]) -> None:
    resolver.append([])
    (found,), _ = ask("http://gone.example/terms")
    assert found.failure is not None
    assert (found.outcome, found.failure.kind) == ("network_error", "name_not_found")
    assert found.failure.reason.startswith("gone.example could not be resolved: there is no such name")


def test_a_name_with_hundreds_of_private_addresses_makes_no_endless_reason(resolver: list[list[str]]) -> None:
    resolver.append([f"10.0.{n // 250}.{n % 250}" for n in range(500)])
    (found,), _ = ask("http://many.example/terms")
    assert found.failure is not None
    assert len(found.failure.reason) < 400


@given(st.text(max_size=60) | st.from_regex(r"https?://[^\s]{0,40}", fullmatch=True))
def test_whatever_is_declared_as_an_address_ends_as_an_answer(url: str) -> None:
    async def run() -> PageAnswer:
        async with Fetcher(QUICK, stand_ins={}) as fetcher:
            return await fetcher.fetch(PageRequest(url))

    async def no_names(self: object, host: object, port: object, **_: object) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", no_names)
        patched.setattr("httpx.create_ssl_context", lambda: None)
        found = running(run())
    assert found.failure is not None
    assert found.failure.kind in {"url", "name_not_found", "protocol"}
