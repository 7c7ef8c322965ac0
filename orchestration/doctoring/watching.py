"""What the watching came to: texts that are held, and platforms whose documents cannot be seen."""

from __future__ import annotations

from collections.abc import Iterator

from assets.captures.due import documents_looked_at
from assets.errors import TermscapeError
from orchestration.display import counted
from orchestration.doctoring.findings import Finding, Patient, look, ok

SHOWN = 8
_HELD = """
SELECT h.class, count(*) AS texts FROM held AS h GROUP BY h.class ORDER BY texts DESC, h.class
"""
_FAILING = """
SELECT s.document_id, p.name AS platform, s.last_outcome AS outcome
FROM schedule AS s JOIN documents AS d USING (document_id) JOIN platforms AS p USING (platform_id)
WHERE s.failed_looks > 0 ORDER BY lower(p.name)
"""


def examine_watching(patient: Patient) -> Iterator[Finding]:
    """Yield what is held and what fails, by the published file."""
    if patient.kind is None or not patient.home.published_database.exists():
        return
    try:
        held, failing = patient.rows(_HELD), patient.rows(_FAILING)
    except TermscapeError:  # said of the published file already
        return
    texts = sum(row["texts"] for row in held)
    classes = ", ".join(f"{row['texts']} {row['class'].replace('_', ' ')}" for row in held)
    yield (
        look(
            "held",
            f"{counted(texts, 'text')} in quarantine: {classes}",
            "termscape status says which and why",
        )
        if texts
        else ok("held", "no text is in quarantine")
    )
    if patient.kind != "live":
        return
    looked_at = documents_looked_at(patient.home)
    failing = [row for row in failing if row["document_id"] in looked_at]
    platforms = list(dict.fromkeys(row["platform"] for row in failing))
    more = f" and {len(platforms) - SHOWN} more" if len(platforms) > SHOWN else ""
    yield (
        look(
            "failing",
            f"{counted(len(failing), 'document')} of {', '.join(platforms[:SHOWN])}{more}",
            "termscape status --failing",
        )
        if failing
        else ok("failing", "no document that is looked at fails")
    )
