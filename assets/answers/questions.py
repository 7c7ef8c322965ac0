"""Read a question's YAML: its stances, who may answer it, and the cues that decide."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assets.answers.model import STANDING_STANCES, UNSURE
from assets.topics.annotated_yaml import Entry, read_yaml
from assets.topics.branches import BranchIndex
from assets.topics.patterns import compile_pattern, expand_words

QUESTIONS_DIRECTORY = Path(__file__).parent / "questions"

CODE_VERSION = "2"
"""Raise when the reading code changes what a question's data means; part of every rules version."""

MENTIONS = ("training", "improvement")
"""The groups that are sought in every sentence; all others only where one of these was found."""

GROUPS = (
    "training", "improvement", "platform", "user", "third_party", "passive", "duty", "rival", "purpose",
    "other_sense", "elsewhere", "data", "plain_data", "used_data", "public", "feedback", "deidentified", "carve_out", "narrow", "negation",
    "not_negation", "exception", "default", "mode", "opt_out", "opt_in", "agreed_by_use", "other_choice",
    "back_reference", "pronoun", "business", "consumer", "region", "usage", "trained_on", "mechanism",
    "off", "same_purpose",
)  # fmt: skip
"""What a cue can be a sign of; the reading code gives each group its part."""


@dataclass(frozen=True)
class Stance:
    """A possible answer: its id, what it means, and the headline that states it.

    ``headline_unread`` states it where nothing was found because of a language the rules do not cover.
    """

    stance_id: str
    definition: str
    headline: str
    headline_unread: str = ""


