"""What the pages of one platform are made of, read platform after platform: the whole is never in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from assets.site.model import Row

LONGEST_COMPARED = 420
"""Characters of another platform's clause that are shown beside one."""
_FETCHED = 1000
"""Rows asked for at a time."""

_QUERIES: Mapping[str, str] = {
    "documents": """
        SELECT d.*, list_sort(u.urls) AS urls, o.looks, o.failed, o.first_look, o.last_look
        FROM documents AS d
        LEFT JOIN ledger.document_pages AS u ON d.document_id = u.document_id
        LEFT JOIN (SELECT b.document_id, count(*) AS looks, min(b.observed_at) AS first_look, max(b.observed_at) AS last_look,
                          count(*) FILTER (b.outcome NOT IN ('changed', 'unchanged', 'not_modified')) AS failed
                   FROM observations AS b GROUP BY ALL) AS o ON d.document_id = o.document_id
        ORDER BY d.platform_id, d.terms_type, d.document_id
    """,
    "versions": """
        SELECT v.* EXCLUDE (markdown), c.name AS collection, c.licence, c.attribution, c.url AS collection_url
        FROM versions AS v JOIN collections AS c ON v.collection_id = c.collection_id
        ORDER BY v.platform_id, v.document_id, v.timeline_id, v.version_no
    """,
    "noise": """
        SELECT platform_id, document_id, version_id, first_seen, status, change_class, rule, reason
        FROM noise_ledger WHERE status <> 'published'
        ORDER BY platform_id, document_id, first_seen, version_id
    """,
    "changes": "FROM changes ORDER BY platform_id, document_id, changed_before, version_id",
    "provision_changes": """
        SELECT * EXCLUDE (rule, score, similarity, margin, collection_id) FROM provision_changes
        ORDER BY platform_id, version_id, coalesce(ordinal_after, ordinal_before), ordinal_before, change_id
    """,
    "provisions": """
        SELECT platform_id, provision_id, document_id, version_id, ordinal, kind, heading_path, stem, text FROM provisions
        ORDER BY platform_id, document_id, version_id, ordinal
    """,
    "pages": """
        SELECT p.*, v.last_seen, v.declared_date, v.text_sha256, v.language, v.first_seen AS version_since,
               list_sort(u.urls) AS source_urls,
               w.method AS stance_method, w.explanation AS stance_explanation
        FROM provision_pages AS p
        JOIN versions AS v ON p.version_id = v.version_id
        LEFT JOIN ledger.document_pages AS u ON p.document_id = u.document_id
        LEFT JOIN ledger.answers AS w ON p.platform_id = w.platform_id AND p.question_id = w.question_id
            AND w.valid_to IS NULL AND NOT coalesce(w.beside, FALSE)
        ORDER BY p.platform_id, p.document_id, p.ordinal, p.provision_id
    """,
    "slots": """
        SELECT p.platform_id, s.provision_id, l.label, l.denial, s.filled_in, s.denied, s.words, s.quote, s.quoted_provision_id
        FROM ledger.provision_slots AS s
        JOIN ledger.slots AS l ON s.slot = l.slot
        JOIN provisions AS p ON s.provision_id = p.provision_id AND s.state_no = p.state_no
        ORDER BY p.platform_id, s.provision_id, s.slot_no
    """,
    "comparable": f"""
        SELECT platform_id, provision_id, other_platform_id, other_platform, other_terms_type, other_provision_id,
               left(other_text, {LONGEST_COMPARED * 2}) AS other_text, left(other_stem, 400) AS other_stem, other_polarity,
               other_stance_label, other_exposure, similarity
        FROM comparable_provisions ORDER BY platform_id, provision_id, place
    """,
    "wordings": """
        SELECT * FROM provision_history WHERE kind <> 'heading'
        ORDER BY platform_id, provision_id, first_seen, state_no
    """,
    "regulations": """
        SELECT DISTINCT platform_id, provision_id, is_lead_topic, topic_id, topic, regulation_id, regulation, articles, why,
               jurisdiction, authorities, status, checked, source, url
        FROM provision_regulations
        ORDER BY platform_id, provision_id, is_lead_topic DESC, topic, regulation, articles
    """,
    "corrections": """
        SELECT p.platform_id, c.provision_id, t.name AS topic, c.band = 'automatic' AS is_about, c.explanation AS told
        FROM ledger.provision_topics AS c
        JOIN ledger.topics AS t ON c.topic_id = t.topic_id
        JOIN provisions AS p ON c.provision_id = p.provision_id AND c.state_no = p.state_no
        WHERE c.method = 'correction' ORDER BY p.platform_id, c.provision_id, c.topic_id
    """,
    "answers": """
        SELECT a.* EXCLUDE (documents_searched) FROM answers AS a
        ORDER BY a.platform_id, a.experimental, a.question_id, a.scope
    """,
    "values_turned": """
        SELECT v.platform_id, v.answer_id, v.name, v.value_since
        FROM answer_values AS v JOIN answers AS a ON v.answer_id = a.answer_id
        WHERE v.value_since > a.stance_since ORDER BY v.platform_id, v.answer_id, v.name
    """,
    "evidence": """
        SELECT platform_id, question_id, answer_id, role, quote, terms_type, provision_id, version_id
        FROM answer_evidence WHERE is_current
        ORDER BY platform_id, question_id, answer_id, evidence_no
    """,
    "turns": """
        SELECT platform_id, question_id, question, turned_after, turned_by, stance_before_label, stance_after_label, is_of_the_policy, reason
        FROM stance_turns ORDER BY platform_id, turned_by DESC, question_id, scope
    """,
    "gaps": """
        SELECT * FROM gaps AS g
        ORDER BY g.platform_id, g.document_id, g.gap_from, g.timeline_id
    """,
    "held": """
        SELECT platform_id, document_id, version_id, held_since, class, reason, words FROM held
        ORDER BY platform_id, document_id, held_since
    """,
    "calendar": """
        SELECT platform_id, date_trunc('month', day)::DATE AS month, sum(looks)::INTEGER AS looks, sum(seen)::INTEGER AS seen,
               sum(changes)::INTEGER AS changes
        FROM capture_calendar GROUP BY ALL ORDER BY platform_id, month
    """,
    "links": """
        SELECT platform_id, document_id, version_id, link_text, target_before, target_after, changed_after, changed_before
        FROM legal_link_changes ORDER BY platform_id, version_id, link_text, target_after
    """,
    "claims": "SELECT platform_id, claim_id, claim, verdict FROM claims ORDER BY platform_id, claim_no, claim_id",
}


