"""Read one unit: who does what to whose data, yes or no, on what condition and for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assets.answers.questions import Question
from assets.answers.units import Unit

Polarity = Literal["use", "opt_out", "opt_in", "deny", "improve", "other"]
"""``use``: data trains models; ``opt_out``: unless refused; ``opt_in``: only if agreed; ``deny``: not;
``improve``: data improves services, models not named; ``other``: read and found to be about something else."""
Tier = Literal["general", "consumer", "business"]

SUBJECT_REACH = 420
"""Characters before a mention in which its subject is sought: longest licence sentence seen, 380."""
SENSE_REACH = 40
"""Characters round a mention in which a word may give it another sense ("training" of staff)."""
EXCEPTION_REACH = 140
"""Characters after "unless", "except" in which the plan or customer that is excepted is named."""
BEHIND_REACH = 60
"""Characters after a mention in which it may be said to be off ("training … is off by default")."""
ANAPHORA_REACH = 3
"""How many units back "this use" may refer; farther back readers disagree on what is meant."""

_VERB = re.compile(
    r"\b(?:(?:pre-?|re-?)?train\w{0,4}|fine-?\s?tun\w{1,4}|teach\w{0,4}|tun(?:e|es|ing)|develop(?:s|ed|ing|ment)?"
    r"|improv\w{1,7}|enhanc\w{1,7}|build(?:ing)?|creat(?:e|es|ing|ion)|refin\w{1,6}|optimi[sz]\w{1,6}"
    r"|advanc(?:e|es|ing)|modify(?:ing)?|evaluat(?:e|ing)|learn\w{0,4})\b",
    re.IGNORECASE,
)
_EXCEPTING = re.compile(r"\b(?:unless|except|other than|excluding|does not apply|save (?:for|where))\b", re.IGNORECASE)
_EVEN_IF = re.compile(r"\beven (?:if|when|where|after|though) (?:you|users?|customers?)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:your?|users?'?|customers?'?|client|inputs?|outputs?|prompts?|conversations?|members?'?)\b|\bUser\b"
    r"|您|用户|输入|\bIhre\w?\b|\bvos\b|\bvotre\b",
    re.IGNORECASE,
)
_OWN_INPUT = re.compile(r"\b(?:your|users?'?|customers?'?|inputs?|prompts?|conversations?)\b|您|用户|输入", re.IGNORECASE)
_FRONTED = re.compile(r"(?:to|in order to|for|as part of|when)\b", re.IGNORECASE)
_CLAUSE_START = re.compile(r"[^,;:.(]{0,30}$")
_MUST_NOT = re.compile(r"\b(?:may|must|shall|should|can) ?not be\b", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """What one unit says on the question, and the ids of the cues that say so.

    ``strength``: 3 an explicit statement with its subject and users' data in one sentence, 2 a statement
    whose subject or data stands in its list stem, 1 a purpose in a list, 0 a sentence that refers to the
    one before. ``data``: the kinds of data named; ``region``: holds for a part of the world only;
    ``narrow``: only data without identifiers, or only models against abuse.
    """

    unit: Unit
    polarity: Polarity
    rules: tuple[str, ...]
    tier: Tier = "general"
    strength: int = 1
    region: bool = False
    narrow: bool = False
    data: tuple[str, ...] = ()

    @property
    def explicit(self) -> bool:
        """Whether it is a statement of its own, not a purpose in a list or a reference."""
        return self.strength >= 2


@dataclass(frozen=True)
class _Mention:
    """Where training is spoken of: ``start``/``end`` in the unit's text, ``anchor`` its last verb."""

    cue_id: str
    start: int
    end: int
    anchor: int


@dataclass(frozen=True)
class _Subject:
    kind: str
    cue_id: str
    start: int
    in_text: bool


