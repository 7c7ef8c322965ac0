"""A shelf of invented policies in a real warehouse: texts on days, topics by a word in them, answers at will."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assets.comparisons.building import build_wordings
from assets.comparisons.building_families import build_families
from assets.comparisons.building_outliers import build_outliers
from assets.comparisons.matrix import make_matrix
from assets.home import Home
from assets.provisions.building import build_provisions
from assets.warehouse import Warehouse
from orchestration.sql_files import sql_models
from orchestration.sql_models import materialise

START = datetime(2025, 1, 1, 12, tzinfo=UTC)
TOPICS = {"delete": "retention", "court": "governing-law", "copyright": "boilerplate"}
"""A provision with the word is about the topic; the last of them is what every document keeps as boilerplate."""
STANDING = ("silent", "not_captured", "conflicting", "unsure")

History = Sequence[tuple[int, str]]
"""Texts of a document: the day (from 2025-01-01) on which each was first seen, and its Markdown."""


class Shelf:
    """Platforms with one privacy policy each, in the warehouse of a fresh home."""

    def __init__(self, folder: Path, empty: Path | None = None) -> None:
        """Make a shelf in a folder; ``empty`` is a folder with an empty one to copy, which is faster."""
        self.empty = empty
        if empty is not None:
            shutil.copytree(empty, folder)
        self.warehouse = Warehouse(Home(folder))
        if empty is not None:
            return
        self.warehouse.insert(
            "ledger.collections",
            [
                {
                    "collection_id": "invented",
                    "name": "Invented",
                    "kind": "live",
                    "licence": "CC0",
                    "attribution": "Nobody",
                }
            ],
        )
        topics = [(topic, None) for topic in TOPICS.values()]
        topics[-1] = (topics[-1][0], "Practice not covered")
        self.warehouse.insert(
            "ledger.topics",
            [
                {
                    "topic_id": topic,
                    "name": topic.title(),
                    "opp115_category": category,
                    "definition": "-",
                    "languages": ["en"],
                }
                for topic, category in topics
            ],
        )

    def put(self, platform: str, history: History) -> None:
        """Add a platform, called so and with this history of its privacy policy."""
        platform_id = platform.lower()
        document_id, timeline_id = f"{platform_id}/privacy-policy", f"{platform_id}/privacy-policy@live"
        warehouse = self.warehouse
        known = warehouse.rows("FROM ledger.platforms WHERE platform_id = ?", [platform_id])
        if not known:
            self.platform(platform)
            warehouse.insert(
                "ledger.timelines",
                [
                    {
                        "timeline_id": timeline_id,
                        "document_id": document_id,
                        "collection_id": "invented",
                        "jurisdiction": "",
                        "language": "en",
                        "vantage": "",
                    }
                ],
            )
        for day, markdown in history:
            sha256 = hashlib.sha256(markdown.encode()).hexdigest()
            if not warehouse.rows("FROM ledger.markdowns WHERE markdown_sha256 = ?", [sha256]):
                warehouse.insert("ledger.markdowns", [{"markdown_sha256": sha256, "markdown": markdown}])
            warehouse.insert("ledger.versions", [_version(timeline_id, document_id, day, sha256, markdown)])

    def platform(self, platform: str) -> None:
        """Add a platform whose privacy policy is known to exist; without ``put`` nobody could read it."""
        platform_id = platform.lower()
        self.warehouse.insert("ledger.platforms", [{"platform_id": platform_id, "name": platform}])
        document = {"document_id": f"{platform_id}/privacy-policy", "platform_id": platform_id}
        self.warehouse.insert(
            "ledger.documents", [{**document, "terms_type": "Privacy Policy", "declared": True}]
        )

    def cut(self) -> None:
        """Cut the texts into provisions and label those that nobody labelled."""
        build_provisions(self.warehouse)
        labels = [
            {
                "provision_id": row["provision_id"],
                "state_no": row["state_no"],
                "timeline_id": row["timeline_id"],
                "topic_id": topic,
                "confidence": 0.9,
                "band": "automatic",
                "method": "rules",
                "rule_id": "test",
                "explanation": word,
                "rules_version": "1",
            }
            for row in self.warehouse.rows("FROM ledger.provision_states")
            for word, topic in TOPICS.items()
            if word in row["text"].lower()
        ]
        self.warehouse.connection.execute("DELETE FROM ledger.provision_topics")
        self.warehouse.insert("ledger.provision_topics", labels)

    def compare(self) -> None:
        """Run the stage on what is there."""
        self.cut()
        build_wordings(self.warehouse)
        build_families(self.warehouse)
        build_outliers(self.warehouse)

    def made(self, *tables: str) -> dict[str, list[str]]:
        """The rows of tables of the ledger, in no order."""
        return {
            table: sorted(map(repr, self.warehouse.connection.sql(f"FROM ledger.{table}").fetchall()))
            for table in tables
        }

    def model(self, name: str) -> list[dict[str, Any]]:
        """The rows of a model, made by its SQL file."""
        model = next(one for one in sql_models() if one.name == name)
        materialise(self.warehouse, model)
        return self.warehouse.rows(f"FROM {name}")

    def families(self) -> list[set[str]]:
        """The platforms of each family of wordings."""
        rows = self.warehouse.rows(
            "SELECT list(DISTINCT platform_id) AS platforms FROM ledger.wording_families GROUP BY family_id"
        )
        return sorted((set(row["platforms"]) for row in rows), key=sorted)

    def question(self, question_id: str, stances: Sequence[str], *, experimental: bool = False) -> None:
        """Ask a question that knows these stances and the standing ones."""
        self.warehouse.insert(
            "ledger.questions",
            [
                {
                    "question_id": question_id,
                    "title": f"What about {question_id}?",
                    "experimental": experimental,
                    "languages": ["en"],
                    "rules_version": "1",
                }
            ],
        )
        self.warehouse.insert(
            "ledger.question_stances",
            [
                {
                    "question_id": question_id,
                    "stance_no": number,
                    "stance": stance,
                    "label": stance.replace("_", " "),
                    "definition": stance,
                }
                for number, stance in enumerate([*stances, *STANDING], start=1)
            ],
        )
        make_matrix(self.warehouse)

    def answer(
        self,
        platform: str,
        question_id: str,
        stances: Sequence[tuple[int | None, str]],
        *,
        value: Mapping[str, Any] | None = None,
        quotes: Sequence[tuple[str, str]] = (),
        scope: str = "general",
    ) -> None:
        """Let a platform hold these stances from these days on; the last with quotes (role, words)."""
        platform_id = platform.lower()
        versions = self.warehouse.rows(
            "SELECT version_id, markdown FROM current_versions WHERE platform_id = ?", [platform_id]
        )
        for number, (day, stance) in enumerate(stances):
            ends = stances[number + 1][0] if number + 1 < len(stances) else None
            answer_id = f"{platform_id}/{question_id}/{scope}/{number}"
            row = {
                "answer_id": answer_id,
                "platform_id": platform_id,
                "question_id": question_id,
                "scope": scope,
                "valid_from": None if day is None else START + timedelta(days=day),
                "valid_to": None if ends is None else START + timedelta(days=ends),
                "cause": "never_seen" if day is None else "edited" if number else "first_look",
                "stance": stance,
                "value": json.dumps(value or {}),
                "confidence": 0.9,
                "currency": "observed",
                "method": "rules",
                "headline": f"{platform}: {stance}.",
                "explanation": "-",
                "documents_searched": [one["version_id"] for one in versions],
                "inputs_sha256": "-",
                "rules_version": "1",
            }
            self.warehouse.insert("ledger.answers", [row])
            if number + 1 == len(stances):
                self.warehouse.insert(
                    "ledger.answer_evidence",
                    [
                        _evidence(answer_id, number, role, words, versions[0])
                        for number, (role, words) in enumerate(quotes, 1)
                    ],
                )


def _evidence(
    answer_id: str, number: int, role: str, words: str, version: Mapping[str, Any]
) -> dict[str, Any]:
    start = version["markdown"].index(words)
    return {
        "answer_id": answer_id,
        "evidence_no": number,
        "role": role,
        "version_id": version["version_id"],
        "provision_id": "-",
        "char_start": start,
        "char_end": start + len(words),
        "quote": words,
    }


def _version(timeline_id: str, document_id: str, day: int, sha256: str, markdown: str) -> dict[str, Any]:
    text = dict.fromkeys(("rule", "decided_by", "text_sha256", "masked_sha256", "extractor"), "test")
    return {
        **text,
        "document_id": document_id,
        "version_id": f"{timeline_id}@{day}-{sha256[:8]}",
        "timeline_id": timeline_id,
        "sequence": day,
        "first_seen": START + timedelta(days=day),
        "status": "published",
        "noise_class": "substantive",
        "language": "en",
        "words": len(markdown.split()),
        "markdown_sha256": sha256,
        "extractor_version": "1",
        "rules_version": "1",
    }
