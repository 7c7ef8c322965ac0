"""A question that statements answer: what a sentence may say, and how what was said adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assets.answers.model import EvidenceRole
from assets.answers.questions import Question
from assets.topics.patterns import Pattern

Actor = Literal["platform", "user", "third_party", "nobody"]
ACTORS: tuple[Actor, ...] = ("platform", "user", "third_party", "nobody")
"""Who may be the one who acts in a sentence; ``nobody``: it is left open ("data is deleted")."""

Scope = Literal["general", "region", "business"]
SCOPES: tuple[Scope, ...] = ("region", "business")
"""For whom a statement may hold, where it does not hold for all: people of a region; firms and developers."""

UNCLEAR = "unclear"
"""What a statement says that may bear on the question and cannot be read: it makes ``unsure``, never a quote."""
DROP = "drop"
"""What a negated statement says if a no makes it say nothing on the question."""


@dataclass(frozen=True)
class Example:
    """A text on which a statement is tested, where it stands: under a heading, completing a stem, in a document."""

    text: str
    stem: str = ""
    heading: str = ""
    terms_type: str = ""
    previous: str = ""


@dataclass(frozen=True, eq=False)
class Statement:
    """A thing a sentence may say, and the signs by which it is known.

    Attributes:
        statement_id: unique within the question.
        says: what it finds; the rules of ``decide`` speak of these.
        means: in words, for people who read an explanation.
        strength: 3 a plain statement of its own, 2 one that leaves something to its heading or stem, 1 a hint.
        pattern: must match in the sentence, its stem in front; not within the stem alone.
        required: must match in the sentence, its stem, its table row or its headings.
        excluded: must not match in the sentence or its stem.
        under: must match a heading above or the stem.
        not_under: must match neither.
        previous: must match one of the two sentences before it under the same heading.
        not_previous: must match none of them.
        by: who must be the one who acts; empty: not asked.
        negated: what it says where a no governs it; ``drop``: nothing; ``None``: a no is not sought.
        whole_row: the pattern is sought in the whole row of a table.
        terms_types: only in documents whose type holds one of these words; empty: in all.
    """

    statement_id: str
    says: str
    means: str
    strength: int
    pattern: Pattern
    required: Pattern | None
    excluded: Pattern | None
    under: Pattern | None
    not_under: Pattern | None
    previous: Pattern | None
    not_previous: Pattern | None
    by: frozenset[str]
    negated: str | None
    whole_row: bool
    terms_types: tuple[str, ...]
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...]


@dataclass(frozen=True)
class OtherSense:
    """A pattern that gives the words another sense: a statement that it touches says nothing.

    ``reach``: characters round the statement's match within which it counts; ``None``: the whole sentence.
    """

    sense_id: str
    means: str
    pattern: Pattern
    reach: int | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """What a rule asks for: something found, in one scope. ``scope`` ``None``: in any."""

    finding: str
    scope: str | None


@dataclass(frozen=True)
class Rule:
    """A line of ``decide``: the first whose conditions hold gives the stance.

    Attributes:
        stance: what it gives.
        when: one of these must have been found, with ``at_least`` this strength; they are the evidence.
        both: one of these too.
        both_as: the part that these play (``and_as``): ``contradiction``, unless the file says another.
        unless: none of these may have been found.
        beside: what is shown beside the evidence, by the part it plays.
        factor: what remains of the confidence.
        scope: whom the answer is about.
    """

    stance: str
    when: tuple[Wanted, ...]
    both: tuple[Wanted, ...] = ()
    both_as: EvidenceRole = "contradiction"
    unless: tuple[Wanted, ...] = ()
    at_least: int = 1
    beside: Mapping[EvidenceRole, tuple[Wanted, ...]] = field(default_factory=dict)
    factor: float = 1.0
    scope: str = "general"


@dataclass(frozen=True)
class ValueRule:
    """How a column is read from what was said.

    Attributes:
        column: the column of the question it fills.
        kind: ``days``, ``words``, ``number``, ``money``, ``one_of``, ``all_of``, ``yes``.
        pattern: where to look; its group ``value`` is the value if it has one, else the whole match.
        choices: for ``one_of`` and ``all_of``: value to pattern.
        of: in what was found; empty: in what carries the stance.
        choose: of several values the ``most``, ``least`` or ``first``; ``all`` of them for a list.
        stances: only with these stances; empty: with all.
        rather_not: sentences whose values count only where no other sentence has one.
        near: a column read before, beside whose value this one must stand: in its clause, else under its heading.
    """

    column: str
    kind: str
    pattern: Pattern | None
    choices: tuple[tuple[str, Pattern], ...]
    of: tuple[Wanted, ...]
    choose: str
    stances: tuple[str, ...]
    rather_not: Pattern | None
    near: str | None
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class StatementQuestion(Question):
    """A question that statements answer.

    ``lesser_types`` are read only where no other document says anything; ``only_types``, if any, are the only
    ones read. ``scopes`` are told apart; a statement of a scope not among them is general. ``apart_types`` are agreed
    with firms and developers alone: what they say is no part of the answer, and stands beside it.
    """

    statements: tuple[Statement, ...]
    senses: tuple[OtherSense, ...]
    rules: tuple[Rule, ...]
    values: tuple[ValueRule, ...]
    scopes: tuple[str, ...]
    lesser_types: frozenset[str]
    only_types: frozenset[str]
    apart_types: frozenset[str]

    def reads(self, terms_type: str) -> bool:
        """Tell whether documents of a type are read for the question."""
        return terms_type not in self.ignored_types and (not self.only_types or terms_type in self.only_types)
