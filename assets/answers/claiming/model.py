"""What a claim is, how it is checked, and what a check comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assets.answers.statements.question import StatementQuestion

Verdict = Literal["supported", "contradicted", "partly", "not_addressed", "not_captured", "not_checkable"]
VERDICTS: tuple[Verdict, ...] = (
    "supported",
    "contradicted",
    "partly",
    "not_addressed",
    "not_captured",
    "not_checkable",
)
"""``supported``: the documents state it. ``contradicted``: they state the contrary. ``partly``: they state a part of it,
or as an aim, or both. ``not_addressed``: every relevant document was read and none says. ``not_captured``: we could
not look. ``not_checkable``: documents cannot tell, or the rules cannot read what they say."""

ClaimRole = Literal["supports", "supports_in_part", "contradicts", "context"]
"""What a quote does to a claim; ``context`` helps to read and proves nothing."""

Join = Literal["all", "any"]
"""How the parts of a check add up: the claim says all of them, or says one thing that any of them would show."""


@dataclass(frozen=True)
class Source:
    """Where claims were made. ``date`` and ``read_on`` are days (YYYY-MM-DD); ``date`` may be ``unknown``."""

    source_id: str
    title: str
    publisher: str
    url: str
    date: str
    read_on: str


@dataclass(frozen=True)
class QuestionPart:
    """A part of a claim that is checked by the answer to a question: which stance means which verdict."""

    question_id: str
    experimental: bool
    verdicts: Mapping[str, Verdict]

    @property
    def how(self) -> str:
        """How it is checked, in words."""
        told = [
            f"{verdict} by {', '.join(of)}"
            for verdict in VERDICTS
            if (of := [stance for stance, one in self.verdicts.items() if one == verdict])
        ]
        return f"question {self.question_id}: {'; '.join(told)}"


@dataclass(frozen=True)
class StatementPart:
    """A part of a claim that is checked by what passages state, under topics if any are named."""

    question: StatementQuestion
    topics: tuple[str, ...] = ()

    @property
    def how(self) -> str:
        """How it is checked, in words."""
        told = [
            f"{kind} where it says: {'; '.join(means)}"
            for kind in ("supported", "partly", "contradicted")
            if (means := [one.means for one in self.question.statements if one.says.startswith(kind)])
        ]
        under = f" (passages on {', '.join(self.topics)})" if self.topics else ""
        return f"statements{under}: {'. '.join(told)}"


Part = QuestionPart | StatementPart


@dataclass(frozen=True)
class Claim:
    """A claim, in our paraphrase, about a platform (by name or id), and how it is checked.

    ``parts`` is empty where documents cannot tell, which ``not_checkable`` then says why.
    """

    claim_id: str
    source: Source
    platform: str
    text: str
    parts: tuple[Part, ...]
    join: Join
    not_checkable: str
    rules_version: str

    @property
    def how(self) -> str:
        """How it is checked, in words."""
        if not self.parts:
            return "not checkable"
        joined = {"all": "all of: ", "any": "any of: "}[self.join] if len(self.parts) > 1 else ""
        return joined + " + ".join(part.how for part in self.parts)


@dataclass(frozen=True)
class Quote:
    """The words of a version that speak to a claim: ``quote == markdown[char_start:char_end]``."""

    role: ClaimRole
    version_id: str
    provision_id: str
    char_start: int
    char_end: int
    quote: str


@dataclass(frozen=True)
class Finding:
    """What a claim, or a part of it, comes to for as long as it does.

    It began within (``from_earliest``, ``valid_from``] and ended within (``to_earliest``, ``valid_to``]; ``valid_from``
    ``None``: nothing was ever captured; ``valid_to`` ``None``: it holds. ``cause`` is that of an answer.
    """

    verdict: Verdict
    reason: str
    quotes: tuple[Quote, ...]
    documents: tuple[str, ...]
    cause: str
    valid_from: datetime | None = None
    from_earliest: datetime | None = None
    valid_to: datetime | None = None
    to_earliest: datetime | None = field(default=None)
