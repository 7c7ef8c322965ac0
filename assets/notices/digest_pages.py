"""A digest as a page that mail programs show and as text that is pleasant in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assets.notices.digest import PERMITTED, TOLD, Digest
from assets.notices.messages import page
from assets.notices.model import Event
from assets.notices.sending import Message
from assets.notices.telling import PageOf, as_html, as_text, escaped, headline
from assets.notices.words import one_line

LISTED = 100
"""Changes named in a line each after those told with their words; the rest is counted."""
LONGEST_CLAUSE = 400
"""Characters of a clause in the list of what became permitted."""
SHOWN = 50
"""Documents out of sight that are named; after a bad week there are hundreds."""
RULE = 78
"""Width of the lines under headings in text."""

Row = dict[str, Any]


def digest_message(digest: Digest, page_of: PageOf | None, longest: int | None = None) -> Message:
    """Return the digest as a message; where a service takes few characters the text is an overview."""
    subject = subject_of(digest)
    text = as_plain(digest, page_of)
    if longest and len(text) > longest:
        text = _overview(digest)[:longest]
    return Message(subject, as_page(digest, page_of), text, f"digest-{digest.start:%G-W%V}")


def subject_of(digest: Digest) -> str:
    """Return the subject: the days and what there is, in numbers."""
    return f"Policies {digest.told_days}: {_counted(digest)}"


def as_page(digest: Digest, page_of: PageOf | None = None) -> str:
    """Return the digest as one HTML page that needs nothing beside it."""
    body = [
        f"<h1>Policies, {digest.told_days}</h1>",
        f"<p>{escaped(_opened(digest))}. {escaped(_quiet(digest))}</p>",
    ]
    body += _html_section("What changed", [as_html(e, page_of=page_of) for e in digest.changed[:TOLD]])
    further = digest.changed[TOLD : TOLD + LISTED]
    body += _html_list("And", [headline(event) for event in further], _left(digest.changed, TOLD + LISTED))
    body += _html_section("What turned", [as_html(event, page_of=page_of) for event in digest.turned])
    body += _html_list(
        "What became permitted or is promised less firmly",
        [_permitted(row) for row in digest.permitted[:PERMITTED]],
        _left(digest.permitted, PERMITTED),
    )
    body += _html_section(
        "Links that lead to another document", [as_html(event, page_of=page_of) for event in digest.links]
    )
    body += _html_list(
        "What was not seen", [_unseen(row) for row in digest.unseen[:SHOWN]], _left(digest.unseen, SHOWN)
    )
    body += _html_list("What is held until it is seen again", [_held(row) for row in digest.held])
    return page(subject_of(digest), "\n".join(body))


def as_plain(digest: Digest, page_of: PageOf | None = None) -> str:
    """Return the digest as text."""
    lines = [f"POLICIES, {digest.told_days}", "=" * RULE, f"{_opened(digest)}. {_quiet(digest)}"]
    lines += _text_section("WHAT CHANGED", digest.changed[:TOLD], lambda e: as_text(e, page_of=page_of))
    further = [f"- {headline(event)}" for event in digest.changed[TOLD : TOLD + LISTED]]
    lines += ["", *further, *_left(digest.changed, TOLD + LISTED)] if further else []
    lines += _text_section("WHAT TURNED", digest.turned, lambda event: as_text(event, page_of=page_of))
    lines += _text_section(
        "WHAT BECAME PERMITTED OR IS PROMISED LESS FIRMLY",
        digest.permitted[:PERMITTED],
        lambda row: f"- {_permitted(row)}",
    )
    lines += _left(digest.permitted, PERMITTED)
    lines += _text_section(
        "LINKS THAT LEAD TO ANOTHER DOCUMENT", digest.links, lambda event: as_text(event, page_of=page_of)
    )
    lines += _text_section("WHAT WAS NOT SEEN", digest.unseen[:SHOWN], lambda row: f"- {_unseen(row)}")
    lines += _text_section("WHAT IS HELD UNTIL IT IS SEEN AGAIN", digest.held, lambda row: f"- {_held(row)}")
    return "\n".join(lines) + "\n"


def _overview(digest: Digest) -> str:
    lines = [f"Policies, {digest.told_days}: {_counted(digest)}. {_quiet(digest)}"]
    lines += [f"- {headline(event)}" for event in (*digest.turned, *digest.changed)]
    return "\n".join(lines)


def _opened(digest: Digest) -> str:
    counted = _counted(digest)
    return counted[0].upper() + counted[1:] if not digest.looked_at else counted


def _counted(digest: Digest) -> str:
    weighty = sum(event.significance == "high" for event in digest.changed)
    said = [
        f"{_number(len(digest.changed), 'change')}"
        + (f" ({weighty} of high significance)" if weighty else "")
    ]
    for number, thing in (
        (len(digest.turned), "stance turned"),
        (len(digest.permitted), "clause permits more"),
    ):
        if number:
            said.append(
                f"{number} {thing if number == 1 else thing.replace('stance', 'stances').replace('clause permits', 'clauses permit')}"
            )
    if digest.unseen and digest.looked_at:
        were = "was" if len(digest.unseen) == 1 else "were"
        said.append(f"{_number(len(digest.unseen), 'document')} {were} not seen")
    if digest.looked_at:
        return ", ".join(said)
    return ", ".join([*([] if said[0].startswith("no ") else said[:1]), *said[1:], _nobody_looked(digest)])


def _nobody_looked(digest: Digest) -> str:
    """Say that a time without looks is one, so that nobody takes it for a quiet one."""
    last = (
        f"the last look was {digest.last_look:%Y-%m-%d}" if digest.last_look else "there was no look before"
    )
    return f"{'no look is on record' if digest.unrecorded else 'nobody looked'} in these days; {last}"


def _number(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"


def _quiet(digest: Digest) -> str:
    """Say of how many platforms nothing new can be told, and how much was looked at for that."""
    unrecorded = " Collections that record changes only may have looked at more." if digest.unrecorded else ""
    if not digest.looked_at:
        return f"Whether anything changed is not known.{unrecorded}"
    if digest.documents_looked_at == digest.documents:
        return f"Nothing new at {digest.quiet} of {_number(digest.platforms, 'platform')}."
    were = "was" if digest.looked_at == 1 else "were"
    return (
        f"Nothing new at {digest.quiet} of the {_number(digest.looked_at, 'platform')} that {were} looked at "
        f"({digest.documents_looked_at} of {_number(digest.documents, 'document')}, "
        f"{digest.looked_at} of {_number(digest.platforms, 'platform')}).{unrecorded}"
    )


def _permitted(row: Row) -> str:
    clause = one_line(row["after"] or row["before"] or "", LONGEST_CLAUSE)
    before, after = one_line(row["words_before"] or ""), one_line(row["words_after"] or "")
    words = (
        f"“{before}” → “{after}”"
        if before and after
        else f"“{before}” is gone"
        if before
        else f"“{after}” is new"
    )
    words = words if before or after else ""
    said = [
        f"{row['platform']} · {row['terms_type']}: {row['direction']} ({row['significance']})",
        words,
        clause,
    ]
    return one_line(". ".join(part for part in said if part))


def _unseen(row: Row) -> str:
    until = f"until {row['gap_until']:%Y-%m-%d}" if row["gap_until"] else "to the newest look"
    return one_line(
        f"{row['platform']} · {row['terms_type']}: {row['days']} days, from {row['gap_from']:%Y-%m-%d} {until}; "
        f"{row['reason']}"
    )


def _held(row: Row) -> str:
    reason = f": {row['reason']}" if row["reason"] else ""
    several = f"{row['texts']} texts, the newest " if row["texts"] > 1 else ""
    return one_line(
        f"{row['platform']} · {row['terms_type']}: since {row['held_since']:%Y-%m-%d}, {several}"
        f"{row['class'].replace('_', ' ')}{reason}"
    )


def _left(rows: Sequence[Any], shown: int) -> list[str]:
    return [f"… and {len(rows) - shown} more"] if len(rows) > shown else []


def _html_section(title: str, fragments: Sequence[str]) -> list[str]:
    return [f"<h2>{title}</h2>", *fragments] if fragments else []


def _html_list(title: str, lines: Sequence[str], left: Sequence[str] = ()) -> list[str]:
    items = "".join(f"<li>{escaped(line)}</li>\n" for line in (*lines, *left))
    return [f"<h2>{title}</h2>\n<ul>\n{items}</ul>"] if lines else []


def _text_section(title: str, things: Sequence[Any], said: Callable[[Any], str]) -> list[str]:
    if not things:
        return []
    lines = ["", "", title, "-" * RULE]
    for thing in things:
        lines += [said(thing)] if not isinstance(thing, Event) else ["", said(thing)]
    return lines
