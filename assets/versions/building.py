"""Observations to versions: each timeline in order, round by round, with the state its own rows restore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assets.archive import Archive
from assets.captures.judging import Judgement
from assets.versions.hashes import fingerprints
from assets.versions.pages import Readings
from assets.versions.recorder import RULES_VERSION, Recorder, VersionReport
from assets.versions.rounds import ROUND_MICROSECONDS, Page, Row, rounds
from assets.versions.shared_texts import SharedTexts
from assets.versions.stored import stored_versions
from assets.versions.texts import read_texts
from assets.versions.timeline import Candidate, StoredVersion, TimelineState
from assets.versions.unchanged import RULE as UNCHANGED
from assets.versions.unchanged import unchanged_results
from assets.warehouse import BATCH_ROWS, Progress, Warehouse, in_batches, silent

STAGE = "versions"
TABLES = ("ledger.observation_results", "ledger.versions", "ledger.version_sources")

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
    recorder = Recorder(warehouse, report)
    shared = SharedTexts(warehouse, readings, [row for rows in pending.values() for row in rows])
    for timeline_id, results in unchanged_results(warehouse, readings, shared, pending).items():
        del pending[timeline_id]
        for row, outcome, version_id in results:
            recorder.result(Page(row, None, {}, None), outcome, None, UNCHANGED, version_id)
    recorder.commit()
    for group in in_batches(pending, BATCH_ROWS):
        work = _work(warehouse, readings, recorder, shared, {one: pending[one] for one in group})
        for batch in in_batches(work, BATCH_ROWS):
            pages = read_texts(warehouse, readings, [row for _, one in batch for row in one], shared)
            for builder, one in batch:
                builder.take([pages[row["observation_id"]] for row in one])
            recorder.commit()
            progress("judging versions", report.observations, max(total, report.observations))
    with warehouse.transaction():
        warehouse.connection.execute(_DROP_UNUSED_TEXTS)
    return report


def _work(
    warehouse: Warehouse,
    readings: Readings,
    recorder: Recorder,
    shared: SharedTexts,
    pending: Mapping[str, Sequence[Row]],
) -> Iterator[tuple[_TimelineBuilder, list[Row]]]:
    """Yield the rounds of these timelines in order, each with the builder that takes it."""
    stored = stored_versions(warehouse, list(pending))
    for timeline_id, rows in pending.items():
        builder = _TimelineBuilder(
            warehouse, readings, recorder, shared, timeline_id, stored.pop(timeline_id, [])
        )
        for one in rounds(rows, readings):
            yield builder, one


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
    """Carries one timeline forward: restored from its rows, fed with rounds."""

    def __init__(
        self,
        warehouse: Warehouse,
        readings: Readings,
        recorder: Recorder,
        shared: SharedTexts,
        timeline_id: str,
        stored: Sequence[StoredVersion],
    ) -> None:
        self._warehouse = warehouse
        self._readings = readings
        self._recorder = recorder
        self._shared = shared
        self._timeline_id = timeline_id
        self._state = TimelineState(stored)
        self._last_id = stored[-1].key if stored else None
        self._taken: dict[str, Page] = {}
        self._stored_pages: dict[str, Page] | None = None

    def take(self, pages: Sequence[Page]) -> None:
        """Take a round: its pages together if the document is combined, else each by itself."""
        declared = self._readings.declared_pages(pages[0].row["declaration_sha256"])
        self._taken |= {page.row["source_id"]: page for page in pages}
        if len(declared) > 1:
            self._take_combined(pages, declared)
            return
        for page in pages:
            if page.markdown is None:
                self._failed(page)
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
            members.append(page)
        missing = [f"{source_id}: never captured" for source_id in declared if source_id not in latest]
        missing += [latest[s].trouble for s in declared if s in latest and not latest[s].good]
        for page in members:
            if page.markdown is None:
                self._failed(page)
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
        """The last look at each page of the document, in this run or before it."""
        if self._stored_pages is None:
            rows = self._warehouse.rows(_LATEST_PAGES, [self._timeline_id])
            pages = read_texts(self._warehouse, self._readings, rows, self._shared)
            self._stored_pages = {page.row["source_id"]: page for page in pages.values()}
        return self._stored_pages | self._taken

    def _candidate(
        self, looks: Sequence[Page], markdown: str, judgement: Judgement | None, parts: Sequence[Page]
    ) -> None:
        row = looks[-1].row
        language = _first(part.extraction["language"] for part in parts)
        agreements = [p.extraction["agreement"] for p in parts if p.extraction["agreement"] is not None]
        seen = row["observed_at"]
        prints = fingerprints(markdown)
        version_id = f"{self._timeline_id}/{seen:%Y%m%dT%H%M%SZ}-{prints.raw_sha256[:12]}"
        candidate = Candidate(
            markdown=markdown,
            seen_at=seen,
            language=language,
            agreement=min(agreements, default=None),
            judgement=judgement,
            key=version_id,
            prints=prints,
        )
        decision = self._state.observe(candidate)
        if decision.releases:
            self._recorder.release(decision.released_key, decision.rule, row["observation_id"])
        if decision.outcome == "version":
            self._recorder.version(candidate, decision, row, parts)
            self._last_id = version_id
        outcome, reason = (
            ("changed" if decision.outcome == "version" else "unchanged"),
            decision.detail or None,
        )
        if outcome == "unchanged" and all(page.row["fetch_outcome"] == "not_modified" for page in looks):
            outcome = "not_modified"
        if judgement is not None and judgement.outcome != "policy":
            outcome, reason = judgement.outcome, judgement.reason
        for page in looks:
            self._result(page, outcome, reason, decision.rule, self._last_id)

    def _failed(self, page: Page) -> None:
        row = page.row
        self._result(page, row["fetch_outcome"], row["fetch_reason"], row["fetch_class"] or "fetch")

    def _result(
        self, page: Page, outcome: str, reason: str | None, rule: str, version_id: str | None = None
    ) -> None:
        self._recorder.result(page, outcome, reason, rule, version_id)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
