"""Yes or no, on what condition, and for whom: negation, exception, choice, plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from assets.answers.data_use.actors import SUBJECT_REACH, Subject
from assets.answers.data_use.mentions import Mention, words_before
from assets.answers.data_use.question import DataUseQuestion
from assets.answers.units import Unit

Polarity = Literal["use", "opt_out", "opt_in", "deny", "improve", "spare", "unclear", "other"]
"""``use``: data trains models; ``opt_out``: unless refused; ``opt_in``: only if agreed; ``deny``: not;
``improve``: data improves services, models not named; ``spare``: services are not even improved with the data of
one kind of customer; ``unclear``: may answer, cannot be read; ``other``: read and found to be about something else."""
Tier = Literal["general", "consumer", "business"]

EXCEPTION_REACH = 140
"""Characters after "unless", "except" in which the plan or customer that is excepted is named."""
BEHIND_REACH = 60
"""Characters after a mention in which it may be said not to happen ("training … is never done")."""

_EXCEPTING = re.compile(
    r"\b(?:unless|except|other than|excluding|does not apply|save (?:for|where))\b", re.IGNORECASE
)
_EVEN_IF = re.compile(r"\beven (?:if|when|where|after|though) (?:you|users?|customers?)\b", re.IGNORECASE)
_UPGRADE = re.compile(
    r"\b(?:upgrad(?:e|ing)|switch(?:ing)?|mov(?:e|ing)) to (?:an? |the |our )?\w{1,20}(?: \w{1,20})?",
    re.IGNORECASE,
)
_OPTS_IN = re.compile(r"\bopt(?:s|ed|ing)?[- ]in\b", re.IGNORECASE)
"""An opt-in called by its name, which no other words of agreement take back."""
_EVERY_PLAN = re.compile(r"\b(?:free|basic|all|any|every|each|individual)\b", re.IGNORECASE)
"""Beside a paid plan it says that others have the choice as well ("Free and Pro users may …")."""
_CLAUSE_START = re.compile(r"[^,;:.(]{0,30}$")


@dataclass(frozen=True)
class Reading:
    """What one unit says on the question, and the ids of the cues that say so.

    ``strength``: 3 an explicit statement with its subject and users' data in one sentence, 2 a statement
    whose subject or data stands in its list stem, 1 a purpose in a list, 0 a sentence that refers to the
    one before. ``data``: the kinds of data named; ``region``: holds for a part of the world only;
    ``narrow``: only data without identifiers, or only models against abuse; ``asserts``: says that the use
    takes place, where a choice alone ("you can object to …") only implies it.
    """

    unit: Unit
    polarity: Polarity
    rules: tuple[str, ...]
    tier: Tier = "general"
    strength: int = 1
    region: bool = False
    narrow: bool = False
    asserts: bool = True
    data: tuple[str, ...] = ()

    @property
    def explicit(self) -> bool:
        """Whether it is a statement of its own, not a purpose in a list or a reference."""
        return self.strength >= 2


def is_exception_to_choice(text: str) -> bool:
    """Whether a sentence says what happens "even if you opt out": an exception, not the rule."""
    return bool(_EVEN_IF.search(text))


def negated_inside(question: DataUseQuestion, unit: Unit, mention: Mention) -> bool:
    """Whether a mention holds its own no ("improve products, but excluding model training")."""
    inside = question.without("not_negation", unit.text[mention.anchor : mention.end])
    return question.has("negation", inside) or bool(_EXCEPTING.search(inside))


def negation_of(
    question: DataUseQuestion, unit: Unit, mention: Mention, subject: Subject | None
) -> str | None:
    """Return the cue of a no between the subject and the mention, or in the verb behind it."""
    before = words_before(unit, mention)[-SUBJECT_REACH:]
    start = subject.start if subject else 0
    if head := _CLAUSE_START.search(before[:start]):
        start = head.start()  # "does not allow us to": the no stands before its subject
    for part in (before[start:], _verb_behind(unit.text[mention.end : mention.end + BEHIND_REACH])):
        cue = question.find("negation", question.without("not_negation", part))
        if cue:
            return cue.cue_id
    return None


def polarity_of(question: DataUseQuestion, text: str, denied: bool) -> tuple[Polarity, list[str]]:
    """Return the polarity of a sentence with its exceptions, and the cues of its conditions."""
    if off := question.find("off", text):
        return "opt_in", [off.cue_id]
    opt_out, opt_in = question.find("opt_out", text), question.find("opt_in", text)
    if denied:
        exception = question.find("exception", text) or question.find("default", text)
        if opt_in and exception:
            return "opt_in", [opt_in.cue_id, exception.cue_id]
        if chosen := opt_out or question.find("mode", text):
            return "opt_out", [chosen.cue_id]
        default = question.find("default", text)
        return ("opt_in", [default.cue_id]) if default else ("deny", [])
    if opt_out and not (opt_in and "withdraw" in text.lower()):
        return "opt_out", [opt_out.cue_id]
    if opt_in and (_OPTS_IN.search(text) or not question.has("agreed_by_use", text)):
        return "opt_in", [opt_in.cue_id]
    return "use", []


def asserts_use(question: DataUseQuestion, unit: Unit, mention: Mention, subject: Subject | None) -> bool:
    """Whether a sentence that names a choice also says that the use takes place."""
    first = min((match.start() for _, match in question.matches("opt_out", unit.text)), default=0)
    return subject is not None and subject.kind in ("platform", "passive") and first > mention.anchor


def by_tier(question: DataUseQuestion, reading: Reading, text: str) -> list[Reading]:
    """Say for whom a reading holds; a sentence with an excepted plan gives two readings."""
    unit = reading.unit
    text, said = (_UPGRADE.sub(" ", part) for part in (text, unit.text))
    of_business = unit.clause.terms_type in question.business_types
    business, consumer = question.find("business", said), question.find("consumer", said)
    if reading.polarity in ("use", "opt_out") and not of_business and (exception := _EXCEPTING.search(text)):
        plan = question.find("business", text[exception.end() : exception.end() + EXCEPTION_REACH])
        if plan:
            denied = replace(reading, polarity="deny", tier="business", rules=(*reading.rules, plan.cue_id))
            return [reading, denied]
    if business and consumer:
        tier: Tier = "consumer" if reading.polarity in ("use", "opt_out") else "business"
        return [replace(reading, tier=tier, rules=(*reading.rules, business.cue_id, consumer.cue_id))]
    if business:
        return [replace(reading, tier="business", rules=(*reading.rules, business.cue_id))]
    if consumer:
        return [replace(reading, tier="consumer", rules=(*reading.rules, consumer.cue_id))]
    spared = reading.polarity == "deny" or (reading.polarity == "opt_out" and not _EVERY_PLAN.search(said))
    if spared and (paid := question.find("paid", said)):
        return [replace(reading, tier="business", rules=(*reading.rules, paid.cue_id))]
    above = f"{unit.heading} {unit.lead}"
    if of_business or question.has("business", above):
        return [replace(reading, tier="business")]
    return [replace(reading, tier="consumer" if question.has("consumer", above) else "general")]


def _verb_behind(text: str) -> str:
    """Return what is said of a mention behind it ("… is never done"), or nothing if another clause begins."""
    match = re.match(r"[\w\s'-]{0,30}?\b(?:is|are|remains?|will be)\b([^.;,]{0,30})", text)
    return match.group(1) if match else ""