@dataclass(frozen=True)
class PlatformRows:
    """The rows of one platform, by the name of the query that gave them; in the order of the pages."""

    platform_id: str
    name: str
    rows: Mapping[str, Sequence[Row]] = field(repr=False)

    def __getitem__(self, name: str) -> Sequence[Row]:
        """Return the rows of a query."""
        return self.rows.get(name, ())

    def by(self, name: str, key: str) -> dict[Any, list[Row]]:
        """Return the rows of a query grouped by a column, in their order."""
        groups: dict[Any, list[Row]] = {}
        for row in self[name]:
            groups.setdefault(row[key], []).append(row)
        return groups


def platforms_in_turn(connection: duckdb.DuckDBPyConnection) -> Iterator[PlatformRows]:
    """Yield the rows of every platform, in the order of their ids: each query runs once, and is read as it is needed."""
    streams = {name: _groups(connection, query) for name, query in _QUERIES.items()}
    waiting = {name: next(stream, None) for name, stream in streams.items()}
    for platform_id, name in rows_of(
        connection, "SELECT platform_id, name FROM platforms ORDER BY platform_id"
    ):
        found: dict[str, Sequence[Row]] = {}
        for query, stream in streams.items():
            group = waiting[query]
            while group is not None and group[0] < platform_id:
                group = next(stream, None)
            if group is not None and group[0] == platform_id:
                found[query] = group[1]
                group = next(stream, None)
            waiting[query] = group
        yield PlatformRows(platform_id, name, found)


def dicts_of(connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Return the rows of a query as mappings."""
    return list(_dicts(connection, query, parameters))


def rows_of(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """Return the rows of a query as tuples."""
    return _cursor(connection).execute(query, parameters or None).fetchall()


def _groups(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[str, list[Row]]]:
    """Yield the platforms of a query that is ordered by ``platform_id``, each with its rows."""
    current: str | None = None
    group: list[Row] = []
    for row in _dicts(connection, query):
        if row["platform_id"] != current:
            if current is not None:
                yield current, group
            current, group = row["platform_id"], []
        group.append(row)
    if current is not None:
        yield current, group


def _dicts(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] = ()
) -> Iterator[Row]:
    cursor = _cursor(connection).execute(query, parameters or None)
    names = [column[0] for column in cursor.description or ()]
    while rows := cursor.fetchmany(_FETCHED):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def _cursor(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return a connection of its own to the same file: rows of several queries are read in turn."""
    cursor = connection.cursor()
    cursor.execute("SET TimeZone = 'UTC'")
    return cursor
