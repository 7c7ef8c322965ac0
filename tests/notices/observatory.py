"""A small observatory of invented platforms, made by hand: changes as rows, published like real ones."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assets.archive import Archive
from assets.home import Home
from assets.notices.alerting import Report, read_context, send_alerts
from assets.releases.publication import publish
from assets.warehouse import Reader, Warehouse, open_published
from orchestration.sql_files import sql_models
from orchestration.sql_models import materialise

START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)
SOON = datetime.now(UTC) + timedelta(hours=2)
"""Later than any test of this session runs: what changed then is news to whoever began to watch before."""
NAMES = {"lumora": "Lumora", "brightmoss": "Brightmoss"}


def empty_home(folder: Path) -> None:
    """Make the warehouse that every observatory begins with: platforms, a topic, a question, no change yet."""
    home = Home(folder)
    home.claim("live")
    warehouse = Warehouse(home)
    collection = {
        "collection_id": "live",
        "name": "Live",
        "kind": "live",
        "licence": "CC0",
        "attribution": "Nobody",
    }
    warehouse.insert("ledger.collections", [collection])
    topic = {"topic_id": "retention", "name": "Retention", "definition": "-", "languages": ["en"]}
    warehouse.insert("ledger.topics", [topic])
    question = {"question_id": "retention_period", "title": "How long are data kept?", "experimental": False}
    warehouse.insert("ledger.questions", [{**question, "languages": ["en"], "rules_version": "1"}])
    for platform_id, name in NAMES.items():
        document_id = f"{platform_id}/privacy-policy"
        warehouse.insert("ledger.platforms", [{"platform_id": platform_id, "name": name}])
        document = {"document_id": document_id, "platform_id": platform_id, "terms_type": "Privacy Policy"}
        warehouse.insert("ledger.documents", [{**document, "declared": True}])
        timeline = {"timeline_id": f"{document_id}@live", "document_id": document_id, "collection_id": "live"}
        warehouse.insert(
            "ledger.timelines", [{**timeline, "jurisdiction": "", "language": "en", "vantage": ""}]
        )
    for model in sql_models():
        if model.name == "became_permitted":
            materialise(warehouse, model)
    warehouse.close()


class Observatory:
    """A live home whose policies change when a test says so."""

    def __init__(self, folder: Path, empty: Path) -> None:
        shutil.copytree(empty, folder)
        self.home = Home(folder)
        self._warehouse = Warehouse(self.home)
        self._versions: dict[str, list[str]] = {}
        for platform_id in NAMES:
            self.look(platform_id, START, "first")

    def look(
        self,
        platform_id: str,
        when: datetime,
        noise_class: str = "substantive",
        recorded: datetime | None = None,
    ) -> str:
        """Record a look that shows a new text, and the version it makes; return the version's id."""
        timeline_id = f"{platform_id}/privacy-policy@live"
        versions = self._versions.setdefault(platform_id, [])
        version_id = f"{timeline_id}/{len(versions) + 1}"
        versions.append(version_id)
        observation = {
            "observation_id": f"o-{version_id}",
            "timeline_id": timeline_id,
            "source_id": "main",
            "sequence": len(versions),
            "observed_at": when,
            "fetch_outcome": "fetched",
            "format": "html",
            "fetcher": "test",
            "chain_no": len(versions),
            "recorded_at": recorded or when,
            "run_id": "r",
        }
        self._warehouse.insert("ledger.observations", [observation])
        result = {"observation_id": f"o-{version_id}", "timeline_id": timeline_id, "outcome": "changed"}
        self._warehouse.insert(
            "ledger.observation_results",
            [{**result, "rule": "-", "version_id": version_id, "rules_version": "1"}],
        )
        self._warehouse.insert("ledger.markdowns", [{"markdown_sha256": version_id, "markdown": "…"}])
        version: dict[str, Any] = {
            "version_id": version_id,
            "timeline_id": timeline_id,
            "document_id": f"{platform_id}/privacy-policy",
            "sequence": len(versions),
            "first_seen": when,
            "status": "published",
            "noise_class": noise_class,
            "rule": "-",
            "decided_by": f"o-{version_id}",
            "words": 100,
            "markdown_sha256": version_id,
        }
        names = ("text_sha256", "masked_sha256", "extractor", "extractor_version", "rules_version")
        self._warehouse.insert("ledger.versions", [version | dict.fromkeys(names, "-")])
        return version_id

    def fail(self, platform_id: str, when: datetime, reason: str) -> None:
        """Record a look that showed nothing."""
        timeline_id = f"{platform_id}/privacy-policy@live"
        name = f"f-{platform_id}-{when:%Y%m%d%H%M}"
        observation = {
            "observation_id": name,
            "timeline_id": timeline_id,
            "source_id": "main",
            "sequence": 1000,
            "observed_at": when,
            "fetch_outcome": "blocked",
            "fetch_reason": reason,
            "format": "html",
            "fetcher": "test",
            "chain_no": 1,
            "recorded_at": when,
            "run_id": "r",
        }
        self._warehouse.insert("ledger.observations", [observation])
        result = {"observation_id": name, "timeline_id": timeline_id, "outcome": "blocked", "reason": reason}
        self._warehouse.insert("ledger.observation_results", [{**result, "rule": "-", "rules_version": "1"}])

    def change(
        self,
        platform_id: str,
        when: datetime,
        *,
        before: str = "We keep it for 30 days.",
        after: str = "We keep it for 90 days.",
        summary: str = "Retention was raised.",
        significance: str = "high",
        topics: Sequence[str] = ("retention",),
        recorded: datetime | None = None,
    ) -> str:
        """Let a clause of a platform's policy change; return the id of the version after it."""
        version_id = self.look(platform_id, when, recorded=recorded)
        self.assess(platform_id, version_id, before, after, summary, significance, topics)
        return version_id

    def assess(
        self,
        platform_id: str,
        version_id: str,
        before: str,
        after: str,
        summary: str,
        significance: str,
        topics: Sequence[str],
    ) -> None:
        """Say what a version changed in the one before."""
        versions = self._versions[platform_id]
        step = {
            "version_id": version_id,
            "previous_version_id": versions[versions.index(version_id) - 1],
            "timeline_id": f"{platform_id}/privacy-policy@live",
            "change_class": "substantive",
            "significance": significance,
            "score": 0.9,
            "rule": "-",
            "reason": "-",
            "rules_version": "1",
        }
        empty: dict[str, Any] = {"topics_added": [], "topics_removed": []}
        empty |= {f"provisions_{what}": 0 for what in ("added", "removed", "moved")}
        self._warehouse.insert(
            "ledger.version_changes",
            [
                step
                | empty
                | {
                    "directions": [],
                    "directions_told": [],
                    "topics_modified": list(topics),
                    "provisions_modified": 1,
                    "words_added": 1,
                    "words_removed": 1,
                    "summary": summary,
                    "summary_parts": "[]",
                    "inputs_sha256": "-",
                }
            ],
        )
        self._warehouse.insert(
            "ledger.provision_changes",
            [
                step
                | {
                    "change_id": f"c-{version_id}",
                    "provision_id": f"p-{platform_id}",
                    "operation": "modified",
                    "also_moved": False,
                    "kind": "paragraph",
                    "heading_path": ["Keeping"],
                    "before": before,
                    "after": after,
                    "word_diff": json.dumps([["removed", before], ["added", after]]),
                    "words_removed": 1,
                    "words_added": 1,
                    "directions": "[]",
                    "topics": list(topics),
                }
            ],
        )

    def turn(self, platform_id: str, before: str, after: str, when: datetime) -> None:
        """Let the answer to the one question turn with the newest version, first seen then."""
        for number, (stance, begins, ends) in enumerate(
            ((before, START, when), (after, when, None)), start=1
        ):
            answer = {
                "answer_id": f"a-{platform_id}-{number}",
                "platform_id": platform_id,
                "question_id": "retention_period",
                "scope": "general",
                "valid_from_earliest": begins - timedelta(days=1),
                "valid_from": begins,
                "valid_to": ends,
                "cause": "first_look" if number == 1 else "edited",
                "beside": False,
                "stance": stance,
                "confidence": 0.9,
                "documents_searched": [],
            }
            names = (
                "method",
                "currency",
                "headline",
                "explanation",
                "inputs_sha256",
                "rules_version",
            )
            self._warehouse.insert("ledger.answers", [answer | dict.fromkeys(names, "-") | {"value": "{}"}])
            evidence = {"answer_id": answer["answer_id"], "evidence_no": 1, "role": "rule"}
            evidence |= {
                "version_id": self._versions[platform_id][number - 1],
                "provision_id": f"p-{platform_id}",
            }
            quote = f"It is kept {stance}."
            self._warehouse.insert(
                "ledger.answer_evidence",
                [{**evidence, "char_start": 0, "char_end": len(quote), "quote": quote}],
            )

    def publish(self) -> None:
        """Publish what there is."""
        publish(self._warehouse)

    def watch(self, name: str, text: str) -> Path:
        """Write a watchlist."""
        path = self.home.path / "watchlists" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def send(self, **options: bool) -> Report:
        """Send what is due, as a run does after it published."""
        connection = open_published(self.home)
        try:
            with self.home.locked("test"):
                return send_alerts(read_context(self.home, Reader(connection)), Archive(self.home), **options)
        finally:
            connection.close()

    def round(self, **options: bool) -> Report:
        """Publish and send."""
        self.publish()
        return self.send(**options)

    def close(self) -> None:
        """Let go of the warehouse."""
        self._warehouse.connection.close()