@dataclass(frozen=True)
class Cue:
    """A pattern that is a sign of something; ``value`` is what it contributes to the answer's columns."""

    cue_id: str
    group: str
    means: str
    pattern: re.Pattern[str]
    value: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question as its file states it. ``relevant`` documents must be read before silence is claimed.

    ``languages``: those (ISO 639-1) of which the cues know enough that nothing found means silence.
    """

    question_id: str
    title: str
    stances: Mapping[str, Stance]
    relevant: tuple[str, ...]
    languages: tuple[str, ...]
    business_types: frozenset[str]
    ignored_types: frozenset[str]
    cues: tuple[Cue, ...]
    needs: Mapping[str, tuple[str, ...]]
    rules_version: str

    @cached_property
    def _by_group(self) -> Mapping[str, tuple[Cue, ...]]:
        return {group: tuple(cue for cue in self.cues if cue.group == group) for group in GROUPS}

    def group(self, name: str) -> tuple[Cue, ...]:
        """Return the cues of a group, in the order of the file."""
        return self._by_group[name]

    def find(self, group: str, text: str) -> Cue | None:
        """Return the first cue of a group that occurs in a text."""
        return next((cue for cue in self._by_group[group] if cue.pattern.search(text)), None)

    def without(self, group: str, text: str) -> str:
        """Return a text with every occurrence of a group's cues replaced by a comma."""
        for cue in self._by_group[group]:
            text = cue.pattern.sub(" , ", text)
        return text

    def may_hold(self, group: str, text: str) -> bool:
        """Tell whether a group is worth searching for: one of its literal words occurs in the text."""
        lowered = text.lower()
        needed = self.needs.get(group)
        return needed is None or any(word in lowered for word in needed)

    @cached_property
    def _index(self) -> BranchIndex[str]:
        return BranchIndex([(cue.cue_id, cue.pattern) for name in MENTIONS for cue in self.group(name)])

    def possible_mentions(self, texts: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Return, for each text, the cues of training and improvement that may occur in it: for speed alone."""
        distinct = list(dict.fromkeys(texts))
        found = self._index.candidates_of([(text.lower(), 0) for text in distinct])
        return {
            text: frozenset(branch.owner for branch in branches)
            for text, branches in zip(distinct, found, strict=True)
        }

    def has(self, group: str, text: str) -> bool:
        """Tell whether any cue of a group occurs in a text."""
        return self.find(group, text) is not None

    def matches(
        self, group: str, text: str, possible: frozenset[str] | None = None
    ) -> Iterator[tuple[Cue, re.Match[str]]]:
        """Yield every occurrence of every cue of a group; only ``possible`` ones are sought, if given."""
        for cue in self._by_group[group]:
            if possible is not None and cue.cue_id not in possible:
                continue
            for match in cue.pattern.finditer(text):
                yield cue, match


def load_question(question_id: str, directory: Path | None = None) -> Question:
    """Read ``<question_id>.yaml`` from a directory (default: the questions that ship).

    Raises:
        CatalogueError: the file is missing or is not as expected; names file, line and expectation.
    """
    file = (directory or QUESTIONS_DIRECTORY) / f"{question_id}.yaml"
    root = read_yaml(file)
    fields = root.fields(
        ["id", "title", "relevant", "languages", "terms_types", "stances", "words", "cues"], ["needs"]
    )
    if fields["id"].text() != question_id:
        raise fields["id"].fail(f"expected the id {question_id!r}, as the file is named")
    types = fields["terms_types"].fields([], ["business", "ignored"])
    content = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return Question(
        question_id=question_id,
        title=fields["title"].text(),
        stances=_stances(fields["stances"]),
        relevant=fields["relevant"].texts(),
        languages=fields["languages"].texts(),
        business_types=frozenset(types["business"].texts() if "business" in types else ()),
        ignored_types=frozenset(types["ignored"].texts() if "ignored" in types else ()),
        cues=_cues(fields["cues"], fields["words"]),
        needs=_needs(fields["needs"]) if "needs" in fields else {},
        rules_version=f"{question_id}-{CODE_VERSION}-{content}",
    )


def question_ids(directory: Path | None = None) -> Sequence[str]:
    """Return the ids of the questions that can be loaded, sorted."""
    return sorted(path.stem for path in (directory or QUESTIONS_DIRECTORY).glob("*.yaml"))


def _stances(entry: Entry) -> Mapping[str, Stance]:
    stances: dict[str, Stance] = {}
    for item in entry.entries():
        fields = item.fields(["id", "definition", "headline"], ["headline_unread"])
        unread = fields["headline_unread"].text() if "headline_unread" in fields else ""
        stance = Stance(fields["id"].text(), fields["definition"].text(), fields["headline"].text(), unread)
        if stance.stance_id in stances:
            raise fields["id"].fail(f"the stance {stance.stance_id!r} stands here a second time")
        stances[stance.stance_id] = stance
    for stance_id in STANDING_STANCES:
        if stance_id not in stances:
            raise entry.fail(f"expected the stance {stance_id!r}, which every question has")
    if not stances[UNSURE].headline_unread:
        raise entry.fail("expected the stance 'unsure' to have a headline_unread")
    return stances


def _needs(entry: Entry) -> Mapping[str, tuple[str, ...]]:
    return {
        group.choice(GROUPS): tuple(word.lower() for word in words.texts()) for group, words in entry.pairs()
    }


def _cues(entry: Entry, words_entry: Entry) -> tuple[Cue, ...]:
    words: dict[str, str] = {}
    for key, value in words_entry.pairs():
        words[key.text()] = expand_words(value, words)
    cues: dict[str, Cue] = {}
    for item in entry.entries():
        fields = item.fields(
            ["id", "group", "means", "pattern", "examples", "counterexamples"], ["languages", "value"]
        )
        cue = Cue(
            cue_id=fields["id"].text(),
            group=fields["group"].choice(GROUPS),
            means=fields["means"].text(),
            pattern=compile_pattern(fields["pattern"], words),
            value=fields["value"].text() if "value" in fields else "",
            examples=fields["examples"].texts(),
            counterexamples=fields["counterexamples"].texts(),
        )
        if cue.cue_id in cues:
            raise fields["id"].fail(f"the cue {cue.cue_id!r} stands here a second time, expected once")
        cues[cue.cue_id] = cue
    return tuple(cues.values())
