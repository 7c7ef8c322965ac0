"""Wordings to pages: every wording is read in the newest version in which it stands, again when that version differs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from assets.answers.catalogue import load_questions
from assets.answers.grammar import GRAMMAR_FILE
from assets.answers.model import Clause
from assets.answers.provision_pages.exposure import read_exposure
from assets.answers.provision_pages.making import PageMaker, Row
from assets.answers.provision_pages.marks import read_marks, stance_reader
from assets.answers.provision_pages.reading import ClauseReader
from assets.answers.provision_pages.templates import template_rows
from assets.answers.units import QUOTED_KINDS
from assets.topics.taxonomy import Taxonomy
from assets.warehouse import Progress, Warehouse, in_batches, silent

STAGE = "provision_pages"
TABLES = ("ledger.provision_reading", "ledger.provision_slots")
CODE_VERSION = "4"
"""Raise when the code changes what the rows mean: every wording is read again."""
_BATCH_VERSIONS = 40
"""Versions whose clauses are in memory at one time: a large one has some thousand."""

_WANTED = """
CREATE OR REPLACE TEMP TABLE wanted_readings AS
WITH labels AS (
    SELECT provision_id, state_no, bit_xor(hash(topic_id, confidence, band, method)) AS labelled
    FROM ledger.provision_topics WHERE band = 'automatic' OR method = 'correction' GROUP BY ALL
),
contents AS (
    SELECT o.version_id,
           bit_xor(hash(o.provision_id, o.state_no, s.text_sha256, o.own_text, o.kind, o.heading_path, o.stem,
                        o.ordinal, o.char_start, o.char_end, l.labelled))::VARCHAR AS inputs
    FROM ledger.provision_occurrences AS o
    JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
    LEFT JOIN labels AS l ON o.provision_id = l.provision_id AND o.state_no = l.state_no
    GROUP BY o.version_id
),
newest AS (
    SELECT o.provision_id, o.state_no, arg_max(o.version_id, v.version_no) AS version_id
    FROM ledger.provision_occurrences AS o JOIN versions AS v ON o.version_id = v.version_id
    WHERE list_contains(?, o.kind)
    GROUP BY ALL
)
SELECT n.provision_id, n.state_no, n.version_id, c.inputs
FROM newest AS n JOIN contents AS c ON n.version_id = c.version_id
"""
_STALE = """
DELETE FROM {table} AS t WHERE NOT EXISTS (
    SELECT 1 FROM wanted_readings AS w
    JOIN ledger.provision_reading AS r
        ON w.provision_id = r.provision_id AND w.state_no = r.state_no AND w.version_id = r.read_in AND w.inputs = r.inputs
    WHERE t.provision_id = w.provision_id AND t.state_no = w.state_no
)
"""
_PENDING = """
SELECT w.version_id, any_value(w.inputs) AS inputs, list(DISTINCT w.provision_id || '/' || w.state_no) AS wordings
FROM wanted_readings AS w
ANTI JOIN ledger.provision_reading AS r ON w.provision_id = r.provision_id AND w.state_no = r.state_no
GROUP BY w.version_id ORDER BY w.version_id
"""
_CLAUSES = """
WITH labelled AS (
    SELECT provision_id, state_no, list(topic_id ORDER BY confidence DESC, topic_id ASC) FILTER (band = 'automatic') AS topics,
           list(topic_id ORDER BY topic_id) FILTER (method = 'correction' AND band = 'automatic') AS corrected,
           list(topic_id ORDER BY topic_id) FILTER (method = 'correction' AND band <> 'automatic') AS refused
    FROM ledger.provision_topics WHERE band = 'automatic' OR method = 'correction' GROUP BY ALL
)
SELECT o.version_id, v.document_id, d.terms_type, o.provision_id, coalesce(o.own_text, s.text) AS text, o.char_start, o.char_end,
       o.heading_path, o.stem, o.kind, o.ordinal,
       o.state_no, o.timeline_id, d.platform_id, coalesce(l.topics, []) AS topics,
       coalesce(l.corrected, []) AS corrected, coalesce(l.refused, []) AS refused, coalesce(v.language, '') AS language
FROM ledger.provision_occurrences AS o
SEMI JOIN wanted ON o.version_id = wanted.key
JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
JOIN ledger.versions AS v ON o.version_id = v.version_id
JOIN ledger.documents AS d ON v.document_id = d.document_id
LEFT JOIN labelled AS l ON o.provision_id = l.provision_id AND o.state_no = l.state_no
WHERE o.kind <> 'heading'
ORDER BY o.version_id, o.ordinal
"""
_OF_CLAUSE = ("version_id", "document_id", "terms_type", "provision_id", "text", "char_start", "char_end", "stem", "kind", "ordinal")  # fmt: skip


@dataclass
class PageReport:
    """What a run did: wordings read, and those that were kept."""

    read: int = 0
    kept: int = 0


def rules_version(taxonomy: Taxonomy) -> str:
    """Return the version of everything that pages are made with: code, data files, rules of taxonomy and questions."""
    files = [*sorted(Path(__file__).parent.glob("*.yaml")), GRAMMAR_FILE]
    asked = [one.rules_version for one in load_questions() if one.question_id in read_marks().questions]
    stated = " ".join([taxonomy.version, *asked]).encode()
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files) + stated)
    return f"pages-{CODE_VERSION}-{digest.hexdigest()[:12]}"


def build_pages(warehouse: Warehouse, taxonomy: Taxonomy, progress: Progress = silent) -> PageReport:
    """Read every wording whose version or topics changed since it was read; commit in batches."""
    version = rules_version(taxonomy)
    warehouse.renew(STAGE, version, TABLES)
    with warehouse.transaction():
        for table, rows in template_rows().items():
            warehouse.connection.execute(f"DELETE FROM {table}")
            warehouse.insert(table, rows)
    warehouse.connection.execute(_WANTED, [list(QUOTED_KINDS)])
    with warehouse.transaction():
        for table in reversed(TABLES):
            warehouse.connection.execute(_STALE.format(table=table))
    pending = {row["version_id"]: row for row in warehouse.rows(_PENDING)}
    report = PageReport(kept=int(warehouse.value("SELECT count(*) FROM ledger.provision_reading")))
    warehouse.connection.execute("DROP TABLE wanted_readings")
    if not pending:
        return report
    maker = PageMaker(ClauseReader(taxonomy.topics), stance_reader(read_marks()), read_exposure(), version)
    done = 0
    for batch in in_batches(pending, _BATCH_VERSIONS):
        readings: list[Row] = []
        slots: list[Row] = []
        rows = warehouse.rows(_CLAUSES, wanted=batch)
        clauses = [_clause(row) for row in rows]
        maker.stances.learn(clauses)
        for version_id, group in groupby(
            zip(rows, clauses, strict=True), key=lambda both: both[0]["version_id"]
        ):
            one = pending[version_id]
            made = maker.rows_of(list(group), frozenset(one["wordings"]), one["inputs"])
            readings.extend(made[0])
            slots.extend(made[1])
        with warehouse.transaction():
            warehouse.insert("ledger.provision_reading", readings)
            warehouse.insert("ledger.provision_slots", slots)
        report.read += len(readings)
        done += len(batch)
        progress("reading provisions", done, len(pending))
    return report


def _clause(row: Row) -> Clause:
    return Clause(**{name: row[name] for name in _OF_CLAUSE}, heading_path=tuple(row["heading_path"]))
