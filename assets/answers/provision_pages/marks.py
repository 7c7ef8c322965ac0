"""What single sentences say that decides a page beside its topic: stances on questions, and signs of ``marks.yaml``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assets.answers.answering import Asker, ReadDocument, asker_of
from assets.answers.catalogue import load_questions
from assets.answers.cues import read_words
from assets.answers.model import STANDING_STANCES, Clause, PlatformDocuments
from assets.answers.provision_pages.model import ACTS
from assets.answers.units import units_of
from assets.topics.annotated_yaml import Entry, read_yaml
from assets.topics.patterns import Pattern, compile_pattern

MARKS_FILE = Path(__file__).parent / "marks.yaml"
SUREST = 0.7
"""Confidence from which the stance of a single clause is used: an explicit statement, as the questions grade them."""


@dataclass(frozen=True)
class Stance:
    """What a clause alone answers to a question, and where the sentence that says so begins within its text."""

    question_id: str
    stance: str
    start: int

    @property
    def mark(self) -> str:
        """The name by which the table of exposure speaks of it."""
        return f"{self.question_id}.{self.stance}"


@dataclass(frozen=True)
class AskedOf:
    """How a question's stances decide pages: see the head of ``marks.yaml``."""

    question_id: str
    topic_id: str
    also: tuple[str, ...]
    leads: tuple[str, ...]
    acts: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Sign:
    """Something a sentence says that no question asks: see the head of ``marks.yaml``."""

    sign_id: str
    topic_id: str
    act: str
    leads: bool
    anywhere: bool
    topics: tuple[str, ...]
    pattern: Pattern
    with_it: Pattern | None
    without: Pattern | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def stands_in(self, text: str) -> bool:
        """Tell whether a sentence says it."""
        return bool(
            self.pattern.search(text)
            and (self.with_it is None or self.with_it.search(text))
            and not (self.without is not None and self.without.search(text))
        )


@dataclass(frozen=True, eq=False)
class MarkBook:
    """What ``marks.yaml`` states."""

    questions: Mapping[str, AskedOf]
    signs: tuple[Sign, ...]

    def names(self) -> list[str]:
        """Return every mark that a row of the table of exposure can name."""
        stances = [f"{one.question_id}.{stance}" for one in self.questions.values() for stance in one.acts]
        return [*stances, *(sign.sign_id for sign in self.signs)]


class StanceReader:
    """Asks the questions that decide pages of each clause alone, in the context of its document."""

    def __init__(self, asker: Asker, book: MarkBook) -> None:
        self._asker = asker
        self._book = book

    def learn(self, clauses: Sequence[Clause]) -> None:
        """Read the wordings of many clauses in advance: much faster than a version at a time."""
        self._asker.learn(units_of(clauses))

    def read_all(self, platform_id: str, clauses: Sequence[Clause]) -> list[tuple[Stance, ...]]:
        """Return the stances of each clause of one version of a document, in their order."""
        units = units_of(clauses)
        readings = self._asker.read(platform_id, units).readings
        found: dict[str, list[Stance]] = defaultdict(list)
        alone = PlatformDocuments(platform_id, (), {})
        for question in self._asker.questions:
            if question.question_id not in self._book.questions:
                continue
            of_clause = defaultdict(list)
            for reading in readings.get(question.question_id, ()):
                of_clause[_place(reading.unit.clause)].append(reading)
            for place, several in of_clause.items():
                answer = self._asker.answer(question, alone, [ReadDocument({question.question_id: several})])
                if answer.stance in STANDING_STANCES or answer.confidence < SUREST:
                    continue
                carrying = [one.char_start for one in answer.evidence if one.role == "rule"]
                if carrying and answer.stance in self._book.questions[question.question_id].acts:
                    start = carrying[0] - several[0].unit.clause.char_start
                    found[place].append(Stance(question.question_id, answer.stance, start))
        order = list(self._book.questions)
        return [
            tuple(sorted(found.get(_place(clause), ()), key=lambda one: order.index(one.question_id)))
            for clause in clauses
        ]


def _place(clause: Clause) -> str:
    return f"{clause.version_id}/{clause.ordinal}/{clause.char_start}"


def stance_reader(book: MarkBook) -> StanceReader:
    """Return a reader of the questions that decide pages; it shares what was read for all that ship."""
    return StanceReader(asker_of(tuple(load_questions())), book)


@cache
def read_marks(file: Path = MARKS_FILE) -> MarkBook:
    """Read the marks of a file; once a process.

    Raises:
        CatalogueError: the file is not as expected; names file, line and expectation.
    """
    fields = read_yaml(file).fields(["words", "stances", "signs"])
    words = read_words(fields["words"])
    questions = [_question(item) for item in fields["stances"].entries()]
    return MarkBook(
        questions={one.question_id: one for one in questions},
        signs=tuple(_sign(item, words) for item in fields["signs"].entries()),
    )


def _question(item: Entry) -> AskedOf:
    fields = item.fields(["question", "topic", "also", "leads", "acts"])
    acts = {key.text(): value.choice(ACTS) for key, value in fields["acts"].pairs()}
    return AskedOf(
        question_id=fields["question"].text(),
        topic_id=fields["topic"].text(),
        also=fields["also"].texts(),
        leads=tuple(one.choice(list(acts)) for one in fields["leads"].entries()),
        acts=acts,
    )


def _sign(item: Entry, words: Mapping[str, str]) -> Sign:
    fields = item.fields(
        ["id", "means", "topics", "pattern", "examples", "counterexamples"],
        ["topic", "act", "leads", "anywhere", "with", "without"],
    )
    return Sign(
        sign_id=fields["id"].text(),
        topic_id=fields["topic"].text() if "topic" in fields else "",
        act=fields["act"].choice(ACTS) if "act" in fields else "",
        leads="leads" in fields and fields["leads"].choice(["yes", "no"]) == "yes",
        anywhere="anywhere" in fields and fields["anywhere"].choice(["yes", "no"]) == "yes",
        topics=fields["topics"].texts(),
        pattern=compile_pattern(fields["pattern"], words),
        with_it=_optional(fields.get("with"), words),
        without=_optional(fields.get("without"), words),
        examples=fields["examples"].texts(),
        counterexamples=fields["counterexamples"].texts(),
    )


def _optional(entry: Entry | None, words: Mapping[str, str]) -> Pattern | None:
    return compile_pattern(entry, words) if entry is not None else None
