"""From readings to a stance: which rule governs, for whom, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assets.answers.data_use.conditions import Polarity, Reading
from assets.answers.model import CONFLICTING, UNSURE

SURE, LIKELY, DOUBTFUL = 0.9, 0.75, 0.5
"""Confidence of a stance that rests on an explicit clause about users' data; on a clause whose object is
inferred from its heading; on clauses that do not quite agree. Ranks, until calibrated against labels."""
UNREAD = 0.3
"""Confidence where a passage was found and could not be read."""
NARROW_FACTOR = 0.8
"""What remains of the confidence if every clause is about data without identifiers, or models against abuse."""


@dataclass(frozen=True)
class Verdict:
    """A stance with the readings it rests on, by the part they play."""

    stance: str
    confidence: float
    scope: str
    rule: tuple[Reading, ...] = ()
    opt_out: tuple[Reading, ...] = ()
    differs: tuple[Reading, ...] = ()
    against: tuple[Reading, ...] = ()
    tiers: dict[str, str] = field(default_factory=dict)
    unclear: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class _Side:
    """What is said to one kind of user, sorted by polarity."""

    use: tuple[Reading, ...]
    opt_out: tuple[Reading, ...]
    opt_in: tuple[Reading, ...]
    deny: tuple[Reading, ...]

    def __bool__(self) -> bool:
        return bool(self.use or self.opt_out or self.opt_in or self.deny)


def decide(readings: Sequence[Reading]) -> Verdict | None:
    """Return the stance that the readings of one platform's documents add up to, ``None`` if they say nothing.

    The rule for private users is the answer; a rule that differs for firms or paying plans makes it
    ``mixed_by_tier``. Where only one side speaks, that side answers and the scope says so.
    """
    unclear = tuple(reading for reading in readings if reading.polarity == "unclear")
    people = _side([reading for reading in readings if reading.tier != "business"])
    firms = _side([reading for reading in readings if reading.tier == "business"])
    improvements = tuple(reading for reading in readings if reading.polarity == "improve")
    consumer = _stance(people) if people else None
    business = _stance(firms) if firms else None
    spared = tuple(reading for reading in readings if reading.polarity == "spare")
    if consumer and not business and spared and people.use + people.opt_out:
        business = Verdict("no", LIKELY, "business", spared)
    if consumer and business:
        return _combined(consumer, business)
    if consumer:
        return consumer
    if business:
        if improvements and business.stance in ("no", "opt_in_only"):
            return _improvement(improvements, business)
        return Verdict(
            business.stance, business.confidence * NARROW_FACTOR, "business", business.rule, business.opt_out,
            against=business.against, tiers={"business": business.stance},
        )  # fmt: skip
    if improvements:
        found = _improvement(improvements, None)
        return replace(found, confidence=DOUBTFUL) if unclear else found
    return Verdict(UNSURE, UNREAD, "general", unclear=unclear) if unclear else None


def _side(readings: Sequence[Reading]) -> _Side:
    def only(polarity: Polarity) -> tuple[Reading, ...]:
        return tuple(reading for reading in readings if reading.polarity == polarity)

    return _Side(only("use"), only("opt_out"), only("opt_in"), only("deny"))


def _stance(side: _Side) -> Verdict:
    """Decide for one kind of user; the more specific rule governs the more general one."""
    explicit_use = tuple(reading for reading in side.use if reading.explicit and not reading.narrow)
    explicit_denial = tuple(
        reading for reading in side.deny if reading.explicit and not reading.region and not reading.narrow
    )
    refusals = tuple(reading for reading in side.opt_in if reading.rules and _is_denial(reading))
    if refusals and not explicit_use:
        return Verdict("opt_in_only", SURE, "general", side.opt_in)
    if _only_withdrawn(side):
        return Verdict("opt_in_only", LIKELY, "general", side.opt_in)
    if side.opt_out:
        stated = tuple(reading for reading in side.opt_out if reading.explicit)
        asserted = explicit_use + tuple(reading for reading in stated if reading.asserts)
        rule = asserted or side.use or stated or side.opt_out
        confidence = SURE if any(reading.explicit for reading in side.use + side.opt_out) else LIKELY
        return Verdict("yes_opt_out", confidence, "general", rule, side.opt_out)
    if side.use and explicit_denial:
        if explicit_use:
            return Verdict(CONFLICTING, DOUBTFUL, "general", explicit_use, against=explicit_denial)
        return Verdict("no", DOUBTFUL, "general", explicit_denial, against=side.use)
    if side.opt_in and side.use:
        if refusals:
            return Verdict(CONFLICTING, DOUBTFUL, "general", explicit_use or side.use, against=refusals)
        return Verdict("yes_default", LIKELY, "general", side.use, against=side.opt_in)
    if side.opt_in:
        return Verdict("opt_in_only", LIKELY, "general", side.opt_in)
    if side.use:
        narrow = all(reading.narrow for reading in side.use)
        confidence = (SURE if explicit_use else LIKELY) * (NARROW_FACTOR if narrow else 1.0)
        return Verdict("yes_default", confidence, "general", explicit_use or side.use)
    if explicit_denial:
        return Verdict("no", SURE, "general", explicit_denial)
    return Verdict(UNSURE, DOUBTFUL, "general", side.deny)


def _only_withdrawn(side: _Side) -> bool:
    """Whether the way out only takes back a consent: nothing is said to be used without one."""
    agreed = any(reading.explicit for reading in side.opt_in)
    return agreed and not side.use and not any(reading.explicit for reading in side.opt_out)


def _is_denial(reading: Reading) -> bool:
    return any(rule.startswith("negation") for rule in reading.rules)


def _combined(consumer: Verdict, business: Verdict) -> Verdict:
    yes, no = ("yes_default", "yes_opt_out"), ("no", "opt_in_only")
    tiers = {"consumer": consumer.stance, "business": business.stance}
    if (consumer.stance in yes and business.stance in no) or (
        consumer.stance in no and business.stance in yes
    ):
        stance, differs = "mixed_by_tier", business.rule
    else:
        stance, differs = consumer.stance, business.rule
        if consumer.stance == "yes_default" and business.stance == "yes_opt_out":
            stance = "yes_opt_out"
    opt_out = consumer.opt_out or (business.opt_out if stance == "yes_opt_out" else ())
    confidence = (
        min(consumer.confidence, business.confidence) if stance == "mixed_by_tier" else consumer.confidence
    )
    return Verdict(stance, confidence, "general", consumer.rule, opt_out, differs, consumer.against, tiers)


def _improvement(improvements: tuple[Reading, ...], business: Verdict | None) -> Verdict:
    explicit = any(reading.explicit for reading in improvements)
    return Verdict(
        "improve_only",
        LIKELY if explicit else DOUBTFUL,
        "general",
        improvements,
        differs=business.rule if business else (),
        tiers={"business": business.stance} if business else {},
    )
