"""Pages as servers give them: bytes are kept as they are, lengths are checked, unchanged pages are not sent again."""

from __future__ import annotations

import pytest
from hostile_server import OTHER, SITE, answer, answers, look, playing, reply, running, to

from assets.captures.fetching import PageAnswer, PageRequest, Validators

PAGE = b"<!doctype html><p>We will never sell your mushrooms.</p>"


def why(found: PageAnswer) -> tuple[str, str]:
    assert found.failure is not None
    return found.outcome, found.failure.kind


def test_a_page_is_fetched_with_its_address_status_and_the_headers_that_are_evidence() -> None:
    found = answer(
        reply(200, PAGE, content_type="text/html", etag='"7"', set_cookie="a=secret", x_powered_by="x")
    )
    assert (found.outcome, found.status, found.body) == ("fetched", 200, PAGE)
    assert found.final_url == f"http://{SITE}/terms"
    assert found.response_headers == {
        "content-type": "text/html",
        "content-length": str(len(PAGE)),
        "etag": '"7"',
    }
    assert found.failure is None
    assert found.tries == ()


def test_a_server_learns_who_asks_whom_to_write_to_and_which_language_is_wanted() -> None:
    async def run() -> None:
        async with playing({"/terms": reply(200, PAGE)}) as server:
            await look(server, PageRequest(f"http://{SITE}/terms", language="de-AT"))
            asked = server.asked[-1].headers
            assert asked["user-agent"].startswith("Termscape/")
            assert "desk@archive.example" in asked["user-agent"]
            assert asked["from"] == "desk@archive.example"
            assert asked["accept-language"] == "de-AT,de;q=0.9,*;q=0.5"
            assert asked["accept-encoding"] == "gzip, deflate"
            assert "cookie" not in asked

    running(run())


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "x-nonsense", "\x80\xff"])
def test_a_lie_about_the_charset_leaves_the_bytes_as_they_came(charset: str) -> None:
    body = "Wir verkaufen Ihre Pilze nicht – nie.".encode("cp1252")
    found = answer(reply(200, body, content_type=f"text/html; charset={charset}"))
    assert found.body == body


def test_an_empty_page_is_a_page_without_a_byte() -> None:
    assert (answer(reply(200)).outcome, answer(reply(200)).body) == ("fetched", b"")


def test_a_page_without_a_length_ends_with_the_connection() -> None:
    assert answer(b"HTTP/1.1 200 OK\r\n\r\n" + PAGE).body == PAGE
    assert answer(b"HTTP/1.0 200 OK\r\n\r\n" + PAGE).body == PAGE


def test_a_page_in_chunks_is_put_together() -> None:
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    chunks = b"".join(b"%x;note=x\r\n%s\r\n" % (len(p), p) for p in (PAGE[:7], PAGE[7:]))
    assert answer(head + chunks + b"0\r\nx-trailer: 1\r\n\r\n").body == PAGE


