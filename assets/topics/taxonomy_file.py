"""The taxonomy as its YAML files state it: topics, and the rules that find them; mistakes named by file and line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assets.topics.annotated_yaml import CatalogueError, Entry, read_yaml
from assets.topics.exemplars import LabelledText, files_of, read_exemplars
from assets.topics.headings import HeadingRule
from assets.topics.labelling import Labeller
from assets.topics.model import Provision, Rule, Topic, TopicLabel
from assets.topics.patterns import compile_pattern, expand_words

TAXONOMY_DIRECTORY = Path(__file__).parent / "taxonomy"

CODE_VERSION = "5"
"""Raise when the labelling code changes what the data means; part of the taxonomy's version."""

OPP115_CATEGORIES = (
    "Data Retention",
    "Data Security",
    "Do Not Track",
    "First Party Collection/Use",
    "International and Specific Audiences",
    "Introductory/Generic",
    "Policy Change",
    "Practice not covered",
    "Privacy contact information",
    "Third Party Sharing/Collection",
    "User Access, Edit and Deletion",
    "User Choice/Control",
)
"""The categories of OPP-115 (Wilson et al., 2016, as split by the Polisis benchmark)."""

_TOPIC_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,8}")


@dataclass(frozen=True)
class Taxonomy:
    """The topics in force and their version: a hash of the data together with the code's version.

    ``exemplars_directory`` holds the sentences that the classifier learns from (``exemplars``), if there are any.
    """

    topics: tuple[Topic, ...]
    version: str
    exemplars_directory: Path | None = None

    def label(
        self,
        text: str,
        *,
        heading_path: Sequence[str] = (),
        stem: str | None = None,
        kind: str = "paragraph",
        terms_type: str = "",
    ) -> list[TopicLabel]:
        """Return what a provision is about, the surest topic first; headings and code are about nothing.

        ``text`` is Markdown; ``stem`` the text that a list item completes; ``heading_path`` the headings
        above it, the outermost first. A topic's parent always joins it.
        """
        return self.label_all([Provision(text, tuple(heading_path), stem, kind, terms_type)])[0]

    def label_all(self, provisions: Sequence[Provision]) -> list[list[TopicLabel]]:
        """Return the topics of each of many provisions, which is faster than one by one."""
        return self.labeller.label(provisions)

    @cached_property
    def exemplars(self) -> tuple[LabelledText, ...]:
        """The exemplars, read when they are first asked for.

        Raises:
            CatalogueError: a file is not as expected; names file, line and expectation.
        """
        if self.exemplars_directory is None:
            return ()
        return read_exemplars([topic.topic_id for topic in self.topics], self.exemplars_directory)

    @cached_property
    def labeller(self) -> Labeller:
        """The rules, ready to be run; made once."""
        return Labeller(self.topics)


def read_taxonomy(directory: Path, exemplars: Path | None = None) -> Taxonomy:
    """Read every ``*.yaml`` of a directory, in the order of their names.

    ``exemplars``: the directory of the exemplars (default: the folder ``exemplars`` in it, if there is one).

    Raises:
        CatalogueError: a file is missing or not as expected; names file, line and expectation.
    """
    files = sorted(directory.glob("*.yaml"))
    if not files:
        raise CatalogueError(directory, 1, "expected at least one .yaml file with topics in this directory")
    topics: dict[str, Topic] = {}
    parents: list[tuple[Entry, str]] = []
    rule_ids: set[str] = set()
    for file in files:
        fields = read_yaml(file).fields(["topics"], ["words"])
        words = _words(fields["words"]) if "words" in fields else {}
        for item in fields["topics"].entries():
            topic = _topic(item, words, parents, rule_ids)
            if topic.topic_id in topics:
                raise item.fail(f"the topic {topic.topic_id!r} stands here a second time, expected once")
            topics[topic.topic_id] = topic
    for entry, parent in parents:
        if parent not in topics:
            raise entry.fail(f"expected the id of a topic as parent, found {parent!r}")
    if exemplars is None and (directory / "exemplars").is_dir():
        exemplars = directory / "exemplars"
    everything = [*files, *(files_of(exemplars) if exemplars else ())]
    digest = hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in everything))
    return Taxonomy(tuple(topics.values()), f"topics-{CODE_VERSION}-{digest.hexdigest()[:12]}", exemplars)


