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


class Mailbox:
    """A real mail server that keeps what it is sent."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail."""
        self.received.append(email.message_from_bytes(envelope.content))
        return "250 OK"

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
                if hook.answer == 200:
                    hook.received.append(json.loads(body))
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
