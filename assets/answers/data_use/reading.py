"""Read the units of a document one by one: who does what to whose data, on what condition and for whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assets.answers.data_use.actors import (
    CONDUCT_TYPES,
    OWN,
    Strangers,
    has_rival,
    in_purposes,
    platform_acts,
    subject_of,
)
from assets.answers.data_use.conditions import (
    Polarity,
    Reading,
    asserts_use,
    by_tier,
    is_exception_to_choice,
    negated_inside,
    negation_of,
    polarity_of,
)
from assets.answers.data_use.mentions import Mention, has_other_sense, mentions
from assets.answers.data_use.objects import data_named, is_absolute, limit_of, strength_of
from assets.answers.data_use.question import DataUseQuestion
from assets.answers.grammar import read_grammar
from assets.answers.units import Unit, folded
from assets.topics.contents import Place, is_contents, name_of

ANAPHORA_REACH = 3
"""How many units back "this use" may refer; farther back readers disagree on what is meant."""

_SUGGESTIONS = re.compile(
    r"\b(?:feedback|suggestions (?:for|about|regarding|concerning)|input and suggestions)\b", re.IGNORECASE
)

_GOES_ON = re.compile(
    r"(?:this|such use|these uses|it|that|which) (?:may |can |also )?(?:includes?|means|covers?|extends?|involves?)\b|including\b",
    re.IGNORECASE,
)
"""Begins a sentence that goes on with what the one before it said of the platform's use."""


