"""From readings of a use of data to a decision: which quotes to show, which values, which headline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assets.answers.data_use.conditions import Reading
from assets.answers.data_use.deciding import Verdict, decide
from assets.answers.data_use.question import DataUseQuestion
from assets.answers.decision import Decision
from assets.answers.model import EvidenceRole
from assets.answers.units import Unit

MOST_QUOTES = {"rule": 3, "opt_out": 2, "scope": 2, "contradiction": 2}
"""Quotes shown for each part: the labels of a careful reader hold one to four an answer."""
SOME = {"business": "business customers or some plans", "region": "people in some regions"}
"""Those for whom alone something holds, as a headline calls them."""
ANY_DATA = "users' data"
"""The value of the cue for data that no other cue names."""
LONG_QUOTE = 250
"""Characters in a step of length: of two quotes of one strength the one with fewer steps is preferred."""


def decide_use(question: DataUseQuestion, readings: Sequence[Reading]) -> Decision | None:
    """Return the stance that the readings of a platform's documents add up to, ``None`` if they say nothing."""
    verdict = decide(readings, question.way_out_for_some)
    return None if verdict is None else _decision(question, verdict)


def _decision(question: DataUseQuestion, verdict: Verdict) -> Decision:
    groups = (verdict.rule, verdict.opt_out, verdict.differs, verdict.unclear)
    return Decision(
        stance=verdict.stance,
        confidence=round(verdict.confidence, 2),
        scope=verdict.scope,
        headline=_headline(question, verdict),
        rules=tuple(dict.fromkeys(rule for group in groups for one in group[:3] for rule in one.rules)),
        value=_value(verdict),
        quoted=_quoted(verdict),
        beside=tuple(_decision(question, one) for one in verdict.beside),
    )


def _quoted(verdict: Verdict) -> tuple[tuple[EvidenceRole, Unit], ...]:
    shown: set[tuple[str, int]] = set()
    result: list[tuple[EvidenceRole, Unit]] = []
    parts: Sequence[tuple[EvidenceRole, Sequence[Reading]]] = (
        ("rule", verdict.rule),
        ("opt_out", verdict.opt_out),
        ("scope", verdict.differs),
        ("contradiction", verdict.against),
    )
    for role, readings in parts:
        # The sentence that states the rule is often the one that says how to refuse it: it plays both parts.
        others = readings if role == "opt_out" else [one for one in readings if _place(one) not in shown]
        for reading in _best(role, others, MOST_QUOTES[role]):
            shown.add(_place(reading))
            result.append((role, reading.unit))
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


def _value(verdict: Verdict) -> dict[str, Any]:
    data = dict.fromkeys(kind for reading in verdict.rule + verdict.opt_out for kind in reading.data)
    mechanism = min(verdict.opt_out, key=_opt_out_rank).unit.quote if verdict.opt_out else None
    return {"opt_out_mechanism": mechanism, "tiers": dict(verdict.tiers), "what_data": list(data)}


def _headline(question: DataUseQuestion, verdict: Verdict) -> str:
    stance = question.stances[verdict.stance]
    template = stance.headline_for_some if verdict.some else stance.headline
    if not verdict.rule:
        # Not quoted: what cannot be read may be a near miss, and a quote would vouch for it.
        places = dict.fromkeys(reading.unit.clause.terms_type for reading in verdict.unclear)
        return template.replace("{where}", ", ".join(places))
    best = min(verdict.rule, key=_rank)
    named = [kind for kind in best.data if kind != ANY_DATA] or list(best.data)
    what = _listed(named) if named else "the data described"
    limit = ""
    if verdict.opt_out and all(reading.region for reading in verdict.opt_out):
        limit = f" for {SOME['region']} only"
    elif verdict.opt_out and all(reading.tier == "business" for reading in verdict.opt_out):
        limit = f" for {SOME['business']} only"
    elif verdict.scope == "business":
        limit = " (as told to business customers)"
    some = SOME.get(verdict.some, "")
    where = best.unit.clause.terms_type
    filled = template.replace("{what}", what).replace("{limit}", limit)
    return filled.replace("{tier}", SOME["business"]).replace("{some}", some).replace("{where}", where)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
