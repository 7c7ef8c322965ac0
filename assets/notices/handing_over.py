"""Whether a message was handed over before a connection broke: if so it may have arrived, and must not go out twice.

Apprise says only that a message was not accepted. A server that cannot be reached may be asked again; one that took the
message and then said nothing may have delivered it. So the two places where everything Apprise sends goes through are
watched while it sends: the mail's body (``smtplib.SMTP.data``) and the HTTP request (``requests``' adapter).
"""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Iterator
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ProtocolError


class Handover:
    """What became of a message; ``unanswered``: it was handed over, and the connection broke before an answer came."""

    unanswered = False


@contextlib.contextmanager
def watching() -> Iterator[Handover]:
    """Watch what is sent inside of a ``with``; one at a time in a process."""
    handover = Handover()
    mail, request = smtplib.SMTP.data, HTTPAdapter.send

    def watched_mail(self: smtplib.SMTP, message: Any) -> Any:
        try:
            return mail(self, message)
        except smtplib.SMTPResponseException:
            raise  # an answer, if not a friendly one
        except (OSError, smtplib.SMTPException):
            handover.unanswered = True
            raise

    def watched_request(self: HTTPAdapter, *arguments: Any, **named: Any) -> requests.Response:
        try:
            return request(self, *arguments, **named)
        except requests.ReadTimeout:
            handover.unanswered = True
            raise
        except requests.ConnectionError as error:
            # broken after it stood; one that never stood is urllib3's MaxRetryError
            handover.unanswered |= bool(error.args) and isinstance(error.args[0], ProtocolError)
            raise

    smtplib.SMTP.data = watched_mail  # type: ignore[assignment, method-assign]
    HTTPAdapter.send = watched_request  # type: ignore[method-assign]
    try:
        yield handover
    finally:
        smtplib.SMTP.data = mail  # type: ignore[method-assign]
        HTTPAdapter.send = request  # type: ignore[method-assign]
