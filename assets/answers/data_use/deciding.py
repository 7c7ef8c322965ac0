"""From readings to a stance: which rule governs, for whom, and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assets.answers.data_use.conditions import Polarity, Reading
from assets.answers.model import BUSINESS, CONFLICTING, GENERAL, REGION, UNSURE

SURE, LIKELY, DOUBTFUL = 0.9, 0.75, 0.5
"""Confidence of a stance that rests on an explicit clause about users' data; on a clause whose object is
inferred from its heading; on clauses that do not quite agree. Ranks, until calibrated against labels."""
UNREAD = 0.3
"""Confidence where a passage was found and could not be read."""
NARROW_FACTOR = 0.8
"""What remains of the confidence if every clause is about data without identifiers, or models against abuse."""

_CONSEQUENCE = re.compile(
    r"\W{0,4}(?:\(?\w{1,4}[.)]\W{1,3})?(?:following|after|upon|once|when|if|as soon as)\b[^,;:]{0,80}?"
    r"\b(?:opt(?:s|ed|ing)?[- ]?out|object(?:s|ed|ion)?|elect(?:s|ed|ion)?|request(?:ed)?|verif\w{1,8}|exercis\w{1,3}|receipt|receiv\w{1,3})\b",
    re.IGNORECASE,
)
"""Begins a sentence that says what follows once somebody has refused ("Following an opt-out, …")."""


@dataclass(frozen=True)
class Verdict:
    """A stance with the readings it rests on, by the part they play.

    ``some``: for whom alone there is a way out (``business``, ``region``), "" if that is not so;
    ``beside``: what is said to others, where it is another stance.
    """

    stance: str
    confidence: float
    scope: str
    rule: tuple[Reading, ...] = ()
    opt_out: tuple[Reading, ...] = ()
    differs: tuple[Reading, ...] = ()
    against: tuple[Reading, ...] = ()
    tiers: dict[str, str] = field(default_factory=dict)
    unclear: tuple[Reading, ...] = ()
    some: str = ""
    beside: tuple[Verdict, ...] = ()


@dataclass(frozen=True)
class _Side:
    """What is said to one kind of user, sorted by polarity."""

    use: tuple[Reading, ...]
    opt_out: tuple[Reading, ...]
    opt_in: tuple[Reading, ...]
    deny: tuple[Reading, ...]

    def __bool__(self) -> bool:
        return bool(self.use or self.opt_out or self.opt_in or self.deny)


def decide(readings: Sequence[Reading], way_out_for_some: Mapping[str, str]) -> Verdict | None:
    """Return the stance that the readings of one platform's documents add up to, ``None`` if they say nothing.

    The rule for private users is the answer; a rule that differs for firms or paying plans makes it
    ``mixed_by_tier``. Where only one side speaks, that side answers and the scope says so. A way out that is
    open to some only makes the stance that the question names for it, in their scope if it is a region; where it
    names none, the stance is that of the others. What is said to those that the stance is not about stands beside.

    Args:
        readings: what the units say.
        way_out_for_some: the stance that a way out for firms (``business``) or in a region (``region``) makes.
    """
    readings = _without_consequences(readings)
    unclear = tuple(reading for reading in readings if reading.polarity == "unclear")
    people = _side([reading for reading in readings if reading.tier != BUSINESS])
    firms = _side([reading for reading in readings if reading.tier == BUSINESS])
    improvements = tuple(reading for reading in readings if reading.polarity == "improve")
    consumer = _by_region(people, way_out_for_some) if people else None
    business = _stance(firms) if firms else None
    spared = tuple(reading for reading in readings if reading.polarity == "spare")
    if consumer and not business and spared and people.use + people.opt_out:
        business = Verdict("no", LIKELY, BUSINESS, spared)
    if consumer and business:
        return _combined(consumer, business, way_out_for_some)
    if consumer:
        return consumer
    if business:
        if improvements and business.stance in ("no", "opt_in_only"):
            return _improvement(improvements, business)
        return Verdict(
            business.stance, business.confidence * NARROW_FACTOR, BUSINESS, business.rule, business.opt_out,
            against=business.against, tiers={"business": business.stance},
        )  # fmt: skip
    if improvements:
        found = _improvement(improvements, None)
        return replace(found, confidence=DOUBTFUL) if unclear else found
    return Verdict(UNSURE, UNREAD, GENERAL, unclear=unclear) if unclear else None


def _side(readings: Sequence[Reading]) -> _Side:
    def only(polarity: Polarity) -> tuple[Reading, ...]:
        return tuple(reading for reading in readings if reading.polarity == polarity)

    return _Side(only("use"), only("opt_out"), only("opt_in"), only("deny"))


def _without_consequences(readings: Sequence[Reading]) -> Sequence[Reading]:
    """Leave out what follows a refusal, where refusing is offered to some only: it does not open it to all."""
    refusals = [one for one in readings if one.polarity == "opt_out"]
    consequences = [
        one for one in refusals if "mechanism" not in one.rules and _CONSEQUENCE.match(one.unit.text)
    ]
    offers = [one for one in refusals if one not in consequences]
    if not offers or not all(one.region or one.tier == BUSINESS for one in offers):
        return readings
    return [one for one in readings if one not in consequences]


def _by_region(side: _Side, way_out_for_some: Mapping[str, str]) -> Verdict:
    """Decide for one kind of user, where only people of a region may have a way out."""
    if not side.opt_out or not all(reading.region for reading in side.opt_out):
        return _stance(side)
    there = replace(_stance(side), scope=REGION)
    # a mere reference to a consent has nothing to refer to once the choice is another's
    others = replace(side, opt_out=(), opt_in=tuple(one for one in side.opt_in if one.explicit))
    if not others.use or there.stance != "yes_opt_out":
        # nothing is said to the others: what is said there is the answer, with its scope
        return there if not others else replace(there, scope=GENERAL)
    verdict = _stance(others)
    if verdict.stance != "yes_default":
        return replace(there, scope=GENERAL)
    verdict = replace(verdict, differs=side.opt_out, some=REGION)
    if stance := way_out_for_some.get(REGION):
        return replace(there, stance=stance, beside=(verdict,))
    return replace(verdict, beside=(there,))


def _stance(side: _Side) -> Verdict:
    """Decide for one kind of user; the more specific rule governs the more general one."""
    explicit_use = tuple(reading for reading in side.use if reading.explicit and not reading.narrow)
    explicit_denial = tuple(
        reading for reading in side.deny if reading.explicit and not reading.region and not reading.narrow
    )
    refusals = tuple(reading for reading in side.opt_in if reading.rules and _is_denial(reading))
    if refusals and not explicit_use:
        return Verdict("opt_in_only", SURE, GENERAL, side.opt_in)
    if _only_withdrawn(side):
        return Verdict("opt_in_only", LIKELY, GENERAL, side.opt_in)
    if side.opt_out:
        stated = tuple(reading for reading in side.opt_out if reading.explicit)
        asserted = explicit_use + tuple(reading for reading in stated if reading.asserts)
        rule = asserted or side.use or stated or side.opt_out
        confidence = SURE if any(reading.explicit for reading in side.use + side.opt_out) else LIKELY
        return Verdict("yes_opt_out", confidence, GENERAL, rule, side.opt_out)
    if side.use and explicit_denial:
        if explicit_use:
            return Verdict(CONFLICTING, DOUBTFUL, GENERAL, explicit_use, against=explicit_denial)
        return Verdict("no", DOUBTFUL, GENERAL, explicit_denial, against=side.use)
    if side.opt_in and side.use:
        if refusals:
            return Verdict(CONFLICTING, DOUBTFUL, GENERAL, explicit_use or side.use, against=refusals)
        return Verdict("yes_default", LIKELY, GENERAL, side.use, against=side.opt_in)
    if side.opt_in:
        return Verdict("opt_in_only", LIKELY, GENERAL, side.opt_in)
    if side.use:
        narrow = all(reading.narrow for reading in side.use)
        confidence = (SURE if explicit_use else LIKELY) * (NARROW_FACTOR if narrow else 1.0)
        return Verdict("yes_default", confidence, GENERAL, explicit_use or side.use)
    if explicit_denial:
        return Verdict("no", SURE, GENERAL, explicit_denial)
    return Verdict(UNSURE, DOUBTFUL, GENERAL, side.deny)


def _only_withdrawn(side: _Side) -> bool:
    """Whether the way out only takes back a consent: nothing is said to be used without one."""
    agreed = any(reading.explicit for reading in side.opt_in)
    return agreed and not side.use and not any(reading.explicit for reading in side.opt_out)


def _is_denial(reading: Reading) -> bool:
    return any(rule.startswith("negation") for rule in reading.rules)


def _combined(consumer: Verdict, business: Verdict, way_out_for_some: Mapping[str, str]) -> Verdict:
    """Put together what is said to private users and to firms."""
    yes, no = ("yes_default", "yes_opt_out"), ("no", "opt_in_only")
    tiers = {"consumer": consumer.stance, "business": business.stance}
    if (consumer.stance in yes and business.stance in no) or (
        consumer.stance in no and business.stance in yes
    ):
        stance, differs = "mixed_by_tier", business.rule
    elif consumer.stance == "yes_default" and business.stance == "yes_opt_out" and not consumer.some:
        confidence = min(consumer.confidence, business.confidence)
        stance = way_out_for_some.get(BUSINESS, consumer.stance)
        return replace(
            consumer,
            stance=stance,
            confidence=confidence,
            opt_out=business.opt_out,
            some=BUSINESS,
            tiers=tiers,
        )
    else:
        stance, differs = consumer.stance, consumer.differs or business.rule
    opt_out = consumer.opt_out
    confidence = (
        min(consumer.confidence, business.confidence) if stance == "mixed_by_tier" else consumer.confidence
    )
    return Verdict(
        stance, confidence, consumer.scope, consumer.rule, opt_out, differs, consumer.against, tiers,
        some=consumer.some if stance == consumer.stance else "", beside=consumer.beside,
    )  # fmt: skip


def _improvement(improvements: tuple[Reading, ...], business: Verdict | None) -> Verdict:
    explicit = any(reading.explicit for reading in improvements)
    return Verdict(
        "improve_only",
        LIKELY if explicit else DOUBTFUL,
        GENERAL,
        improvements,
        differs=business.rule if business else (),
        tiers={"business": business.stance} if business else {},
    )
