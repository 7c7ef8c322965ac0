"""What was answered, read from the published database: questions, answers now or on a day, and their evidence."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from rapidfuzz import process

from assets.answers.correcting import METHOD as CORRECTION
from assets.answers.model import GENERAL
from assets.answers.shown import scope_in_words
from assets.errors import InputError, NothingFound
from assets.home import Home
from assets.warehouse import read_frame
from orchestration.asked import platform_asked

Row = dict[str, Any]

_QUESTIONS = "SELECT question_id, title, experimental, stances, stance_labels FROM questions ORDER BY experimental, question_id"
_COLUMNS = """
a.answer_id, a.question_id, a.question, a.experimental, a.platform_id, a.platform, a.scope, a.stance, a.stance_label, a.headline, a.quote,
a.quote_completes, a.quoted_from, a.value, a.confidence, a.currency, a.valid_from_earliest, a.valid_from, a.stance_since, a.value_since,
a.documents_searched, a.explanation, a.method
"""
_NOW = f"SELECT {_COLUMNS} FROM answers AS a ORDER BY a.question_id, a.platform, a.scope"
_THEN = f"SELECT {_COLUMNS} FROM answers_at(?) AS a ORDER BY a.question_id, a.platform, a.scope"
_EVIDENCE = """
SELECT e.answer_id, e.role, e.quote, e.document_id, e.terms_type, p.path, e.version_id, e.provision_id, e.char_start, e.char_end,
       c.licence, c.attribution