class Reader:
    """Reads units of one platform for one question; knows no platform by name."""

    def __init__(self, question: DataUseQuestion, platform_id: str = "") -> None:
        self._question = question
        self._platform_id = platform_id
        self._strangers: Strangers = Strangers(question, platform_id, ())
        self._headings: dict[str, bool] = {}
        self._possible: Mapping[str, frozenset[str]] = {}

    def read(self, units: Sequence[Unit]) -> list[Reading]:
        """Read the units of one document, in their order, and return a reading for each that says something."""
        self._strangers = Strangers(self._question, self._platform_id, units)
        texts = [text for unit in units for text in (unit.text, unit.heading)]
        self._possible = self._question.possible_mentions(texts)
        headings = _heading_names(units)
        readings: list[Reading] = []
        latest: tuple[int, Reading] | None = None
        last: tuple[int, Reading] | None = None
        for position, unit in enumerate(units):
            if unit.clause.terms_type in self._question.ignored_types or unit.text.endswith(("?", "？")):
                continue
            going_on = last[1] if last and last[0] + 1 == position and _near(last, position, unit) else None
            found = self._read_unit(unit, units[max(0, position - ANAPHORA_REACH) : position], going_on)
            if all(reading.polarity in ("other", "unclear") for reading in found):
                near = latest if latest and _near(latest, position, unit) else None
                adjacent = near is not None and near[0] + 1 == position
                found = self._read_reference(unit, near[1] if near else None, adjacent) or found
            found = [reading for reading in found if reading.polarity != "other"]
            if found and is_contents(unit.text, _place(unit, headings)):
                continue
            readings.extend(found)
            last = (position, found[0]) if found else last
            stated = [reading for reading in found if reading.polarity not in ("improve", "spare", "unclear")]
            if stated:
                latest = position, stated[0]
        return readings

    def _read_unit(self, unit: Unit, before: Sequence[Unit], going_on: Reading | None) -> list[Reading]:
        found = mentions(self._question, "training", unit.text, self._possible[unit.text])
        unclear: list[Reading] = []
        for mention in found:
            readings = self._read_training(unit, mention, before, going_on)
            if readings and readings[0].polarity != "unclear":
                return readings
            unclear = unclear or readings
        if unclear:
            return unclear
        if found:
            return [Reading(unit, "other", (found[0].cue_id,))]
        return self._read_improvement(unit, before)

    def _read_training(
        self, unit: Unit, mention: Mention, before: Sequence[Unit], going_on: Reading | None
    ) -> list[Reading]:
        question = self._question
        if has_other_sense(question, unit, mention) or is_exception_to_choice(unit.text):
            return []
        subject = subject_of(question, unit, mention, self._strangers)
        continued = going_on if subject is None and _GOES_ON.match(unit.text) else None
        if not continued and not platform_acts(question, unit, subject):
            return self._unclear(unit, mention, before) if subject is None else []
        if limit_of(question, unit, before) or has_rival(question, unit, subject):
            return []
        if negated_inside(question, unit, mention):
            return []
        whole = f"{unit.context} {unit.tail}" if unit.tail else unit.context
        negation = negation_of(question, unit, mention, subject)
        polarity, conditions = polarity_of(question, whole, negation is not None)
        strength = 2 if continued else strength_of(question, unit, mention, subject, before)
        if strength == 0 and negation and is_absolute(question, unit, mention, subject):
            strength = 2
        if strength == 0 and polarity != "opt_out":
            return self._unclear(unit, mention, before)
        way = question.find("mechanism", unit.text) if polarity == "opt_out" else None
        rules = [
            mention.cue_id,
            subject.cue_id if subject else None,
            negation,
            *conditions,
            way.cue_id if way else None,
        ]
        reading = Reading(
            unit,
            polarity,
            tuple(dict.fromkeys(rule for rule in rules if rule)),
            strength=strength,
            region=self._of_region(unit, unit.context, polarity),
            narrow=question.has("deidentified", unit.text) or question.has("narrow", unit.text),
            asserts=polarity != "opt_out" or asserts_use(question, unit, mention, subject),
            data=data_named(question, unit) or (continued.data if continued else ()),
        )
        return by_tier(question, reading, whole)

    def _unclear(self, unit: Unit, mention: Mention, before: Sequence[Unit]) -> list[Reading]:
        """Keep a mention that may answer and cannot be read, so that silence is not claimed over it."""
        question = self._question
        duty = question.has("duty", f"{unit.heading} {unit.lead}") or unit.clause.terms_type in CONDUCT_TYPES
        if duty or limit_of(question, unit, before) or has_rival(question, unit, None):
            return []
        if not (OWN.search(unit.context) and question.has("data", unit.context)):
            return []
        return [Reading(unit, "unclear", (mention.cue_id,), strength=0)]

    def _read_improvement(self, unit: Unit, before: Sequence[Unit]) -> list[Reading]:
        question = self._question
        if not self._possible[unit.text] or not question.may_hold("improvement", unit.text):
            return []
        if _SUGGESTIONS.search(unit.context):
            return []
        for mention in mentions(question, "improvement", unit.text, self._possible[unit.text]):
            subject = subject_of(question, unit, mention, self._strangers)
            if subject and subject.kind == "choice":
                continue
            if not platform_acts(question, unit, subject) or limit_of(question, unit, before):
                continue
            if denied := negation_of(question, unit, mention, subject):
                spared = question.find("business", unit.text) or question.find("paid", unit.text)
                if spared and data_named(question, unit) and OWN.search(unit.text):
                    why = (mention.cue_id, denied, spared.cue_id)
                    return [Reading(unit, "spare", why, tier="business", strength=2)]
                continue
            plain = question.find("plain_data", unit.text)
            data = data_named(question, unit) or ((plain.value,) if plain else ())
            stated = subject is not None and subject.kind in ("platform", "passive") and subject.in_text
            if not in_purposes(question, unit) and not (data and (stated or OWN.search(unit.context))):
                continue
            strength = strength_of(question, unit, mention, subject) or int(bool(plain and subject))
            if strength:
                rules = (mention.cue_id, *([subject.cue_id] if subject else []))
                return [Reading(unit, "improve", rules, strength=strength, data=data)]
        return []

    def _read_reference(self, unit: Unit, latest: Reading | None, adjacent: bool) -> list[Reading]:
        """Read "you may opt out of this use": a choice over what the sentences or the heading before it said."""
        question, text = self._question, unit.text
        above = self._speaks_of_training(unit.heading)
        if not (above or latest) or is_exception_to_choice(text):
            return []
        off, opt_out, opt_in = (question.find(group, text) for group in ("off", "opt_out", "opt_in"))
        choice = off or opt_out or opt_in
        same = question.find("same_purpose", text)
        data = latest.data if latest else ()
        if (
            choice is None
            and same
            and latest
            and question.has("negation", question.without("not_negation", text))
        ):
            denial = Reading(unit, "deny", (same.cue_id,), strength=2, data=data)
            return [] if limit_of(question, unit, ()) else by_tier(question, denial, text)
        if choice is None or question.has("other_choice", text) or limit_of(question, unit, ()):
            return []
        reference, way = question.find("back_reference", text), question.find("mechanism", text)
        if not above and not (reference or off or (adjacent and way)):
            return []
        polarity: Polarity = "opt_out" if opt_out and not off else "opt_in"
        rules = tuple(cue.cue_id for cue in (choice, reference, way) if cue)
        region = self._of_region(unit, text, polarity)
        reading = Reading(unit, polarity, rules, strength=0, region=region, asserts=False, data=data)
        return by_tier(question, reading, text)

    def _of_region(self, unit: Unit, text: str, polarity: Polarity) -> bool:
        """Whether a unit holds for people of a region: it says so, or a heading does and it says what they may refuse.

        A use listed under such a heading (with its legal basis, most often) is a use of everybody's data.
        """
        if self._question.has("region", text):
            return True
        headings = unit.clause.heading_path if polarity == "opt_out" else ()
        return any(read_grammar().has("region_heading", heading) for heading in headings)

    def _speaks_of_training(self, heading: str) -> bool:
        if heading not in self._headings:
            possible = self._possible[heading]
            self._headings[heading] = bool(mentions(self._question, "training", heading, possible))
        return self._headings[heading]


def _heading_names(units: Sequence[Unit]) -> frozenset[str]:
    paths = {unit.clause.heading_path for unit in units}
    return frozenset(name_of(folded(heading)) for path in paths for heading in path)


def _place(unit: Unit, headings: frozenset[str]) -> Place:
    item = unit.clause.kind == "list_item"
    return Place(unit.lead, unit.heading, unit.clause.text, headings, item)


def _near(latest: tuple[int, Reading], position: int, unit: Unit) -> bool:
    place, reading = latest
    return (
        position - place <= ANAPHORA_REACH
        and reading.unit.clause.document_id == unit.clause.document_id
        and reading.unit.clause.heading_path == unit.clause.heading_path
    )
