"""The text part of mails: ours, laid out for readers, and not what Apprise makes of the page of the same mail."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from apprise.plugins.email import base as mail


@contextlib.contextmanager
def text_part(text: str) -> Iterator[None]:
    """Let mails that are sent inside of a ``with`` have this text beside their page; one at a time in a process.

    Apprise takes one body and turns a page into text by itself: quotations lose their lines there, and what was said
    before runs into what is said now.
    """
    names = vars(mail)
    converted = names["convert_between"]
    names["convert_between"] = lambda *_, **__: text
    try:
        yield
    finally:
        names["convert_between"] = converted
