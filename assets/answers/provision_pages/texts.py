"""Why a clause matters, what it means for people, and what to ask a vendor: the templates of ``page_texts.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assets.answers.provision_pages.model import ACTS
from assets.topics.annotated_yaml import Entry, read_yaml

TEXTS_FILE = Path(__file__).parent / "page_texts.yaml"
ALWAYS = "always"
"""In place of a slot: the question is asked whatever the clause leaves open."""


@dataclass(frozen=True)
class TopicTexts:
    """The texts of a topic: ``impact`` by act, ``ask`` by slot (or ``always``), the question that tells a stance."""

    topic_id: str
    why: str
    question_id: str | None
    impact: Mapping[str, str]
    ask: Mapping[str, str]


@dataclass(frozen=True)
class PageTexts:
    """The texts of all topics; ``general`` serves acts that a topic does not name; ``note`` stands under each page."""

    version: str
    note: str
    general: Mapping[str, str]
    topics: Mapping[str, TopicTexts]

    def impact(self, topic_id: str, act: str) -> str:
        """Return what a clause on a topic that does this means for people."""
        topic = self.topics.get(topic_id)
        return (topic.impact if topic else {}).get(act) or self.general[act]


@cache
def read_texts(file: Path = TEXTS_FILE) -> PageTexts:
    """Read the texts of a file; once a process.

    Raises:
        CatalogueError: the file is not as expected; names file, line and expectation.
    """
    fields = read_yaml(file).fields(["version", "note", "general", "topics"])
    general = fields["general"].fields(ACTS)
    return PageTexts(
        version=fields["version"].text(),
        note=fields["note"].text(),
        general={act: entry.text() for act, entry in general.items()},
        topics={key.text(): _topic(key.text(), value) for key, value in fields["topics"].pairs()},
    )


def _topic(topic_id: str, entry: Entry) -> TopicTexts:
    fields = entry.fields(["why", "ask"], ["impact", "question"])
    impact = fields["impact"].fields([], ACTS) if "impact" in fields else {}
    return TopicTexts(
        topic_id=topic_id,
        why=fields["why"].text(),
        question_id=fields["question"].text() if "question" in fields else None,
        impact={act: text.text() for act, text in impact.items()},
        ask={key.text(): value.text() for key, value in fields["ask"].pairs()},
    )
