"""A server on this machine that plays the sample's invented sites, as they were on a given day."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from assets.captures.capture_import import ManifestRow
from assets.captures.fetching.connecting import StandIn

LOOPBACK = "127.0.0.1"
# Headers the server makes itself, whatever the manifest says of a page.
_OWN_HEADERS = frozenset({"content-length", "date", "server", "connection", "transfer-encoding"})


@dataclass
class PlayedSites:
    """The invented sites on one day: what each address answers; ``rows`` is replaced day by day."""

    folder: Path
    rows: Mapping[str, ManifestRow] = field(default_factory=dict)
    port: int = 0

    def stand_ins(self) -> dict[str, StandIn]:
        """Return what stands in for each host of the day; a host that cannot be found that day has no port."""
        found: dict[str, StandIn] = {}
        for row in self.rows.values():
            host = urlsplit(row.url).hostname or ""
            lost = row.outcome == "network_error" and "name" in (row.reason or "")
            found[host] = StandIn(None if lost else self.port)
        return found


@contextmanager
def played_sites(folder: Path) -> Iterator[PlayedSites]:
    """Serve the sites from a folder with a manifest, on 127.0.0.1, while the block runs."""
    sites = PlayedSites(folder)

    class Handler(_Handler):
        played = sites

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    server.daemon_threads = True
    sites.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, name="sample sites", daemon=True)
    thread.start()
    try:
        yield sites
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers as the manifest says the site did: the page, an error, another page, or nothing."""

    played: PlayedSites
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a request for a page."""
        place = self.headers.get("Host", "") + urlsplit(self.path).path
        for row in self.played.rows.values():
            if _place(row.url) == place:
                return self._play(row)
            if row.final_url and row.final_url != row.url and _place(row.final_url) == place:
                return self._page(row)
        return self._plain(404, b"Not found")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what was asked and answered is in the ledger."""

    def _play(self, row: ManifestRow) -> None:
        if row.outcome == "network_error":
            self.close_connection = True  # the connection ends without an answer
        elif row.final_url and row.final_url != row.url:
            self._plain(302, b"", {"Location": row.final_url}, row)
        elif row.file is None:
            self._plain(row.status or 503, b"The page cannot be shown at the moment.", {}, row)
        else:
            self._page(row)

    def _page(self, row: ManifestRow) -> None:
        headers = {k: v for k, v in row.response_headers.items() if k.lower() not in _OWN_HEADERS}
        if row.content_type and "content-type" not in {name.lower() for name in headers}:
            headers["Content-Type"] = row.content_type
        etag = row.response_headers.get("etag")
        if etag and self.headers.get("If-None-Match") == etag:
            return self._plain(304, b"", {"ETag": etag}, row)
        body = (self.played.folder / str(row.file)).read_bytes()
        return self._plain(row.status or 200, body, headers, row)

    def _plain(
        self,
        status: int,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        row: ManifestRow | None = None,
    ) -> None:
        self.send_response_only(status)
        if row is not None:  # the day is played in the headers too
            self.send_header("Date", format_datetime(row.fetched_at, usegmt=True))
            self.send_header("Server", row.response_headers.get("server", "unknown"))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path or '/'}"