def _words(entry: Entry) -> dict[str, str]:
    words: dict[str, str] = {}
    for key, value in entry.pairs():
        words[key.text()] = expand_words(value, words)
    return words


def _topic(
    item: Entry, words: Mapping[str, str], parents: list[tuple[Entry, str]], rule_ids: set[str]
) -> Topic:
    fields = item.fields(
        ["id", "name", "definition", "rules"],
        ["opp115", "parent", "terms_types", "languages", "of_contents", "of_items", "under"],
    )
    topic_id = fields["id"].text()
    if not _TOPIC_ID.fullmatch(topic_id):
        raise fields["id"].fail(f"expected an id such as 'data-collected', found {topic_id!r}")
    if "parent" in fields:
        parents.append((fields["parent"], fields["parent"].text()))
    types = fields["terms_types"].texts() if "terms_types" in fields else ()
    return Topic(
        topic_id=topic_id,
        name=fields["name"].text(),
        definition=fields["definition"].text(),
        opp115=fields["opp115"].choice(OPP115_CATEGORIES) if "opp115" in fields else None,
        parent=fields["parent"].text() if "parent" in fields else None,
        rules=tuple(_rule(rule, topic_id, types, words, rule_ids) for rule in fields["rules"].entries()),
        languages=fields["languages"].texts() if "languages" in fields else ("en",),
        of_contents="of_contents" in fields and fields["of_contents"].choice(["yes"]) == "yes",
        of_items="of_items" in fields and fields["of_items"].choice(["yes"]) == "yes",
        under=_under(fields["under"], topic_id, words, rule_ids) if "under" in fields else None,
        terms_types=types,
    )


def _rule(
    item: Entry, topic_id: str, types: tuple[str, ...], words: Mapping[str, str], rule_ids: set[str]
) -> Rule:
    fields = item.fields(
        ["id", "weight", "pattern", "examples", "counterexamples"], ["heading", "with", "not", "terms_types"]
    )
    rule_id = f"{topic_id}/{fields['id'].text()}"
    if rule_id in rule_ids:
        raise fields["id"].fail(f"the rule {rule_id!r} stands here a second time, expected once")
    rule_ids.add(rule_id)
    for name in ("examples", "counterexamples"):
        if not fields[name].entries():
            raise fields[name].fail("expected at least one sentence")
    return Rule(
        rule_id=rule_id,
        weight=fields["weight"].number(0, 1),
        pattern=compile_pattern(fields["pattern"], words),
        heading=compile_pattern(fields["heading"], words) if "heading" in fields else None,
        required=compile_pattern(fields["with"], words) if "with" in fields else None,
        excluded=compile_pattern(fields["not"], words) if "not" in fields else None,
        terms_types=fields["terms_types"].texts() if "terms_types" in fields else types,
        examples=fields["examples"].texts(),
        counterexamples=fields["counterexamples"].texts(),
    )


def _under(item: Entry, topic_id: str, words: Mapping[str, str], rule_ids: set[str]) -> HeadingRule:
    required = ["weight", "heading", "headings", "counterheadings", "pattern", "examples", "counterexamples"]
    fields = item.fields(required, ["not"])
    rule_id = f"{topic_id}/under-heading"
    if rule_id in rule_ids:
        raise item.fail(f"the rule {rule_id!r} stands here a second time, expected once")
    rule_ids.add(rule_id)
    for name in ("headings", "counterheadings", "examples", "counterexamples"):
        if not fields[name].entries():
            raise fields[name].fail("expected at least one text")
    return HeadingRule(
        rule_id=rule_id,
        weight=fields["weight"].number(0, 1),
        name=compile_pattern(fields["heading"], words),
        pattern=compile_pattern(fields["pattern"], words),
        excluded=compile_pattern(fields["not"], words) if "not" in fields else None,
        headings=fields["headings"].texts(),
        counterheadings=fields["counterheadings"].texts(),
        examples=fields["examples"].texts(),
        counterexamples=fields["counterexamples"].texts(),
    )
