"""Secrets stay out of what is recorded, shown and logged: passwords, tokens, cookies, bytes a server chose."""

from __future__ import annotations

import contextlib
import logging
from urllib.parse import quote, urlsplit

import pytest
from hostile_server import OTHER, SITE, answers, reply, to
from hypothesis import given
from hypothesis import strategies as st

from assets.captures.fetching.urls import UNREADABLE, shown_url

SECRET = "hunter2"


@pytest.mark.parametrize(
    "url",
    [
        f"https://me:{SECRET}@lumora.example/terms",
        f"https://{SECRET}@lumora.example/terms",
        f"https://lumora.example/terms?token={SECRET}",
        f"https://lumora.example/terms?lang=en&access_token={SECRET}&v=1",
        f"https://lumora.example/terms?accessToken={SECRET}",
        f"https://lumora.example/terms?refreshToken={SECRET}",
        f"https://lumora.example/terms?authtoken={SECRET}",
        f"https://lumora.example/terms?X-Amz-Signature={SECRET}",
        f"https://lumora.example/terms?X-Amz-Security-Token={SECRET}",
        f"https://lumora.example/terms?API_KEY={SECRET}",
        f"https://lumora.example/terms?apikey={SECRET}",
        f"https://lumora.example/terms?PHPSESSID={SECRET}",
        f"https://lumora.example/terms;jsessionid={SECRET}?lang=en",
        f"https://lumora.example/a;jsessionid={SECRET}/terms",
        f"https://lumora.example/terms?client_secret={SECRET}",
        f"https://lumora.example/terms?user[password]={SECRET}",
        f"https://lumora.example/terms?%74oken={SECRET}",
        f"https://lumora.example/terms?lang=en;token={SECRET}",
        f"https://lumora.example/terms#access_token={SECRET}&x=1",
        f"http:me:{SECRET}@lumora.example/terms",
        f"http:/me:{SECRET}@lumora.example/terms",
        f"me:{SECRET}@lumora.example/terms",
        f"http:\\\\me:{SECRET}@lumora.example/terms",
        f"ftp://me:{SECRET}@lumora.example/terms",
    ],
)
def test_a_secret_in_an_address_is_not_shown(url: str) -> None:
    assert SECRET not in shown_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://lumora.example/terms?lang=en&page=2#section-4",
        "https://lumora.example/legal;v=3/terms?monkey=1&stateless=2&decode=3&assign=4",
        "https://lumora.example:8443/%C3%BC?q=a+b",
        "https://[2001:db8::1]/terms",
        "https://lumora.example/@legal/terms",
    ],
)
def test_an_address_without_secrets_is_shown_as_it_is(url: str) -> None:
    assert shown_url(url) == url


NAMES = st.sampled_from(
    [
        "token",
        "sid",
        "key",
        "api_key",
        "code",
        "state",
        "session_id",
        "password",
        "sig",
        "jwt",
        "Signature",
        "clientSecret",
    ]
)
WORDS = st.text("abcxyz019-_~", min_size=1, max_size=8)
PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=3)


@given(WORDS, PAIRS, NAMES, PAIRS, st.sampled_from("?#;"))
def test_the_value_of_a_secret_parameter_is_hidden_wherever_it_stands(
    path: str, before: list[tuple[str, str]], name: str, after: list[tuple[str, str]], mark: str
) -> None:
    pairs = [*before, (name, "TOPSECRET"), *after]
    separator = ";" if mark == ";" else "&"
    shown = shown_url(f"https://lumora.example/{path}{mark}" + separator.join(f"{n}={v}" for n, v in pairs))
    assert "TOPSECRET" not in shown
    assert f"{name}=hidden" in shown
    assert shown.startswith(f"https://lumora.example/{path}")


@given(st.text(max_size=12), st.text(min_size=1, max_size=12))
def test_no_user_and_no_password_is_ever_shown(user: str, password: str) -> None:
    shown = shown_url(f"https://{quote(user, safe='')}:SECRET{quote(password, safe='')}@lumora.example/terms")
    assert shown == "https://lumora.example/terms"


@given(st.text() | st.from_regex(r"[a-z]{0,6}:/{0,3}[^ ]{0,30}"))
def test_showing_an_address_never_fails_nor_breaks_a_line(text: str) -> None:
    shown = shown_url(text)
    assert len(shown.splitlines()) <= 1
    assert shown == UNREADABLE or "@" in text or shown_url(shown) == shown
    with contextlib.suppress(ValueError):
        assert urlsplit(shown).username is None


def test_neither_records_nor_reasons_nor_logs_tell_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpcore").setLevel(logging.INFO)  # its debug log is a wire log
    routes = {
        f"{SITE}/old?token={SECRET}": to(f"http://{OTHER}/new?code={SECRET}", set_cookie=f"sid={SECRET}"),
        f"{OTHER}/new?code={SECRET}": to(f"http://me:{SECRET}@{OTHER}/end?sig={SECRET}#id_token={SECRET}"),
        f"{OTHER}/end?sig={SECRET}": reply(
            403, b"no", set_cookie=f"a={SECRET}", www_authenticate=f"x={SECRET}"
        ),
        "/circle": to(f"/circle?key={SECRET}"),
        f"/circle?key={SECRET}": to(f"/circle?key={SECRET}"),
        "/away": to(f"ftp://me:{SECRET}@{OTHER}/x?token={SECRET}"),
        "/broken": b"HTTP/1.1 200 OK\r\nSet-Cookie : a=" + SECRET.encode() + b"\r\n\r\n",
        "/status": SECRET.encode() + b"\r\n\r\n",
        "/chunks": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + SECRET.encode() + b"\r\n",
        "/odd": to(f"http://me:{SECRET}/x@{OTHER}/"),
    }
    pages = (f"/old?token={SECRET}", "/circle", "/away", "/broken", "/status", "/chunks", "/odd")
    found = answers(routes, *pages, tries=2)
    assert {each.failure is None for each in found} == {False}
    assert [page for page, each in zip(pages, found, strict=True) if SECRET in repr(each)] == []
    assert SECRET not in caplog.text


def test_what_a_server_calls_itself_is_kept_in_bounds() -> None:
    (found,) = answers({"/terms": reply(200, b"x", server="y" * 60_000, etag="z" * 2000)}, "/terms")
    assert max(len(value) for value in found.response_headers.values()) <= 500


def test_colours_for_a_terminal_in_an_address_do_not_reach_it() -> None:
    (found,) = answers(
        {"/old": to("/%1b[31mred%0a"), "/robots.txt": reply(200, b"User-agent: *\nDisallow: /%1b")}, "/old"
    )
    assert found.failure is not None
    assert found.failure.reason.isprintable()
