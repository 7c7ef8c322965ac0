"""Where alerts of tests arrive: a real mail server and a real web server, both on 127.0.0.1."""

from __future__ import annotations

import email
import json
import socket
import threading
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from aiosmtpd.controller import Controller

NO_ANSWER = 0
"""How a web server is told to take what is posted and hang up."""


class Mailbox:
    """A real mail server that keeps what it is sent."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.falls_silent = self.hangs_up = False
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail."""
        self.received.append(email.message_from_bytes(envelope.content))
        if self.falls_silent:
            server.transport.abort()
        return "250 OK"

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, replies: list[str]
    ) -> list[str]:
        """Greet who asks."""
        if self.hangs_up:
            server.transport.abort()
        session.host_name = hostname
        return replies

    def start(self) -> None:
        """Begin to listen, where it listened before."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Stop listening."""
        if self._controller.server is not None:
            self._controller.stop()

    def url(self, to: str = "team@reader.example") -> str:
        """The address of a recipient whose mail comes here."""
        return f"mailto://127.0.0.1:{self.port}?to={to}&from=termscape@sender.example"


class Webhook:
    """A real web server that keeps what is posted to it, and answers as it is told."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.answer = 200
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if hook.answer in (200, NO_ANSWER):
                    hook.received.append(json.loads(body))
                if hook.answer == NO_ANSWER:
                    self.close_connection = True
                    return
                self.send_response(hook.answer)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    @property
    def url(self) -> str:
        """The address of a recipient that posts here."""
        return f"json://127.0.0.1:{self.server.server_port}/hook"

    def stop(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