def test_broken_chunks_are_an_answer_that_is_not_http() -> None:
    found = answer(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n")
    assert why(found) == ("network_error", "protocol")
    assert found.body is None


def test_a_page_shorter_than_announced_is_no_page() -> None:
    async def play(_: object, writer: object) -> None:
        writer.write(reply(200, PAGE, content_length="1000"))  # type: ignore[attr-defined]

    found = answer(play)  # type: ignore[arg-type]
    assert why(found) == ("network_error", "connection")
    assert found.body is None
    assert found.failure is not None
    assert found.failure.reason.endswith("(received 56 bytes, expected 1000)")


def test_a_page_longer_than_announced_is_read_as_announced_and_spoils_no_later_page() -> None:
    liar = reply(
        200, PAGE + b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nbad", content_length=str(len(PAGE))
    )
    first, second = answers({"/a": liar, "/b": reply(200, b"good")}, "/a", "/b", tries=2)
    assert first.body == PAGE
    assert second.body == b"good"


@pytest.mark.parametrize("length", ["-1", "abc", "1" * 5000, "5, 6"])
def test_a_length_that_is_no_length_is_an_answer_that_is_not_http(length: str) -> None:
    assert why(answer(reply(200, PAGE, content_length=length))) == ("network_error", "protocol")


@pytest.mark.parametrize(
    "start", [b"SSH-2.0-OpenSSH_9.6\r\n", b"\x15\x03\x01\x00\x02\x02\x16", b"HTTP/1.1 abc\r\n\r\n"]
)
def test_something_that_is_not_http_is_named_as_that_and_not_quoted(start: bytes) -> None:
    found = answer(start + b"\r\n\r\n")
    assert why(found) == ("network_error", "protocol")
    assert found.failure is not None
    assert "SSH" not in found.failure.reason


@pytest.mark.parametrize(
    ("status", "phrase"),
    [
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (404, "Not Found"),
        (410, "Gone"),
        (418, "I'm a Teapot"),
        (451, "Unavailable For Legal Reasons"),
        (500, "Internal Server Error"),
        (503, "Service Unavailable"),
    ],
)
def test_an_error_status_is_a_failure_in_words_and_its_page_is_kept(status: int, phrase: str) -> None:
    found = answer(reply(status, b"sorry"))
    assert (found.outcome, found.status, found.body) == ("http_error", status, b"sorry")
    assert found.failure is not None
    assert (found.failure.kind, found.failure.reason) == ("status", f"HTTP status {status} {phrase}")


@pytest.mark.parametrize("status", [204, 299, 300, 599, 999])
def test_any_other_status_is_a_failure_too(status: int) -> None:
    found = answer(reply(status))
    assert why(found) == ("http_error", "status")
    assert found.body is None


KNOWN = Validators(f"http://{SITE}/terms", "0" * 64, '"7"', "Tue, 02 Jan 2024 10:00:00 GMT")


def conditions(headers: object) -> tuple[str | None, str | None]:
    return headers.get("if-none-match"), headers.get("if-modified-since")  # type: ignore[attr-defined]


def test_a_page_we_have_is_asked_for_only_if_it_changed() -> None:
    async def run() -> None:
        async with playing({"/terms": reply(304, etag='"7"', content_length="")}) as server:
            request = PageRequest(f"http://{SITE}/terms", validators=KNOWN)
            first, again = await look(server, request, request)
            assert (first.outcome, first.status, first.body) == ("not_modified", 304, None)
            assert again.outcome == "not_modified"
            assert conditions(server.asked[-1].headers) == (KNOWN.etag, KNOWN.last_modified)
            assert first.request_headers["if-none-match"] == '"7"'

    running(run())


def test_many_unchanged_pages_of_a_host_need_one_connection() -> None:
    unchanged = (
        b'HTTP/1.1 304 Not Modified\r\netag: "7"\r\ncontent-length: 44\r\n\r\n'  # of the page, not of this
    )

    async def run() -> None:
        async with playing({"/terms": unchanged}) as server:
            request = PageRequest(f"http://{SITE}/terms", validators=KNOWN)
            found = await look(server, request, request, request)
            assert {each.outcome for each in found} == {"not_modified"}
            assert server.connections == 1

    running(run())


def test_not_modified_without_having_been_asked_that_is_an_error() -> None:
    found = answer(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    assert why(found) == ("http_error", "status")
    assert found.failure is not None
    assert "although nothing was asked conditionally" in found.failure.reason


def test_what_a_server_said_of_one_address_is_told_to_no_other() -> None:
    async def run() -> None:
        routes = {
            "/old": to("/terms"),
            "/terms": to(f"http://{OTHER}/terms"),
            f"{OTHER}/terms": reply(200, PAGE),
        }
        async with playing(routes) as server:
            await look(server, PageRequest(f"http://{SITE}/old", validators=KNOWN))
            told = [conditions(each.headers) for each in server.asked if each.path != "/robots.txt"]
            assert told == [(None, None), (KNOWN.etag, KNOWN.last_modified), (None, None)]

    running(run())


def test_an_address_that_is_recorded_with_something_hidden_is_never_asked_conditionally() -> None:
    """Its recorded form is also that of another page: `?key=terms` and `?key=privacy`."""

    async def run() -> None:
        async with playing({}) as server:
            known = Validators(f"http://{SITE}/legal?key=hidden", "0" * 64, '"7"')
            await look(server, PageRequest(f"http://{SITE}/legal?key=privacy", validators=known))
            assert conditions(server.asked[-1].headers) == (None, None)

    running(run())


@pytest.mark.parametrize("etag", ['"café"', '"7"\r\nx-evil: 1', '"\x00"', '"' + "x" * 400 + '"'])
def test_a_strange_etag_never_keeps_a_page_from_being_asked_for_again(etag: str) -> None:
    async def run() -> None:
        async with playing({"/terms": reply(200, PAGE)}) as server:
            known = Validators(f"http://{SITE}/terms", "0" * 64, etag)
            (found,) = await look(server, PageRequest(f"http://{SITE}/terms", validators=known))
            assert found.body == PAGE
            assert "x-evil" not in server.asked[-1].headers

    running(run())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "terms",
        "http://",
        "http:///terms",
        "http://a:0/",
        "http://a:99999/",
        "http://[::1",
        "http://\x00/",
        "ftp://a/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//a/b",
    ],
)
def test_what_is_no_address_of_a_page_is_refused_with_a_reason(url: str) -> None:
    (found,) = answers({}, PageRequest(url))
    assert why(found) == ("refused_address", "url")


def test_a_language_that_cannot_stand_in_a_header_is_not_asked_for() -> None:
    (found,) = answers(
        {"/terms": reply(200, PAGE)}, PageRequest(f"http://{SITE}/terms", language="de\r\nx: y")
    )
    assert found.body == PAGE
    assert found.request_headers["accept-language"] == "en,*;q=0.5"
