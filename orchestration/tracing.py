"""Tracing a published figure back: the columns it is made from, the words it rests on, and the bytes these come from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from assets.archive.bodies import BodyStore
from assets.errors import ArchiveDamaged, InputError, NothingFound
from assets.home import Home
from assets.warehouse import Reader

# Places in texts that are shown: who wants more names one row, or an id.
SHOWN_PLACES = 5

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Bytes:
    """The captured bytes of one page of a version, and whether the archive holds them as they were recorded."""

    source_id: str
    url: str | None
    observed_at: Any
    observation_id: str
    ledger_line: int
    recorded_at: Any
    content_sha256: str
    bytes: int | None
    holds: bool
    problem: str | None


@dataclass(frozen=True)
class Place:
    """A place in a version's text that a figure rests on, with all that proves it."""

    version_id: str
    document_id: str
    provision_id: str | None
    role: str | None
    char_start: int | None
    char_end: int | None
    quote: str | None
    quote_holds: bool | None
    first_seen: Any
    text_sha256: str
    text_holds: bool
    extractor: str
    rules_version: str
    pages: list[Bytes] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether quote, text and bytes are all there and as recorded."""
        return self.quote_holds is not False and self.text_holds and all(page.holds for page in self.pages)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {**asdict(self), "holds": self.holds}


_VERSION = """
SELECT v.version_id, v.document_id, v.first_seen, v.markdown_sha256, v.extractor, v.extractor_version, v.rules_version,
       m.markdown
