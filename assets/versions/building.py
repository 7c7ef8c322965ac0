"""Observations to versions: each timeline in order, round by round, with the state its own rows restore."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assets.archive import Archive
from assets.captures.judging import Judgement, judge
from assets.versions.dates import read_dates
from assets.versions.extraction import EXTRACTOR_VERSION
from assets.versions.hashes import fingerprints, sha256
from assets.versions.pages import Readings
from assets.versions.rounds import ROUND_MICROSECONDS, Page, Row, rounds
from assets.versions.stored import stored_versions
from assets.versions.timeline import Candidate, Decision, TimelineState
from assets.warehouse import BATCH_ROWS, Progress, Warehouse, in_batches, silent

STAGE = "versions"
TABLES = ("ledger.observation_results", "ledger.versions", "ledger.version_sources")
# Raised with every change to judging, dates, hashes or noise rules: what older rules decided is decided again.
RULES = "1"
RULES_VERSION = f"rules {RULES}, extractor {EXTRACTOR_VERSION}"

# What stands between the pages of a combined document.
PAGE_SEPARATOR = "\n\n---\n\n"
"""A thematic break, so that the pages of a combined document stay visibly apart."""

_PENDING = """
SELECT o.*, t.document_id, d.terms_type
FROM ledger.observations AS o
ANTI JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
JOIN ledger.documents AS d ON t.document_id = d.document_id
ORDER BY o.timeline_id, o.sequence, o.source_id, o.observation_id
"""

_LAST_DONE = """
SELECT o.timeline_id, max({'sequence': o.sequence, 'source_id': o.source_id, 'observation_id': o.observation_id}) AS last
FROM ledger.observations AS o
JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
GROUP BY o.timeline_id
"""

_LATEST_PAGES = """
SELECT o.*, t.document_id, d.terms_type
FROM ledger.observations AS o
JOIN ledger.observation_results AS r ON o.observation_id = r.observation_id
JOIN ledger.timelines AS t ON o.timeline_id = t.timeline_id
JOIN ledger.documents AS d ON t.document_id = d.document_id
WHERE o.timeline_id = ?
QUALIFY row_number() OVER (PARTITION BY o.source_id ORDER BY o.sequence DESC, o.observation_id DESC) = 1
"""

# A timeline that was made again may have lost a text it had made up of other pages.
_DROP_UNUSED_TEXTS = """
DELETE FROM ledger.markdowns WHERE markdown_sha256 NOT IN (
    SELECT markdown_sha256 FROM ledger.versions UNION ALL SELECT markdown_sha256 FROM ledger.extractions
)
"""


@dataclass
class VersionReport:
    """What a run added: observations read, candidates by status and class, timelines done over."""

    observations: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    rebuilt: list[str] = field(default_factory=list)


def build_versions(
    warehouse: Warehouse,
    archive: Archive,
    *,
    timelines: Sequence[str] | None = None,
    progress: Progress = silent,
) -> VersionReport:
    """Give every observation that has none its result, and every new text its version.

    Commits in batches; a killed run goes on where it stopped. Where an observation belongs before ones
    already read, its timeline is made again from the beginning. ``timelines`` narrows the work.
    """
    warehouse.renew(STAGE, RULES_VERSION, TABLES)
    report = VersionReport()
    pending: dict[str, list[dict[str, Any]]] = {}
    for row in warehouse.rows(_PENDING):
        if timelines is None or row["timeline_id"] in timelines:
            pending.setdefault(row["timeline_id"], []).append(row)
    total = sum(len(rows) for rows in pending.values())
    readings = Readings(archive)
    late = _late(warehouse, pending, readings)
    for timeline_id in late:
        _reset(warehouse, timeline_id)
        report.rebuilt.append(timeline_id)
    if late:
        for timeline_id in late:
            pending[timeline_id] = []
        for row in warehouse.rows(_PENDING):
            if row["timeline_id"] in late:
                pending[row["timeline_id"]].append(row)
    for timeline_id, rows in pending.items():
        builder = _TimelineBuilder(warehouse, readings, timeline_id, report)
        for batch in in_batches(rounds(rows, readings), BATCH_ROWS):
            builder.take(batch)
            progress("judging versions", report.observations, max(total, report.observations))
    with warehouse.transaction():
        warehouse.connection.execute(_DROP_UNUSED_TEXTS)
    return report


def _late(warehouse: Warehouse, pending: Mapping[str, Sequence[Row]], readings: Readings) -> set[str]:
    """Return the timelines whose pending observations belong before, or into, a round that was read."""
    late = set()
    for row in warehouse.rows(_LAST_DONE):
        timeline_id = row["timeline_id"]
        if timeline_id not in pending:
            continue
        first = pending[timeline_id][0]
        combined = len(readings.declared_pages(first["declaration_sha256"])) > 1
        same_round = combined and first["sequence"] - row["last"]["sequence"] <= ROUND_MICROSECONDS
        before = (first["sequence"], first["source_id"], first["observation_id"]) < tuple(
            row["last"].values()
        )
        if before or same_round:
            late.add(timeline_id)
    return late


def _reset(warehouse: Warehouse, timeline_id: str) -> None:
    with warehouse.transaction():
        for table in TABLES:
            warehouse.connection.execute(f"DELETE FROM {table} WHERE timeline_id = ?", [timeline_id])


class _TimelineBuilder:
    """Carries one timeline forward: restored from its rows, fed with rounds, committing each batch."""

    def __init__(
        self, warehouse: Warehouse, readings: Readings, timeline_id: str, report: VersionReport
    ) -> None:
        self._warehouse = warehouse
        self._readings = readings
        self._timeline_id = timeline_id
        self._report = report
        self._state = TimelineState(stored_versions(warehouse, timeline_id))
        last = warehouse.value(
            "SELECT max_by(version_id, (sequence, first_seen)) FROM ledger.versions WHERE timeline_id = ?",
            [timeline_id],
        )
        self._last_id: str | None = last
        self._latest: dict[str, Page] | None = None
        self._results: list[Row] = []
        self._versions: dict[str, Row] = {}
        self._sources: list[Row] = []
        self._texts: dict[str, str] = {}
        self._released: list[tuple[str, str]] = []

    def take(self, batch: Sequence[Sequence[Row]]) -> None:
        """Judge these rounds, in order, and commit what came of them."""
        pages = self._read([row for one in batch for row in one])
        for one in batch:
            self._take_round([pages[row["observation_id"]] for row in one])
        self._commit()

    def _read(self, rows: Sequence[Row]) -> dict[str, Page]:
        """Load the texts of these observations and judge each page by itself."""
        wanted = {
            row["observation_id"]: self._readings.of(row)
            for row in rows
            if row["content_sha256"] and row["fetch_outcome"] == "fetched"
        }
        extractions = {
            (row["content_sha256"], row["source_sha256"]): row
            for row in self._warehouse.rows(
                "SELECT e.*, m.markdown FROM ledger.extractions AS e JOIN ledger.markdowns AS m "
                "USING (markdown_sha256) WHERE e.extractor_version = $1 AND list_contains($2, e.content_sha256)",
                [EXTRACTOR_VERSION, list({reading.content_sha256 for reading in wanted.values()})],
            )
        }
        pages: dict[str, Page] = {}
        for row in rows:
            reading = wanted.get(row["observation_id"])
            found = extractions.get((reading.content_sha256, reading.source_sha256)) if reading else None
            if found is None:
                pages[row["observation_id"]] = Page(row, None, {}, None)
                continue
            judgement = judge(
                found["markdown"],
                url=row["url"] or "",
                final_url=row["final_url"],
                title=found["title"],
                terms_type=row["terms_type"],
            )
            pages[row["observation_id"]] = Page(row, found["markdown"], found, judgement)
        return pages

    def _take_round(self, pages: Sequence[Page]) -> None:
        declared = self._readings.declared_pages(pages[0].row["declaration_sha256"])
        if len(declared) > 1:
            self._take_combined(pages, declared)
            return
        for page in pages:
            if page.markdown is None:
                self._result(page, page.row["fetch_outcome"], page.row["fetch_reason"], "fetch")
            else:
                self._candidate([page], page.markdown, page.judgement, [page])

    def _take_combined(self, pages: Sequence[Page], declared: Sequence[str]) -> None:
        """One missing page of a combined document holds the version back; it never shortens it."""
        latest = self._latest_pages()
        members = []
        for page in pages:
            if page.row["source_id"] not in declared:
                reason = f"the declaration in force then names no page {page.row['source_id']}"
                self._result(page, "incomplete", reason, "page-not-declared")
                continue
            latest[page.row["source_id"]] = page
            members.append(page)
        missing = [f"{source_id}: never captured" for source_id in declared if source_id not in latest]
        missing += [latest[s].trouble for s in declared if s in latest and not latest[s].good]
        for page in members:
            if page.markdown is None:
                self._result(page, page.row["fetch_outcome"], page.row["fetch_reason"], "fetch")
            elif not page.good and page.judgement is not None:
                self._result(page, page.judgement.outcome, page.judgement.reason, page.judgement.rule)
            elif missing:
                self._result(page, "incomplete", "; ".join(missing), "page-missing")
        if members and not missing:
            parts = [latest[source_id] for source_id in declared]
            self._candidate(
                members, PAGE_SEPARATOR.join((p.markdown or "").strip() for p in parts), None, parts
            )

    def _latest_pages(self) -> dict[str, Page]:
        if self._latest is None:
            rows = self._warehouse.rows(_LATEST_PAGES, [self._timeline_id])
            self._latest = {page.row["source_id"]: page for page in self._read(rows).values()}
        return self._latest

    def _candidate(
        self, looks: Sequence[Page], markdown: str, judgement: Judgement | None, parts: Sequence[Page]
    ) -> None:
        row = looks[-1].row
        language = _first(part.extraction["language"] for part in parts)
        agreements = [p.extraction["agreement"] for p in parts if p.extraction["agreement"] is not None]
        seen = row["observed_at"]
        version_id = f"{self._timeline_id}/{seen:%Y%m%dT%H%M%SZ}-{sha256(markdown)[:12]}"
        candidate = Candidate(
            markdown=markdown,
            seen_at=seen,
            language=language,
            agreement=min(agreements, default=None),
            judgement=judgement,
            key=version_id,
        )
        decision = self._state.observe(candidate)
        if decision.releases:
            self._released.append((decision.released_key, decision.rule))
        shown = self._last_id
        if decision.outcome == "version":
            self._add_version(candidate, decision, row, parts)
            shown = self._last_id = version_id
        outcome, reason = (
            ("changed" if decision.outcome == "version" else "unchanged"),
            decision.detail or None,
        )
        if judgement is not None and judgement.outcome != "policy":
            outcome, reason = judgement.outcome, judgement.reason
        for page in looks:
            self._result(page, outcome, reason, decision.rule, shown)

    def _add_version(
        self, candidate: Candidate, decision: Decision, row: Mapping[str, Any], parts: Sequence[Page]
    ) -> None:
        hashes = fingerprints(candidate.markdown)
        dates = read_dates(candidate.markdown, language=candidate.language)
        extraction = parts[0].extraction
        self._texts[hashes.raw_sha256] = candidate.markdown
        self._versions[candidate.key] = {
            "version_id": candidate.key,
            "timeline_id": self._timeline_id,
            "document_id": row["document_id"],
            "sequence": row["sequence"],
            "first_seen": candidate.seen_at,
            "status": decision.status,
            "noise_class": decision.noise_class,
            "rule": decision.rule,
            "detail": decision.detail or None,
            "declared_date": dates.declared,
            "effective_date": dates.effective,
            "title": extraction["title"],
            "language": candidate.language,
            "words": hashes.words,
            "markdown_sha256": hashes.raw_sha256,
            "text_sha256": hashes.text_sha256,
            "masked_sha256": hashes.masked_sha256,
            "extractor": "imported" if row["format"] == "markdown" else extraction["extractor"],
            "extractor_version": EXTRACTOR_VERSION,
            "agreement": candidate.agreement,
            "rules_version": RULES_VERSION,
        }
        self._sources += [
            {
                "version_id": candidate.key,
                "timeline_id": self._timeline_id,
                "source_id": part.row["source_id"],
                "observation_id": part.row["observation_id"],
                "content_sha256": part.row["content_sha256"],
            }
            for part in parts
        ]
        self._report.classes[decision.noise_class] = self._report.classes.get(decision.noise_class, 0) + 1

    def _result(
        self, page: Page, outcome: str, reason: str | None, rule: str, version_id: str | None = None
    ) -> None:
        self._results.append(
            {
                "observation_id": page.row["observation_id"],
                "timeline_id": self._timeline_id,
                "outcome": outcome,
                "reason": reason,
                "rule": rule,
                "version_id": version_id,
                "rules_version": RULES_VERSION,
            }
        )
        self._report.observations += 1

    def _commit(self) -> None:
        in_database = []
        for version_id, rule in self._released:
            if version_id in self._versions:
                self._versions[version_id] |= {"status": "published", "rule": rule}
            else:
                in_database.append((version_id, rule))
        present = self._warehouse.frame(
            "SELECT markdown_sha256 FROM ledger.markdowns WHERE list_contains($1, markdown_sha256)",
            [list(self._texts)],
        )["markdown_sha256"]
        new_texts = self._texts.keys() - set(present)
        with self._warehouse.transaction():
            self._warehouse.insert(
                "ledger.markdowns",
                [{"markdown_sha256": key, "markdown": self._texts[key]} for key in sorted(new_texts)],
            )
            self._warehouse.insert("ledger.versions", list(self._versions.values()))
            self._warehouse.insert("ledger.version_sources", self._sources)
            self._warehouse.insert("ledger.observation_results", self._results)
            for version_id, rule in in_database:
                self._warehouse.connection.execute(
                    "UPDATE ledger.versions SET status = 'published', rule = ? WHERE version_id = ?",
                    [rule, version_id],
                )
        self._results, self._sources, self._released = [], [], []
        self._versions, self._texts = {}, {}


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
