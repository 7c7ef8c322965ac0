"""What people made of events: ``reviews.csv`` of a home, a line a review, kept by hand or by ``termscape mark``."""

from __future__ import annotations

import csv
import fcntl
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from assets.archive.archive import Archive
from assets.errors import InputError
from assets.home import Home, replace_file, writing
from assets.notices.model import Event
from assets.sources.decision_rows import day_of_decision, decision_rows

FILE = "reviews.csv"
COLUMNS = ("subject", "state", "note", "who", "when")
STATES = ("new", "seen", "dismissed")
RECORD = "reviews"
"""The kind of the ledger's lines that keep them."""


@dataclass(frozen=True)
class Review:
    """A person's word on an event, a change of a provision (``change_id``) or a version; the last one counts."""

    subject: str
    state: str
    note: str
    who: str
    when: date

    @property
    def said(self) -> dict[str, str]:
        """All that it says, by column."""
        return {
            "subject": self.subject,
            "state": self.state,
            "note": self.note,
            "who": self.who,
            "when": self.when.isoformat(),
        }


def read_reviews(home: Home) -> list[Review] | None:
    """Return the reviews of a home's file in its order; ``None`` if there is no file.

    Raises:
        InputError: the file is not as expected; names the file, the line and the fix.
    """
    path = home.path / FILE
    rows = decision_rows(path, COLUMNS)
    return None if rows is None else [checked(values, f"{path}:{line}") for line, values in rows]


def checked(values: Mapping[str, str], place: str) -> Review:
    """Return a review from its columns.

    Raises:
        InputError: a column is empty or not as expected; the message begins with ``place``.
    """
    for name in ("subject", "state", "who", "when"):
        if not values[name]:
            raise InputError(
                f"{place}: {name!r} is empty. A review says of what, how it stands, who and when."
            )
    if values["state"] not in STATES:
        raise InputError(f"{place}: state {values['state']!r} is none; expected one of: {', '.join(STATES)}.")
    day = day_of_decision(values["when"], place, "the day of the review")
    return Review(values["subject"], values["state"], values["note"], values["who"], day)


def add_review(home: Home, review: Review) -> None:
    """Append a review to a home's file, which is made if it is not there; two at once both get in.

    Raises:
        InputError: the file as it is cannot be read: nothing is added to it.
        HomeUnusable: it cannot be written.
    """
    path = home.path / FILE
    with writing(path), _alone(home):
        present = read_reviews(home)
        written = io.StringIO()
        if present is None:
            csv.writer(written, lineterminator="\n").writerow(COLUMNS)
        else:
            text = path.read_text(encoding="utf-8-sig")
            written.write(text if text.endswith("\n") or not text else text + "\n")
        header = next(csv.reader(io.StringIO(written.getvalue())))
        csv.DictWriter(written, header, lineterminator="\n", restval="", extrasaction="ignore").writerow(
            review.said
        )
        replace_file(path, written.getvalue().encode())


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Let one process at a time write the file; a run of the home does not keep anybody from it."""
    home.path.mkdir(parents=True, exist_ok=True)
    with (home.path / f".{FILE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def record_reviews(home: Home, archive: Archive) -> None:
    """Archive the reviews of a home's file unless they are those recorded last; without a file nothing is recorded.

    Raises:
        InputError: the file is not as expected.
    """
    reviews = read_reviews(home)
    if reviews is None:
        return
    rows = [review.said for review in reviews]
    recorded = [record.data for record in archive.ledger.read() if record.kind == RECORD]
    if (recorded[-1]["rows"] if recorded else []) != rows:
        archive.record(RECORD, [{"number": len(recorded) + 1, "rows": rows}], origin=FILE)


def review_rows(archive: Archive) -> list[dict[str, Any]]:
    """Return the rows of ``internal.reviews``: the reviews recorded last."""
    rows: Sequence[Mapping[str, str]] = ()
    for record in archive.ledger.read():
        if record.kind == RECORD:
            rows = record.data["rows"]
    return [
        {
            "subject": row["subject"],
            "state": row["state"],
            "note": row["note"],
            "who": row["who"],
            "reviewed_on": date.fromisoformat(row["when"]),
            "review_no": number,
        }
        for number, row in enumerate(rows, start=1)
    ]


def dismissed(home: Home) -> frozenset[str]:
    """Return the subjects that are dismissed by a home's file as it is now.

    Raises:
        InputError: the file is not as expected.
    """
    last = {review.subject: review.state for review in read_reviews(home) or ()}
    return frozenset(subject for subject, state in last.items() if state == "dismissed")


def is_dismissed(event: Event, subjects: Collection[str]) -> bool:
    """Whether an event is dismissed, by its own id or as the change of its version."""
    return event.event_id in subjects or (event.kind == "change" and event.version_id in subjects)
