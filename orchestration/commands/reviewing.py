"""What a person should look at first: ``review`` lists the least certain labels and answers, to be corrected."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any, Literal

import typer

from assets.sources.corrections import COLUMNS, FILE
from assets.topics.model import AUTOMATIC
from assets.warehouse import read_frame
from orchestration import display
from orchestration.answered import platforms_asked
from orchestration.cli import HomeOption, JsonOption, chosen_home

Format = Literal["table", "csv", "json"]

TEXT_CHARACTERS = 400
"""Characters of a clause that are shown to be judged."""

# The regression is least certain at the border between what is shown and what is not.
_TOPICS = """
SELECT p.provision_id AS span, t.topic_id AS subject, t.band AS now, round(t.confidence, 2) AS confidence,
       l.name AS platform, p.platform_id, p.terms_type, p.text, t.explanation
FROM provisions AS p
JOIN ledger.provision_topics AS t ON p.provision_id = t.provision_id AND p.state_no = t.state_no
JOIN platforms AS l ON p.platform_id = l.platform_id
WHERE t.method <> 'correction' AND t.band <> 'hidden' AND p.kind <> 'heading'
QUALIFY row_number() OVER (PARTITION BY p.text, t.topic_id ORDER BY p.provision_id) = 1
ORDER BY abs(t.confidence - $border), p.provision_id, t.topic_id
"""
_ANSWERS = """
SELECT coalesce(e.provision_id, a.platform_id) AS span, a.question_id AS subject, a.stance AS now,
       round(a.confidence, 2) AS confidence, a.platform, a.platform_id, a.quoted_from AS terms_type,
       coalesce(a.quote, a.headline) AS text, a.explanation
FROM answers AS a
LEFT JOIN answer_evidence AS e ON a.answer_id = e.answer_id AND e.evidence_no = 1
WHERE a.method <> 'correction' AND a.stance NOT IN ('silent', 'not_captured')
ORDER BY a.stance NOT IN ('unsure', 'conflicting'), a.confidence, a.platform_id, a.question_id
"""
# A silence is the more doubtful the more platforms speak: what most policies say may have been overlooked.
_SILENCES = """
SELECT a.platform_id AS span, a.question_id AS subject, a.stance AS now,
       round(1 - s.speak / s.asked, 2) AS confidence, a.platform, a.platform_id, NULL AS terms_type,
       a.headline || format(' {} of {} platforms say something.', s.speak, s.asked) AS text,
       'nothing found in: ' || array_to_string(list_transform(a.documents_searched, d -> split_part(d, '@', 1)), ', ')
           AS explanation
FROM answers AS a
JOIN (
    SELECT question_id, count(DISTINCT platform_id) AS asked,
           count(DISTINCT platform_id) FILTER (stance <> 'silent') AS speak
    FROM answers WHERE stance <> 'not_captured' GROUP BY ALL
) AS s ON a.question_id = s.question_id
WHERE a.stance = 'silent' AND a.method <> 'correction'
ORDER BY 1 - s.speak / s.asked, a.platform_id, a.question_id
"""
_LISTS = (("answers", _ANSWERS), ("silences", _SILENCES), ("topics", _TOPICS))


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(review)


def review(
    what: Annotated[
        Literal["all", "answers", "silences", "topics"],
        typer.Argument(help="Answers, silences (the most surprising first), labels of clauses; or all."),
    ] = "all",
    subject: Annotated[str | None, typer.Option(help="Only this topic or question.")] = None,
    platforms: Annotated[
        list[str] | None,
        typer.Option("--platforms", "--platform", help="Only these platforms (names or ids)."),
    ] = None,
    limit: Annotated[int, typer.Option(help="How many of each; 0: all.", min=0)] = 20,
    format: Annotated[
        Format,
        typer.Option("--format", help=f"table to read; csv to fill in and add to {FILE}; json for programs."),
    ] = "table",
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """List what is least certain first, for a person to confirm or correct.

    Put decisions into corrections.csv in the home: span (a provision's id; for a question also a platform's), subject (a topic or question), label (yes
    or no; a stance), who, when, why. The next run applies them, teaches the classifier, shows them as corrections,
    and flags those whose text has changed since (termscape sql corrections). A silence is listed the earlier the
    more platforms speak on the question; `termscape explain PLATFORM QUESTION` shows what was met and not taken.
    `termscape review --format csv > new.csv` gives rows to fill in.
    """
    chosen = chosen_home(home)
    wanted = platforms_asked(chosen, platforms or [])
    rows: list[dict[str, Any]] = []
    for name, query in _LISTS:
        if what not in ("all", name):
            continue
        found = read_frame(chosen, query, {"border": AUTOMATIC} if name == "topics" else ()).to_dicts()
        found = [
            row
            for row in found
            if subject in (None, row["subject"]) and (not wanted or row["platform_id"] in wanted)
        ]
        rows += found[:limit] if limit else found
    if json_output or format == "json":
        display.as_json(rows)
    elif format == "csv":
        print(_as_csv(rows), end="")
    elif not rows:
        display.out.print("Nothing to review.")
    else:
        display.table(
            [
                {
                    "span": row["span"],
                    "subject": row["subject"],
                    "now": row["now"],
                    "confidence": row["confidence"],
                    "platform": row["platform"],
                    "text": _short(row["text"]),
                    "decided by": _short(row["explanation"]),
                }
                for row in rows
            ],
            title="The least certain first",
            wide=["text", "decided by"],
        )


def _as_csv(rows: list[dict[str, Any]]) -> str:
    """Return rows of a corrections file with what a person must fill in left empty, and the text beside it."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*COLUMNS, "now", "confidence", "platform", "text"])
    for row in rows:
        writer.writerow(
            [
                row["span"],
                row["subject"],
                "",
                "",
                "",
                "",
                row["now"],
                row["confidence"],
                row["platform"],
                _short(row["text"]),
            ]
        )
    return written.getvalue()


def _short(text: str | None) -> str:
    text = " ".join((text or "").split())
    return text if len(text) <= TEXT_CHARACTERS else text[: TEXT_CHARACTERS - 1] + "…"
