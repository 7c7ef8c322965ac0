"""Answer a question about a platform: read its documents, decide, quote; or say honestly why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from assets.answers.conditions import Reading
from assets.answers.deciding import Decision, decide
from assets.answers.model import (
    NOT_CAPTURED,
    SILENT,
    UNSURE,
    Answer,
    Evidence,
    EvidenceRole,
    PlatformDocuments,
)
from assets.answers.questions import Question
from assets.answers.reading import Reader
from assets.answers.units import units_of

MOST_QUOTES = {"rule": 3, "opt_out": 2, "scope": 2, "contradiction": 2}
"""Quotes shown for each part: the labels of a careful reader hold one to four an answer."""
ANY_DATA = "users' data"
"""The value of the cue for data that no other cue names."""
LONG_QUOTE = 250
"""Characters in a step of length: of two quotes of one strength the one with fewer steps is preferred."""
SILENT_CONFIDENCE = 0.7
"""Of silence: nothing was found by rules that miss about one statement in eight on the labelled platforms."""


def answer(question: Question, platform: PlatformDocuments) -> Answer:
    """Answer one question about one platform from everything that was captured of it."""
    readings = read_documents(question, platform)
    searched = tuple(sorted(set(platform.captured.values())))
    decision = decide(readings)
    if decision is None:
        return _nothing_found(question, platform, searched)
    evidence = _evidence(decision)
    stance = question.stances[decision.stance]
    value = _value(decision)
    rules = dict.fromkeys(
        rule
        for group in (decision.rule, decision.opt_out, decision.differs, decision.unclear)
        for one in group[:3]
        for rule in one.rules
    )
    return Answer(
        question_id=question.question_id,
        platform_id=platform.platform_id,
        stance=decision.stance,
        scope=decision.scope,
        confidence=round(decision.confidence, 2),
        value=value,
        headline=_headline(stance.headline, decision),
        explanation=", ".join(rules),
        documents_searched=searched,
        evidence=evidence,
    )


def read_documents(question: Question, platform: PlatformDocuments) -> list[Reading]:
    """Return every reading of a platform's documents, document by document in order."""
    reader = Reader(question, platform.platform_id)
    units = units_of(clause for clause in platform.clauses if clause.terms_type not in question.ignored_types)
    readings: list[Reading] = []
    for _, group in groupby(units, key=lambda unit: (unit.clause.document_id, unit.clause.version_id)):
        readings.extend(reader.read(list(group)))
    return readings


def _nothing_found(question: Question, platform: PlatformDocuments, searched: tuple[str, ...]) -> Answer:
    unread = [
        name
        for name in question.relevant
        if name in platform.missing or (name not in platform.captured and name not in platform.absent)
    ]
    unread.extend(
        name for name in platform.missing if name not in unread and name not in question.ignored_types
    )
    foreign = [
        f"{name} in {language}"
        for name, language in sorted(platform.languages.items())
        if language not in question.languages and name not in question.ignored_types
    ]
    if unread:
        stance = question.stances[NOT_CAPTURED]
        headline = stance.headline.replace("{missing}", ", ".join(unread))
    elif foreign:
        stance = question.stances[UNSURE]
        headline = stance.headline_unread.replace("{missing}", ", ".join(foreign))
    else:
        stance = question.stances[SILENT]
        headline = stance.headline
    return Answer(
        question_id=question.question_id,
        platform_id=platform.platform_id,
        stance=stance.stance_id,
        scope="general",
        confidence=0.0 if unread or foreign else SILENT_CONFIDENCE,
        value={"opt_out_mechanism": None, "tiers": {}, "what_data": []},
        headline=headline,
        explanation="no cue of training or improvement applied",
        documents_searched=searched,
    )


def _evidence(decision: Decision) -> tuple[Evidence, ...]:
    shown: set[tuple[str, int]] = set()
    result: list[Evidence] = []
    parts: Sequence[tuple[EvidenceRole, Sequence[Reading]]] = (
        ("rule", decision.rule),
        ("opt_out", decision.opt_out),
        ("scope", decision.differs),
        ("contradiction", decision.against),
    )
    for role, readings in parts:
        # The sentence that states the rule is often the one that says how to refuse it: it plays both parts.
        others = readings if role == "opt_out" else [one for one in readings if _place(one) not in shown]
        for reading in _best(role, others, MOST_QUOTES[role]):
            unit = reading.unit
            shown.add(_place(reading))
            result.append(
                Evidence(
                    role, unit.clause.version_id, unit.clause.provision_id, unit.start, unit.end, unit.quote
                )
            )
    return tuple(result)


def _best(role: EvidenceRole, readings: Iterable[Reading], most: int) -> list[Reading]:
    """Choose the plainest statements, one a document before a second of the same."""
    ranked = sorted(readings, key=_rank if role != "opt_out" else _opt_out_rank)
    chosen: list[Reading] = []
    for wave in (True, False):
        for reading in ranked:
            documents = {one.unit.clause.document_id for one in chosen}
            said = {" ".join(one.unit.text.split()) for one in chosen}
            if len(chosen) < most and reading.unit.text not in said:
                if wave and reading.unit.clause.document_id in documents:
                    continue
                chosen.append(reading)
    strongest = max((reading.strength for reading in chosen), default=0)
    return [one for place, one in enumerate(chosen) if one.strength >= strongest - (place < 2)]


def _rank(reading: Reading) -> tuple[Any, ...]:
    unit = reading.unit
    return (
        reading.narrow,
        -reading.strength,
        unit.clause.kind == "table_row",
        len(unit.quote) // LONG_QUOTE,
        unit.clause.terms_type not in ("Privacy Policy", "Terms of Service"),
        unit.clause.document_id,
        unit.start,
    )


def _opt_out_rank(reading: Reading) -> tuple[Any, ...]:
    return reading.strength == 0, "mechanism" not in reading.rules, *_rank(reading)


def _place(reading: Reading) -> tuple[str, int]:
    return reading.unit.clause.version_id, reading.unit.start


def _value(decision: Decision) -> dict[str, Any]:
    data = dict.fromkeys(kind for reading in decision.rule + decision.opt_out for kind in reading.data)
    mechanism = min(decision.opt_out, key=_opt_out_rank).unit.quote if decision.opt_out else None
    return {"opt_out_mechanism": mechanism, "tiers": dict(decision.tiers), "what_data": list(data)}


def _headline(template: str, decision: Decision) -> str:
    if not decision.rule:
        # Not quoted: what cannot be read may be a near miss, and a quote would vouch for it.
        places = dict.fromkeys(reading.unit.clause.terms_type for reading in decision.unclear)
        return template.replace("{where}", ", ".join(places))
    best = min(decision.rule, key=_rank)
    named = [kind for kind in best.data if kind != ANY_DATA] or list(best.data)
    what = _listed(named) if named else "the data described"
    limit = ""
    if decision.opt_out and all(reading.region for reading in decision.opt_out):
        limit = " for people in some regions"
    elif decision.opt_out and all(reading.tier == "business" for reading in decision.opt_out):
        limit = " on some plans"
    elif decision.scope == "business":
        limit = " (as told to business customers)"
    tier = "business customers or some plans"
    where = best.unit.clause.terms_type
    filled = template.replace("{what}", what).replace("{limit}", limit)
    return filled.replace("{tier}", tier).replace("{where}", where)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