FROM answer_evidence AS e
JOIN archive_paths AS p ON e.document_id = p.document_id
JOIN ledger.versions AS v ON e.version_id = v.version_id
JOIN ledger.timelines AS t ON v.timeline_id = t.timeline_id
JOIN collections AS c ON t.collection_id = c.collection_id
SEMI JOIN (SELECT unnest(?) AS answer_id) AS w ON e.answer_id = w.answer_id
ORDER BY e.answer_id, e.evidence_no
"""
_TURNED = """
SELECT v.answer_id, v.name, v.value_since FROM answer_values AS v JOIN answer_history AS h ON v.answer_id = h.answer_id
SEMI JOIN (SELECT unnest(?) AS answer_id) AS w ON v.answer_id = w.answer_id
WHERE v.value_since > h.stance_since
"""
_BESIDE = """
SELECT platform_id, question_id, answer_id, scope, stance, stance_label, quote, quoted_from, valid_from AS since
FROM answers_beside ORDER BY platform_id, question_id, scope
"""
_PATHS = """
SELECT p.platform_id, p.service, p.path
FROM archive_paths AS p JOIN documents AS d ON p.document_id = d.document_id
ORDER BY p.platform_id, d.coverage <> 'captured', d.terms_type <> 'Privacy Policy', d.terms_type <> 'Terms of Service', p.path
"""


def questions_asked(home: Home, wanted: Sequence[str]) -> list[Row]:
    """Return the questions of these ids, in their order; all, the measured first, if none is given.

    Raises:
        NothingFound: there is no such question; the message names those there are.
    """
    known = {
        row["question_id"]: row | {"labels": dict(zip(row["stances"], row["stance_labels"], strict=True))}
        for row in read_frame(home, _QUESTIONS).to_dicts()
    }
    for question_id in wanted:
        if question_id not in known:
            near = [
                match[0]
                for match in process.extract(question_id.lower(), list(known), limit=1, score_cutoff=60)
            ]
            there = ", ".join(known) or "none yet; run termscape run first"
            meant = f"Did you mean {near[0]}? " if near else ""
            raise NothingFound(f"no question {question_id!r}. {meant}There are: {there}.")
    return [known[question_id] for question_id in wanted] if wanted else [*known.values()]


def platforms_asked(home: Home, names: Sequence[str]) -> list[str]:
    """Return the ids of platforms given by name or id, several in one piece split at commas; none given: none.

    Raises:
        NothingFound: there is no such platform.
    """
    known = dict(read_frame(home, "SELECT platform_id, name FROM platforms").iter_rows())
    pieces = [piece.strip() for name in names for piece in _split(name, known.values())]
    return list(dict.fromkeys(platform_asked(home, piece, known) for piece in pieces if piece))


def day_asked(given: str | None) -> date | None:
    """Return a day written like 2026-03-01.

    Raises:
        InputError: it is no day, or one that is still to come.
    """
    if given is None:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise InputError(f"--as-of {given!r} is no day: write it like 2026-03-01.") from None
    if day > datetime.now(UTC).date():
        raise InputError(f"--as-of {given} is still to come: leave it out for what they say now.")
    return day


def answers_asked(
    home: Home, questions: Collection[str], platforms: Collection[str] = (), on: date | None = None
) -> list[Row]:
    """Return answers with their ``value`` read and their ``evidence`` attached, question by question.

    ``turned`` says since when a value is what it is, of those that turned later than the stance; ``beside`` what others
    are told now.

    Args:
        home: whose published database is read.
        questions: ids of questions.
        platforms: ids of platforms; all if there is none.
        on: as they were on this day; ``None``: as they are.

    Raises:
        NothingFound: nothing was answered on that day.
    """
    rows = read_frame(home, _THEN, [on]).to_dicts() if on else read_frame(home, _NOW).to_dicts()
    rows = [
        row
        for row in rows
        if row["question_id"] in questions and (not platforms or row["platform_id"] in platforms)
    ]
    if on and not rows:
        raise NothingFound(
            f"nothing of that was captured by {on}. "
            'The first day: termscape sql "SELECT min(valid_from) FROM answer_history"'
        )
    ids = [row["answer_id"] for row in rows]
    turned: dict[str, Row] = {}
    for answer_id, name, since in read_frame(home, _TURNED, [ids]).iter_rows():
        turned.setdefault(answer_id, {})[name] = since
    evidence: dict[str, list[Row]] = {}
    for quote in read_frame(home, _EVIDENCE, [ids]).to_dicts():
        evidence.setdefault(quote.pop("answer_id"), []).append(quote)
    beside: dict[tuple[str, str], list[Row]] = {}
    for one in [] if on else read_frame(home, _BESIDE).to_dicts():
        beside.setdefault((one.pop("platform_id"), one.pop("question_id")), []).append(one)
    for row in rows:
        row["beside"] = beside.get((row["platform_id"], row["question_id"]), [])
        row["value"] = json.loads(row["value"])
        row["evidence"] = evidence.get(row["answer_id"], [])
        row["turned"] = turned.get(row["answer_id"], {})
    return rows


def platforms_unseen(home: Home, rows: Sequence[Row], platforms: Collection[str] = ()) -> list[str]:
    """Return the names of platforms (of ``platforms``, or all) that have no row among answers of a day."""
    answered = {row["platform_id"] for row in rows}
    known = read_frame(home, "SELECT DISTINCT platform_id, platform FROM answers ORDER BY platform").rows()
    return [name for one, name in known if one not in answered and (not platforms or one in platforms)]


def as_archive_rows(home: Home, rows: Sequence[Row]) -> list[Row]:
    """Return answers as the archive names things: ``{service, path, question, stance, evidence: [{path, quote}]}``, and more.

    ``path`` is the document quoted first; where nothing is quoted, the one that would have to say it.
    """
    services: dict[str, tuple[str, str]] = {}
    for platform_id, service, path in read_frame(home, _PATHS).iter_rows():
        services.setdefault(platform_id, (service, path))
    result = []
    for row in rows:
        service, path = services.get(row["platform_id"], (row["platform"], None))
        shown = row["evidence"]
        result.append(
            {
                "service": service,
                "path": shown[0]["path"] if shown else path,
                "question": row["question_id"],
                "stance": row["stance"],
                "evidence": [
                    {name: one[name] for name in ("path", "quote", "role", "version_id", "char_start")}
                    for one in shown
                ],
                "scope": row["scope"],
                "method": row["method"],
                "value": row["value"],
                "headline": row["headline"],
                "confidence": row["confidence"],
                "experimental": row["experimental"],
                "platform_id": row["platform_id"],
                "since": row["stance_since"],
                "values_since": row["turned"],
            }
        )
    return result


def stance_shown(row: Row) -> str:
    """Return the stance as people read it, with what must be told beside it: whom it is about, and that a person decided it."""
    beside = [scope_in_words(row["scope"])] if row["scope"] != GENERAL else []
    beside += ["corrected"] if row["method"] == CORRECTION else []
    return f"{row['stance_label']} ({', '.join(beside)})" if beside else str(row["stance_label"])


def stances_in_order(question: Mapping[str, Any], rows: Sequence[Row]) -> list[str]:
    """Return the stances that rows take, as the question lists them."""
    taken = {row["stance"] for row in rows}
    return [stance for stance in question["stances"] if stance in taken]


def _split(name: str, known: Collection[str]) -> list[str]:
    """Split at commas, unless a platform is called just so."""
    return [name] if name in known else name.split(",")
