"""The one place that sends: through Apprise, one recipient at a time, with the reason where that fails."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import apprise
from apprise.plugins.custom_form import NotifyForm
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.custom_xml import NotifyXML

from assets.home import replace_file, writing
from assets.notices.handing_over import watching
from assets.notices.mail_text import text_part
from assets.notices.recipients import Recipient, UnusableRecipient, without_secrets
from assets.notices.telling import escaped
from assets.notices.words import one_line

_LOGGER = "apprise"
LONGEST_REASON = 300
PAGE_CHARACTERS = 32768
"""What services that take mail say they hold at least (Apprise's own figure for a mail); chats hold 4,096 or so."""
TITLE_MARKS = 20
"""Characters that stand around a title where it goes into the text: line ends, marks of bold type."""
ZERO_WIDTH_SPACE = "\u200b"
_CALL = re.compile(r"@(?=(?:everyone|here|channel|all)\b)|(?<=<)@")
"""How a text calls all members of a channel, or one of them (Discord, Slack, Mattermost, Rocket.Chat)."""
_PROGRAMS = (NotifyForm, NotifyJSON, NotifyXML)
"""Services that are read by programs, which want the words as they are."""
_LINK_WITH_LABEL = re.compile(r"\]\((?=\s*<?[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_EXPLAINING = ("Socket Exception:", "Response Details:")
"""How the lines of Apprise's log begin that hold the system's or the server's own words."""


@dataclass(frozen=True)
class Message:
    """A message in the two forms in which services take them; ``name`` is that of its files, without ending."""

    subject: str
    html: str
    text: str
    name: str


Fitted = Callable[[int | None], Message]
"""Makes the message that fits into so many characters (``None``: any number)."""


class SendingFailed(Exception):
    """A message did not get out; the message of the error says why, without secrets."""


class SendingUnanswered(SendingFailed):
    """A message was handed over and no answer came: it may have arrived."""


def check_url(recipient: Recipient) -> None:
    """Refuse a recipient that nothing can be sent to, before there is anything to send.

    Raises:
        UnusableRecipient: Apprise does not know the URL, or it addresses several at once.
    """
    service = _service(recipient)
    targets = len(service) // (getattr(service, "retry", 0) + 1)
    if targets > 1:
        raise UnusableRecipient(
            f"{recipient.label} addresses {targets} at once: if one of them fails, the others would get it twice. "
            "Write one URL for each"
        )


def send(recipient: Recipient, fitted: Fitted) -> None:
    """Send a message to a recipient, once.

    Raises:
        SendingFailed: it was not accepted; the message says why.
        SendingUnanswered: it was handed over, and no answer came.
        HomeUnusable: a folder cannot be written.
    """
    if recipient.folder is not None:
        _write(recipient, fitted(None))
        return
    try:
        service = _service(recipient)
    except UnusableRecipient as error:
        raise SendingFailed(str(error)) from error
    title, body, form = _form_for(service, fitted)
    with _heard() as said, watching() as handover, text_part(fitted(None).text):
        try:
            accepted = service.notify(body=body, title=title, body_format=form)
        except Exception as error:  # a plugin's own fault must not stop the others
            accepted = False
            said.append(repr(error))
    if not accepted:
        failure = SendingUnanswered if handover.unanswered else SendingFailed
        raise failure(_reason(said, recipient))


def _form_for(service: Any, fitted: Fitted) -> tuple[str, str, apprise.NotifyFormat]:
    """Return title, body and format as a service takes them.

    Many chats have no title of their own: it goes into the text, which must leave room for it or is refused whole. Where
    there is hardly room for both, as in a text message of a phone, the text goes alone: it begins with the event.
    """
    whole = fitted(None)
    if _takes_pages(service):
        return whole.subject, whole.html, apprise.NotifyFormat.HTML
    title = whole.subject
    room = service.body_maxlen - len(title) - TITLE_MARKS
    if room < len(title):
        title, room = "", service.body_maxlen
    text = fitted(room).text
    if _formats(service)[0] == apprise.NotifyFormat.HTML:
        # these take text for HTML: what a page says in pointed brackets would vanish or become a tag
        return escaped(title), escaped(text), apprise.NotifyFormat.HTML
    if not isinstance(service, _PROGRAMS):
        title, text = _quiet(title), _quiet(text)
    return title, text, apprise.NotifyFormat.TEXT


def _quiet(text: str) -> str:
    """Return text in which the words of a page call nobody and hide no address, wherever a chat reads marks in text."""
    return _LINK_WITH_LABEL.sub("] (", _CALL.sub(f"@{ZERO_WIDTH_SPACE}", text))


def _formats(service: Any) -> tuple[Any, ...]:
    return service.notify_format if isinstance(service.notify_format, tuple) else (service.notify_format,)


def _takes_pages(service: Any) -> bool:
    """Whether a service shows whole pages, as mail does; chats take some thousand characters with a few tags."""
    return bool(_formats(service)[0] == apprise.NotifyFormat.HTML and service.body_maxlen >= PAGE_CHARACTERS)


def _service(recipient: Recipient) -> Any:
    with _heard() as said:
        service = apprise.Apprise.instantiate(recipient.url, suppress_exceptions=True)
    if service is None:
        raise UnusableRecipient(
            _reason([*said, f"{recipient.label} is not an address Apprise knows"], recipient)
        )
    return service


def _reason(said: list[str], recipient: Recipient) -> str:
    """Return why it failed: the last things Apprise said, without secrets."""
    lines = list(dict.fromkeys(one_line(line) for line in said if line.strip()))
    return one_line(
        without_secrets(" · ".join(lines) or "the service gave no reason", recipient), LONGEST_REASON
    )


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect what Apprise says of failures, and let none of it reach a terminal or a log: it may hold secrets."""
    said: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            line = record.getMessage()
            if record.levelno >= logging.WARNING or line.startswith(_EXPLAINING):
                said.append(line)

    logger, listening = logging.getLogger(_LOGGER), Listening()
    before = logger.level, logger.propagate
    logger.addHandler(listening)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(listening)
        logger.setLevel(before[0])
        logger.propagate = before[1]


def _write(recipient: Recipient, message: Message) -> None:
    """Write a message as files: whole or not at all; the same message again is the same files."""
    folder = recipient.folder
    if folder is None:
        raise ValueError("the recipient is no folder")
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for ending, content in (("html", message.html), ("txt", message.text)):
            replace_file(folder / f"{message.name}.{ending}", content.encode())
