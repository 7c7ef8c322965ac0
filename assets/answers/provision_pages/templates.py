"""The data files of pages as rows of the warehouse: laws, texts, slots and questions to ask."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assets.answers.provision_pages.model import ACTS
from assets.answers.provision_pages.regulations import read_regulations
from assets.answers.provision_pages.slots import read_slots
from assets.answers.provision_pages.texts import read_texts

Row = dict[str, Any]


def template_rows() -> dict[str, list[Row]]:
    """Return the rows of each table that only the data files make.

    Raises:
        CatalogueError: a file is not as expected; names file, line and expectation.
    """
    regulations, texts, slots = read_regulations(), read_texts(), read_slots()
    return {
        "ledger.regulations": [asdict(one) for one in regulations.instruments],
        "ledger.topic_regulations": [
            asdict(one) | {"roles": list(one.roles)} for one in regulations.mappings
        ],
        "ledger.page_texts": [
            {
                "topic_id": topic.topic_id,
                "act": act,
                "why": topic.why,
                "impact": texts.impact(topic.topic_id, act),
                "question_id": topic.question_id,
                "texts_version": texts.version,
            }
            for topic in texts.topics.values()
            for act in ACTS
        ],
        "ledger.slots": [
            {
                "slot": slot.slot_id,
                "label": slot.label,
                "denial": slot.denial.label if slot.denial else None,
            }
            for slot in slots.slots.values()
        ],
        "ledger.questions_to_ask": [
            {"topic_id": topic.topic_id, "slot": slot, "ask": ask}
            for topic in texts.topics.values()
            for slot, ask in topic.ask.items()
        ],
    }
