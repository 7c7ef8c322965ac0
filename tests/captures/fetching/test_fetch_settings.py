"""fetching.yaml: what a home may set, and what it is told where it slipped: file, line, and what was expected."""

from __future__ import annotations

import asyncio
import ipaddress

import httpx
import pytest
from hostile_server import SITE, look, playing, reply, running
from hypothesis import given
from hypothesis import strategies as st

from assets.captures.fetching import Fetcher, FetchSettings, read_settings
from assets.errors import InputError
from assets.home import Home


@pytest.fixture(autouse=True)
def _no_contact_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERMSCAPE_CONTACT", raising=False)


def read(home: Home, text: str | bytes) -> FetchSettings:
    home.path.mkdir(exist_ok=True)
    (home.path / "fetching.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_settings(home)


@pytest.mark.parametrize("text", [None, "", "# nothing is set\n", "---\n"])
def test_a_home_that_sets_nothing_has_what_is_usual(home: Home, text: str | None) -> None:
    assert (read_settings(home) if text is None else read(home, text)) == FetchSettings()


def test_everything_can_be_set(home: Home) -> None:
    settings = read(
        home,
        """
        contact: mailto:desk@archive.example
        vantage: DE
        concurrency: 4
        per_host: 2
        delay_seconds: 2.5
        connect_seconds: 5
        read_seconds: 6
        total_seconds: 30
        tries: 1
        backoff_seconds: 0
        longest_wait_seconds: 10
        max_bytes: 20_000
        max_redirects: 3
        allow_addresses: [10.0.0.0/8, 192.168.1.7, "fd00::/8"]
        """,
    )
    assert settings == FetchSettings(
        *("mailto:desk@archive.example", "DE", 4, 2, 2.5, 5.0, 6.0, 30.0, 1, 0.0, 10.0, 20_000, 3),
        tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "192.168.1.7/32", "fd00::/8"))),
    )
    assert read(home, "allow_addresses: 10.0.0.0/8").allow_addresses == (ipaddress.ip_network("10.0.0.0/8"),)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("contact: a@b.example\nper_hosts: 2", 2, "unknown setting 'per_hosts' (did you mean per_host?)"),
        ("wibble: 2", 1, "unknown setting 'wibble' (known: contact, vantage, concurrency,"),
        ("\ntries: many", 2, "tries: a whole number from 1 to 10 was expected, not the text 'many'"),
        ("tries: 0", 1, "tries: a whole number from 1 to 10 was expected, not 0"),
        ("tries: 2.5", 1, "tries: a whole number from 1 to 10 was expected, not 2.5"),
        ("tries: .nan", 1, "tries: a whole number from 1 to 10 was expected, not "),
        ("max_bytes: 1e12", 1, "max_bytes: a whole number from 10,000 to 1,000,000,000 was expected, not "),
        ("per_host: 99", 1, "per_host: a whole number from 1 to 8 was expected, not 99"),
        ("delay_seconds: -1", 1, "delay_seconds: a number from 0 to 600 was expected, not -1"),
        ("delay_seconds: yes", 1, "delay_seconds: a number from 0 to 600 was expected, not true"),
        ("delay_seconds:", 1, "delay_seconds: a number from 0 to 600 was expected, not nothing"),
        ("delay_seconds:\n  - 1", 2, "delay_seconds: a number from 0 to 600 was expected, not a list"),
        ("vantage: NO", 1, "vantage: text was expected, not false (put it in quotes if it is text)"),
        ("vantage: '...'", 1, "vantage: no id can be made of the name '...'"),
        ("contact: 7", 1, "contact: an e-mail address or a web address was expected, not '7'"),
        ("contact: '  '", 1, "contact: text was expected, not the text '  '"),
        ("contact: müller@b.example", 1, "plain ASCII was expected, without brackets; it has '\\xfc'"),
        ('contact: "a@b.example\\r\\nX-Evil: 1"', 1, "it has '\\n' '\\r'"),
        ("contact: a@b.example (at home)", 1, "it has '(' ')'"),
        (
            "allow_addresses: 10.0.0.0/99",
            1,
            "an address or a network like 10.0.0.0/8 was expected, not the text",
        ),
        (
            "allow_addresses:\n- 10.0.0.0/8\n- intranet.example",
            1,
            "a network like 10.0.0.0/8 was expected, not the",
        ),
        ("tries: 1\ntries: 2", 2, "tries is set a second time; keep one of the two lines"),
        ("- tries", 1, "settings such as `contact: you@example.org` were expected"),
        ("just text", 1, "settings such as `contact: you@example.org` were expected"),
        ("tries: [1", 1, "this is not YAML"),
    ],
)
def test_a_slip_is_told_with_file_line_and_what_was_expected(
    home: Home, text: str, line: int, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(home, text)
    message = str(caught.value)
    assert said in message
    where = message.removeprefix(str(home.path / "fetching.yaml") + ":").partition(":")[0]
    assert line <= int(where) <= line + 2


def test_all_slips_of_the_file_are_told_at_once(home: Home) -> None:
    with pytest.raises(InputError) as caught:
        read(home, "tries: none\ntrys: 2\ncontact: nobody\n")
    assert [line.split(":")[1] for line in str(caught.value).splitlines()] == ["1", "2", "3"]


def test_a_file_that_is_no_text_is_told_as_that(home: Home) -> None:
    with pytest.raises(InputError, match=r"fetching\.yaml: cannot be read as UTF-8 text"):
        read(home, b"contact: \xff\xfe")


def test_the_contact_may_come_from_the_environment_and_the_file_goes_before_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERMSCAPE_CONTACT", " https://archive.example/about ")
    assert read_settings(home).contact == "https://archive.example/about"
    assert read(home, "tries: 2").contact == "https://archive.example/about"
    assert read(home, "contact: desk@archive.example").contact == "desk@archive.example"
    monkeypatch.setenv("TERMSCAPE_CONTACT", "a@b.example\r\nX-Evil: 1")
    with pytest.raises(InputError, match="TERMSCAPE_CONTACT"):
        read_settings(home)


def test_without_a_contact_the_user_agent_says_so() -> None:
    assert FetchSettings().user_agent.endswith("(policy archive; the operator has set no contact)")


@given(st.text())
def test_whatever_the_contact_it_cannot_put_a_header_into_a_request(contact: str) -> None:
    agent = FetchSettings(contact=contact).user_agent
    assert agent.isascii()
    assert agent.isprintable()
    assert (agent.count("("), agent.count(")")) == (1, 1)
    httpx.Headers({"User-Agent": agent})


@pytest.mark.parametrize(
    ("contact", "sender"),
    [
        ("desk@archive.example", "desk@archive.example"),
        ("mailto:desk@archive.example", "desk@archive.example"),
        ("https://archive.example/@desk", None),
        ("ask desk@archive.example", None),
        ("a@b.example\r\nx-evil: 1", None),
        ("", None),
    ],
)
def test_who_asks_is_told_as_the_sender_where_that_is_an_address(contact: str, sender: str | None) -> None:
    async def run() -> None:
        async with playing({"/terms": reply(200, b"x")}) as server:
            (found,) = await look(server, "/terms", contact=contact)
            assert found.body == b"x"
            assert server.asked[-1].headers.get("from") == sender
            assert "x-evil" not in server.asked[-1].headers
            assert server.asked[-1].host == SITE

    running(run())


def test_a_fetcher_that_is_never_used_closes_quietly() -> None:
    async def run() -> None:
        async with Fetcher(FetchSettings()):
            pass

    asyncio.run(run())