FROM ledger.versions AS v JOIN ledger.markdowns AS m USING (markdown_sha256) WHERE v.version_id = ?
"""
_PAGES = """
SELECT s.source_id, s.observation_id, s.content_sha256, o.url, o.observed_at, o.chain_no, o.recorded_at
FROM ledger.version_sources AS s JOIN ledger.observations AS o USING (observation_id)
WHERE s.version_id = ? ORDER BY s.source_id
"""
_QUOTES = "version_id, provision_id, role, char_start, char_end, quote"
_OCCURRENCE = """
SELECT o.version_id, o.provision_id, NULL AS role, o.char_start, o.char_end, coalesce(o.own_text, s.text) AS quote
FROM ledger.provision_occurrences AS o
JOIN ledger.provision_states AS s USING (provision_id, state_no) JOIN ledger.versions AS v USING (version_id)
"""
_VERSION_ALONE = "SELECT version_id, NULL AS provision_id, NULL AS role, NULL AS char_start, NULL AS char_end, NULL AS quote"

# What a row names, the nearest to words first, and the places it leads to; $name is the row's value in that column.
_LEADS: Sequence[tuple[tuple[str, ...], str]] = (
    (
        ("check_id",),
        f"SELECT {_QUOTES} FROM ledger.claim_evidence WHERE check_id = $check_id ORDER BY evidence_no",
    ),
    (
        ("answer_id", "evidence_no"),
        f"SELECT {_QUOTES} FROM ledger.answer_evidence WHERE answer_id = $answer_id AND evidence_no = $evidence_no",
    ),
    (
        ("answer_id",),
        f"SELECT {_QUOTES} FROM ledger.answer_evidence WHERE answer_id = $answer_id ORDER BY evidence_no",
    ),
    # a silence has no words: it rests on the texts that were read
    (
        ("answer_id",),
        f"{_VERSION_ALONE} FROM (SELECT unnest(documents_searched) AS version_id FROM ledger.answers "
        "WHERE answer_id = $answer_id)",
    ),
    (
        ("documents_searched",),
        f"{_VERSION_ALONE} FROM (SELECT unnest($documents_searched::VARCHAR[]) AS version_id)",
    ),
    (
        ("change_id",),
        f"{_OCCURRENCE} JOIN ledger.provision_changes AS c ON o.provision_id = c.provision_id "
        "AND o.version_id IN (c.version_id, c.previous_version_id) WHERE c.change_id = $change_id ORDER BY v.sequence",
    ),
    (
        ("version_id", "provision_id"),
        f"{_OCCURRENCE} WHERE o.version_id = $version_id AND o.provision_id = $provision_id",
    ),
    (
        ("provision_id", "state_no"),
        f"{_OCCURRENCE} WHERE o.provision_id = $provision_id AND o.state_no = $state_no ORDER BY v.sequence DESC LIMIT 1",
    ),
    (
        ("provision_id",),
        f"{_OCCURRENCE} WHERE o.provision_id = $provision_id ORDER BY v.sequence DESC LIMIT 1",
    ),
    (
        ("version_id", "previous_version_id"),
        f"{_VERSION_ALONE} FROM ledger.versions WHERE version_id IN ($previous_version_id, $version_id) ORDER BY sequence",
    ),
    (("version_id",), f"{_VERSION_ALONE} FROM ledger.versions WHERE version_id = $version_id"),
    (
        ("platform_id", "question_id"),
        f"SELECT {_QUOTES.replace('provision_id', 'e.provision_id').replace('version_id', 'e.version_id', 1)} "
        "FROM answer_evidence AS e WHERE e.platform_id = $platform_id AND e.question_id = $question_id AND e.is_current "
        "ORDER BY e.evidence_no",
    ),
    (
        ("question_id",),
        f"SELECT {_QUOTES} FROM answer_evidence WHERE question_id = $question_id AND is_current AND evidence_no = 1 "
        "ORDER BY platform_id",
    ),
    (
        ("platform_id", "topic_id"),
        f"{_OCCURRENCE} JOIN provisions AS p ON o.version_id = p.version_id AND o.provision_id = p.provision_id "
        "WHERE p.platform_id = $platform_id AND list_contains(p.topics, $topic_id) ORDER BY p.document_id, p.ordinal",
    ),
    (("document_id",), f"{_VERSION_ALONE} FROM current_versions WHERE document_id = $document_id"),
    (
        ("platform_id",),
        f"{_VERSION_ALONE} FROM current_versions WHERE platform_id = $platform_id ORDER BY document_id",
    ),
    (
        ("topic_id",),
        f"{_OCCURRENCE} JOIN provisions AS p ON o.version_id = p.version_id AND o.provision_id = p.provision_id "
        "WHERE list_contains(p.topics, $topic_id) ORDER BY p.document_id, p.ordinal",
    ),
)

# Where an id that stands alone is looked for: the column it leads to, the table, where its ids stand, what is meant.
_IDS: Sequence[tuple[str, str, str, str]] = (
    ("provision_id", "ledger.id_aliases", "old_id", "new_id"),
    ("provision_id", "ledger.provision_states", "provision_id", "provision_id"),
    ("version_id", "ledger.versions", "version_id", "version_id"),
    ("document_id", "ledger.documents", "document_id", "document_id"),
    ("answer_id", "ledger.answers", "answer_id", "answer_id"),
    ("change_id", "ledger.provision_changes", "change_id", "change_id"),
    ("check_id", "ledger.claim_checks", "check_id", "check_id"),
    ("platform_id", "ledger.platforms", "platform_id", "platform_id"),
    ("version_id", "ledger.version_sources", "observation_id", "version_id"),
    ("version_id", "ledger.version_sources", "content_sha256", "version_id"),
)
# Names rather than numbers: nobody types the beginning of one and means it.
_WHOLE_ONLY = ("document_id", "platform_id")
# Ids a message lists, where several begin as was asked for.
_NAMED = 5


def row_of_id(reader: Reader, given: str) -> dict[str, Any]:
    """Return an id that stands alone as a row with its column: of a provision, version, document, answer, change,
    claim's check, platform, look, or of captured bytes (their SHA-256). Its beginning will do, if no other has it.

    Raises:
        NothingFound: nothing published has it.
        InputError: several ids begin so.
    """
    for column, table, ids, meant in _IDS:
        found = reader.connection.execute(
            f"SELECT {meant} FROM {table} WHERE {ids} = $id", {"id": given}
        ).fetchone()
        if found is not None:
            return {column: found[0]}
    whole = _begun_with(reader, given)
    if len(whole) > 1:
        more = " …" if len(whole) > _NAMED else ""
        raise InputError(f"{given!r} begins several ids: {', '.join(whole[:_NAMED])}{more}. Give more of it.")
    if whole:
        return row_of_id(reader, whole[0])
    raise NothingFound(
        f"nothing here has the id {given!r}. Expected TABLE.COLUMN, such as answers.stance, or the id of a provision, "
        "version, document, answer, change, platform, look or captured body."
    )


def _begun_with(reader: Reader, given: str) -> list[str]:
    """Return ids that begin so, one more than a message names at most."""
    looked_in = " UNION ".join(
        f"SELECT {ids} AS id FROM {table} WHERE starts_with({ids}, $id)"
        for column, table, ids, _ in _IDS
        if column not in _WHOLE_ONLY
    )
    query = f"SELECT id FROM ({looked_in}) ORDER BY id LIMIT {_NAMED + 1}"
    return [str(id_) for (id_,) in reader.connection.execute(query, {"id": given}).fetchall()]


def places_of(reader: Reader, home: Home, row: Row) -> tuple[list[Place], int]:
    """Return the first places that a row rests on, checked against the text and the archive, and how many there are.

    A row that names no answer, provision, version, document, platform, question or topic rests on none: ``([], 0)``.
    """
    for names, query in _LEADS:
        if all(row.get(name) is not None for name in names):
            found = reader.connection.execute(query, {name: row[name] for name in names}).pl().to_dicts()
            if found:
                # not the whole archive: opening its ledger mends what a killed run left, and a reader changes nothing
                bodies = BodyStore(home.archive / "bodies")
                return [_place(reader, bodies, one) for one in found[:SHOWN_PLACES]], len(found)
    return [], 0


def _place(reader: Reader, bodies: BodyStore, found: Row) -> Place:
    [version] = reader.rows(_VERSION, [found["version_id"]])
    start, end, quote = found["char_start"], found["char_end"], found["quote"]
    return Place(
        version_id=version["version_id"],
        document_id=version["document_id"],
        provision_id=found["provision_id"],
        role=found["role"],
        char_start=start,
        char_end=end,
        quote=quote,
        quote_holds=None if quote is None else version["markdown"][start:end] == quote,
        first_seen=version["first_seen"],
        text_sha256=version["markdown_sha256"],
        text_holds=hashlib.sha256(version["markdown"].encode()).hexdigest() == version["markdown_sha256"],
        extractor=f"{version['extractor']} {version['extractor_version']}",
        rules_version=version["rules_version"],
        pages=list(_pages(reader, bodies, version["version_id"])),
    )


def _pages(reader: Reader, bodies: BodyStore, version_id: str) -> Iterator[Bytes]:
    for row in reader.rows(_PAGES, [version_id]):
        size, problem = None, None
        try:
            size = len(bodies.get(row["content_sha256"]))
        except (ArchiveDamaged, OSError) as error:
            problem = str(error)
        yield Bytes(
            source_id=row["source_id"],
            url=row["url"],
            observed_at=row["observed_at"],
            observation_id=row["observation_id"],
            ledger_line=row["chain_no"],
            recorded_at=row["recorded_at"],
            content_sha256=row["content_sha256"],
            bytes=size,
            holds=problem is None,
            problem=problem,
        )