class Reader:
    """Reads units of one platform for one question; knows no platform by name."""

    def __init__(self, question: Question) -> None:
        self._question = question

    def read(self, units: Sequence[Unit]) -> list[Reading]:
        """Read the units of one document, in their order, and return a reading for each that says something."""
        readings: list[Reading] = []
        latest: tuple[int, Reading] | None = None
        for position, unit in enumerate(units):
            before = units[max(0, position - ANAPHORA_REACH) : position]
            found = self._read_unit(unit, before)
            if not found:
                near = latest is not None and _near(latest, position, unit)
                adjacent = latest is not None and position - latest[0] == 1
                found = self._read_reference(unit, latest[1] if latest and near else None, adjacent)
            found = [reading for reading in found if reading.polarity != "other"]
            readings.extend(found)
            stated = [reading for reading in found if reading.polarity != "improve"]
            if stated:
                latest = position, stated[0]
        return readings

    def _read_unit(self, unit: Unit, before: Sequence[Unit]) -> list[Reading]:
        if unit.clause.terms_type in self._question.ignored_types:
            return []
        mentions = self._mentions("training", unit.text)
        for mention in mentions:
            readings = self._read_training(unit, mention, before)
            if readings:
                return readings
        if mentions:
            return [Reading(unit, "other", (mentions[0].cue_id,))]
        return self._read_improvement(unit, before)

    def _mentions(self, group: str, text: str) -> list[_Mention]:
        found = []
        for cue, match in self._question.matches(group, text):
            verbs = list(_VERB.finditer(match.group()))
            anchor = match.start() + (verbs[-1].start() if verbs else 0)
            found.append(_Mention(cue.cue_id, match.start(), match.end(), anchor))
        order = [cue.cue_id for cue in self._question.group(group)]
        return sorted(found, key=lambda mention: (order.index(mention.cue_id), mention.start))

    def _read_training(self, unit: Unit, mention: _Mention, before: Sequence[Unit]) -> list[Reading]:
        question = self._question
        if self._other_sense(unit, mention):
            return []
        subject = self._subject(unit, mention)
        if not self._platform_acts(unit, subject, mention):
            return []
        limit = self._object_limit(unit, before)
        if limit:
            return []
        if _EVEN_IF.search(unit.text) or self._negated_inside(unit, mention):
            return []
        whole = f"{unit.context} {unit.tail}" if unit.tail else unit.context
        negation = self._negation(unit, mention, subject)
        polarity, conditions = self._polarity(whole, negation is not None)
        strength = self._strength(unit, mention, subject)
        if strength == 0 and polarity != "opt_out":
            return []
        if polarity == "opt_out" and (way := question.find("mechanism", unit.text)):
            conditions.append(way.cue_id)
        rules = [mention.cue_id, *([subject.cue_id] if subject else []), *([negation] if negation else []), *conditions]
        reading = Reading(
            unit,
            polarity,
            tuple(dict.fromkeys(rules)),
            strength=strength,
            region=question.has("region", unit.context),
            narrow=question.has("deidentified", unit.text) or question.has("narrow", unit.text),
            data=self._data(unit),
        )
        return self._by_tier(reading, whole)

    def _strength(self, unit: Unit, mention: _Mention, subject: _Subject | None) -> int:
        """Say how explicitly users' data is put to the use (see ``Reading``); 0: nothing says that it is."""
        question = self._question
        before = (f"{unit.lead} " if unit.lead else "") + unit.text[: mention.anchor]
        used = question.has("usage", before) or question.has("trained_on", unit.text[mention.anchor :])
        if _FRONTED.match(unit.text):
            used = used or question.has("usage", unit.text[mention.end :])
        own = bool(_OWN.search(unit.context)) and question.has("data", unit.context)
        if not subject and own and question.has("trained_on", unit.text[mention.anchor :]):
            return 2
        if used and own and subject:
            return 3 if _OWN.search(unit.text) and question.has("data", unit.text) else 2
        if used and subject and question.has("data", unit.context):
            return 2
        return 1 if self._purpose_place(unit) else 0

    def _negated_inside(self, unit: Unit, mention: _Mention) -> bool:
        inside = self._blank("not_negation", unit.text[mention.anchor : mention.end])
        return self._question.has("negation", inside) or bool(_EXCEPTING.search(inside))

    def _polarity(self, text: str, denied: bool) -> tuple[Polarity, list[str]]:
        question = self._question
        opt_out, opt_in = question.find("opt_out", text), question.find("opt_in", text)
        default, exception = question.find("default", text), question.find("exception", text)
        if off := question.find("off", text):
            return "opt_in", [off.cue_id]
        if denied:
            if opt_in and (exception or default):
                return "opt_in", [opt_in.cue_id, (exception or default or opt_in).cue_id]
            if opt_out:
                return "opt_out", [opt_out.cue_id]
            if default:
                return "opt_in", [default.cue_id]
            return "deny", []
        if opt_out and not (opt_in and "withdraw" in text.lower()):
            return "opt_out", [opt_out.cue_id]
        if opt_in and not question.has("agreed_by_use", text):
            return "opt_in", [opt_in.cue_id]
        return "use", []

    def _by_tier(self, reading: Reading, text: str) -> list[Reading]:
        """Say for whom a reading holds; a sentence with an excepted plan gives two readings."""
        question, unit = self._question, reading.unit
        business, consumer = question.find("business", unit.text), question.find("consumer", unit.text)
        document_tier: Tier = "business" if unit.clause.terms_type in question.business_types else "general"
        excepted = next((match.end() for match in _EXCEPTING.finditer(text)), None)
        if excepted is not None:
            exception = text[excepted : excepted + EXCEPTION_REACH]
            if reading.polarity in ("use", "opt_out") and document_tier == "general":
                plan = question.find("business", exception)
                if plan and not question.has("negation", text[:excepted][-1:]):
                    denied = replace(reading, polarity="deny", tier="business", rules=(*reading.rules, plan.cue_id))
                    return [reading, denied] if not self._denied_first(text, excepted) else [
                        replace(reading, tier="consumer"), denied]  # fmt: skip
        if business and consumer:
            tier: Tier = "consumer" if reading.polarity in ("use", "opt_out") else "business"
            return [replace(reading, tier=tier, rules=(*reading.rules, business.cue_id, consumer.cue_id))]
        if business or consumer:
            cue = business or consumer
            assert cue is not None
            return [replace(reading, tier="business" if business else "consumer", rules=(*reading.rules, cue.cue_id))]
        above = f"{unit.headings.rsplit(' > ', 1)[-1]} {unit.lead}"
        if question.has("business", above):
            return [replace(reading, tier="business")]
        if question.has("consumer", above):
            return [replace(reading, tier="consumer")]
        return [replace(reading, tier=document_tier)]

    def _denied_first(self, text: str, position: int) -> bool:
        return self._question.has("negation", self._blank("not_negation", text[:position]))

    def _before(self, unit: Unit, mention: _Mention) -> str:
        """Return the stem and the text up to and with the verb of a mention."""
        verb = _VERB.match(unit.text, mention.anchor)
        text = unit.text[: verb.end() if verb else mention.anchor]
        return f"{unit.lead} {text}" if unit.lead else text

    def _subject(self, unit: Unit, mention: _Mention) -> _Subject | None:
        """Return the subject that governs a mention: the last one named before it, in the text or its stem."""
        before = self._before(unit, mention)
        window = before[-SUBJECT_REACH:]
        text_start = len(window) - (len(before) - len(unit.lead) - bool(unit.lead))
        best: _Subject | None = None
        for kind in ("platform", "user", "third_party", "passive"):
            for cue, match in self._question.matches(kind, window):
                if best is None or match.start() >= best.start:
                    best = _Subject(kind, cue.cue_id, match.start(), match.start() >= text_start)
        if best and best.kind == "user":
            between = window[best.start :]
            for group in ("opt_out", "opt_in"):
                choice = self._question.find(group, between + unit.text[mention.anchor : mention.end])
                if choice:
                    return _Subject("choice", choice.cue_id, best.start, best.in_text)
        if best is None and _FRONTED.match(unit.text):
            behind = unit.text[mention.end :]
            for kind in ("user", "third_party", "platform"):
                for cue, match in self._question.matches(kind, behind):
                    if best is None or match.start() < best.start:
                        best = _Subject(kind, cue.cue_id, match.start(), True)
            return best and replace(best, start=0)
        return best

    def _platform_acts(self, unit: Unit, subject: _Subject | None, mention: _Mention) -> bool:
        question = self._question
        kind = subject.kind if subject else ""
        under_duty = question.has("duty", f"{unit.headings.rsplit(' > ', 1)[-1]} {unit.lead}")
        if kind in ("user", "third_party"):
            return False
        in_text = subject is not None and subject.in_text
        if question.has("rival", unit.context) and not (kind == "platform" and in_text and _OWN.search(unit.text)):
            return False
        if kind in ("platform", "choice"):
            return True
        if under_duty or unit.clause.terms_type in ("Acceptable Use Policy", "Community Guidelines"):
            return False
        if kind == "passive":
            return bool(_OWN.search(unit.context)) or not _MUST_NOT.search(unit.text)
        if self._purpose_place(unit):
            return True
        return bool(_OWN.search(unit.text)) and (
            question.has("opt_out", unit.text) or question.has("opt_in", unit.text)
        )

    def _purpose_place(self, unit: Unit) -> bool:
        place = f"{unit.lead} {unit.headings.rsplit(' > ', 1)[-1]}"
        return self._question.has("purpose", place) or (
            unit.clause.kind == "table_row" and "Privacy" in unit.clause.terms_type
        )

    def _other_sense(self, unit: Unit, mention: _Mention) -> bool:
        low, high = max(0, mention.anchor - SENSE_REACH), mention.end + SENSE_REACH
        for cue, match in self._question.matches("other_sense", unit.text):
            if cue.cue_id == "scope-of-policy":
                if match.start() < mention.anchor:
                    return True
            elif match.start() < high and match.end() > low:
                return True
        return False

    def _object_limit(self, unit: Unit, before: Sequence[Unit]) -> str | None:
        """Return the group that limits the data spoken of to one source, or ``None``: users' data in general."""
        question = self._question
        for group in ("carve_out", "public", "feedback"):
            if not question.has(group, unit.context):
                continue
            rest = self._blank(group, unit.context)
            if group == "feedback":
                if question.has("opt_out", rest) or question.has("opt_in", rest):
                    continue
                return group
            own = _OWN_INPUT if group == "public" else _OWN
            if not (own.search(rest) and question.has("data", rest)):
                return group
        heading = unit.headings.rsplit(" > ", 1)[-1]
        if question.has("carve_out", heading):
            return "carve_out"
        if question.has("pronoun", unit.text):
            same = [other for other in before if other.clause.heading_path == unit.clause.heading_path]
            if any(question.has("carve_out", other.text) for other in same):
                return "carve_out"
        return None

    def _negation(self, unit: Unit, mention: _Mention, subject: _Subject | None) -> str | None:
        before = self._before(unit, mention)[-SUBJECT_REACH:]
        start = subject.start if subject else 0
        if head := _CLAUSE_START.search(before[:start]):
            start = head.start()  # "does not allow us to": the no stands before its subject
        window = before[start:]
        for part in (window, _verb_phrase_behind(unit.text[mention.end : mention.end + BEHIND_REACH])):
            cue = self._question.find("negation", self._blank("not_negation", part))
            if cue:
                return cue.cue_id
        return None

    def _data(self, unit: Unit) -> tuple[str, ...]:
        text = f"{unit.context} {unit.row}"
        return tuple(cue.value for cue in self._question.group("data") if cue.pattern.search(text))

    def _blank(self, group: str, text: str) -> str:
        for cue in self._question.group(group):
            text = cue.pattern.sub(" , ", text)
        return text

    def _read_improvement(self, unit: Unit, before: Sequence[Unit]) -> list[Reading]:
        for mention in self._mentions("improvement", unit.text):
            subject = self._subject(unit, mention)
            if subject and subject.kind in ("user", "third_party", "choice"):
                continue
            if not self._platform_acts(unit, subject, mention) or self._object_limit(unit, before):
                continue
            if self._negation(unit, mention, subject):
                continue
            data = self._data(unit)
            named = subject is not None and subject.kind == "platform" and subject.in_text
            if not self._purpose_place(unit) and not (data and (named or _OWN.search(unit.context))):
                continue
            strength = self._strength(unit, mention, subject)
            if strength == 0:
                continue
            rules = (mention.cue_id, *([subject.cue_id] if subject else []))
            return [Reading(unit, "improve", rules, strength=strength, data=data)]
        return []

    def _read_reference(self, unit: Unit, latest: Reading | None, adjacent: bool) -> list[Reading]:
        """Read "you may opt out of this use": a choice over what the sentences before it said."""
        question = self._question
        text = unit.text
        off, opt_out, opt_in = (question.find(group, text) for group in ("off", "opt_out", "opt_in"))
        choice = off or opt_out or opt_in
        if unit.clause.terms_type in question.ignored_types or _EVEN_IF.search(text):
            return []
        same = question.find("same_purpose", text)
        if choice is None and same and latest and question.has("negation", self._blank("not_negation", text)):
            denial = Reading(unit, "deny", (same.cue_id,), strength=2, data=latest.data)
            return [] if self._object_limit(unit, ()) else self._by_tier(denial, text)
        if choice is None or question.has("other_choice", text):
            return []
        reference = question.find("back_reference", text)
        above = bool(question.has("training", unit.headings.rsplit(" > ", 1)[-1]))
        way = question.find("mechanism", text)
        if not above and not (latest and (reference or off or (adjacent and way))):
            return []
        if self._object_limit(unit, ()):
            return []
        rules = tuple(cue.cue_id for cue in (choice, reference, way) if cue)
        polarity: Polarity = "opt_out" if opt_out and not off else "opt_in"
        data = latest.data if latest else ()
        reading = Reading(
            unit, polarity, rules, strength=0, region=question.has("region", unit.text), data=data
        )
        return self._by_tier(reading, unit.text)


def _verb_phrase_behind(text: str) -> str:
    """Return what is said of a mention behind it ("… is never done"), or nothing if another clause begins."""
    match = re.match(r"[\w\s'-]{0,30}?\b(?:is|are|remains?|will be)\b([^.;,]{0,30})", text)
    return match.group(1) if match else ""


def _near(latest: tuple[int, Reading], position: int, unit: Unit) -> bool:
    place, reading = latest
    return (
        position - place <= ANAPHORA_REACH
        and reading.unit.clause.document_id == unit.clause.document_id
        and reading.unit.clause.heading_path == unit.clause.heading_path
    )
