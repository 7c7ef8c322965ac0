"""What a run decides about observations, gathered and committed in batches: results, versions, their texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assets.versions.dates import read_dates
from assets.versions.decisions import Candidate, Decision
from assets.versions.extraction import EXTRACTOR_VERSION
from assets.versions.hashes import fingerprints
from assets.versions.rounds import Page, Row
from assets.warehouse import Warehouse

# Raised with every change to judging, dates, hashes or noise rules: what older rules decided is decided again.
RULES = "8"
RULES_VERSION = f"rules {RULES}, extractor {EXTRACTOR_VERSION}"


@dataclass
class VersionReport:
    """What a run added: observations read, candidates by status and class, timelines done over."""

    observations: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    rebuilt: list[str] = field(default_factory=list)


class Recorder:
    """Gathers rows of any number of timelines until they are committed together."""

    def __init__(self, warehouse: Warehouse, report: VersionReport) -> None:
        self._warehouse = warehouse
        self._report = report
        self._results: list[Row] = []
        self._versions: dict[str, Row] = {}
        self._sources: list[Row] = []
        self._texts: dict[str, str] = {}
        self._released: list[tuple[str, str, str]] = []

    def release(self, version_id: str, rule: str, observation_id: str) -> None:
        """Publish a version recorded before; ``observation_id`` is the look that confirmed it."""
        self._released.append((version_id, rule, observation_id))

    def version(
        self, candidate: Candidate, decision: Decision, row: Mapping[str, Any], parts: Sequence[Page]
    ) -> None:
        """Record a version of what these pages show; ``row`` is the observation that completed it."""
        hashes = candidate.prints or fingerprints(candidate.markdown)
        dates = read_dates(candidate.markdown, language=candidate.language)
        extraction = parts[0].extraction
        self._texts[hashes.raw_sha256] = candidate.markdown
        self._versions[candidate.key] = {
            "version_id": candidate.key,
            "timeline_id": row["timeline_id"],
            "document_id": row["document_id"],
            "sequence": row["sequence"],
            "first_seen": candidate.seen_at,
            "status": decision.status,
            "noise_class": decision.noise_class,
            "rule": decision.rule,
            "detail": decision.detail or None,
            "compared_with": decision.compared_with or None,
            "decided_by": row["observation_id"],
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
                "timeline_id": row["timeline_id"],
                "source_id": part.row["source_id"],
                "observation_id": part.row["observation_id"],
                "content_sha256": part.row["content_sha256"],
            }
            for part in parts
        ]
        self._report.classes[decision.noise_class] = self._report.classes.get(decision.noise_class, 0) + 1

    def result(
        self, page: Page, outcome: str, reason: str | None, rule: str, version_id: str | None = None
    ) -> None:
        """Record what a look at a page turned out to be, and the version it showed."""
        self._results.append(
            {
                "observation_id": page.row["observation_id"],
                "timeline_id": page.row["timeline_id"],
                "outcome": outcome,
                "reason": reason,
                "rule": rule,
                "version_id": version_id,
                "rules_version": RULES_VERSION,
            }
        )
        self._report.observations += 1

    def commit(self) -> None:
        """Write all that was gathered, in one transaction."""
        in_database = []
        for version_id, rule, observation_id in self._released:
            if version_id in self._versions:
                released = {"status": "published", "rule": rule, "decided_by": observation_id}
                self._versions[version_id] |= released
            else:
                in_database.append((version_id, rule, observation_id))
        present = self._warehouse.frame(
            "SELECT markdown_sha256 FROM ledger.markdowns SEMI JOIN wanted ON markdown_sha256 = wanted.key",
            wanted=self._texts,
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
            for version_id, rule, observation_id in in_database:
                self._warehouse.connection.execute(
                    "UPDATE ledger.versions SET status = 'published', rule = ?, decided_by = ? WHERE version_id = ?",
                    [rule, observation_id, version_id],
                )
        self._results, self._sources, self._released = [], [], []
        self._versions, self._texts = {}, {}
