"""A site on loopback for tests: it answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What an address answers; ``reset`` ends the connection without an answer; ``etag`` is made of the body."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: bool = True
    reset: bool = False

    @property
    def tag(self) -> str:
        return f'"{hashlib.sha256(self.body.encode()).hexdigest()[:12]}"'


class Site:
    """A site: ``pages`` by path, which a test may change at any time; ``asked`` is what came, in order."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.down = False

        class Handler(_Handler):
            site = self

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def paths_asked(self) -> list[str]:
        """The paths asked for since the last call, without robots.txt."""
        paths = [path for path, _ in self.asked if path != "/robots.txt"]
        self.asked.clear()
        return paths


class _Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = self.site
        site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        page = site.pages.get(self.path, Page("nothing here", 404, etag=False))
        if site.down or page.reset:
            self.close_connection = True
            return
        headers = {"Content-Type": "text/html; charset=utf-8", **page.headers}
        body, status = page.body.encode(), page.status
        if page.etag and status == 200:
            headers["ETag"] = page.tag
            if self.headers.get("If-None-Match") == page.tag:
                body, status = b"", 304
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def html(title: str, lines: Sequence[str]) -> str:
    """A page with these paragraphs, between a menu and a footer."""
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<html><head><title>{title}</title></head><body><nav><a href='/'>Home</a> <a href='/help'>Help</a></nav>"
        f"<main><h1>{title}</h1>{paragraphs}</main><footer>Lumora Ltd, all rights reserved</footer></body></html>"
    )
