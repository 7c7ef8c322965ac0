"""Where a unit speaks of training or improving, and whether in the sense that is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assets.answers.data_use.question import DataUseQuestion
from assets.answers.units import Unit

SENSE_REACH = 40
"""Characters round a mention in which a word may give it another sense ("training" of staff)."""
TWO_VERB_CUE = "train-model"
"""The cue whose match may hold two verbs with different subjects."""

_VERB = re.compile(
    r"\b(?:(?:pre-?|re-?)?train\w{0,4}|fine-?\s?tun\w{1,4}|teach\w{0,4}|tun(?:e|es|ing)|develop(?:s|ed|ing|ment)?"
    r"|improv\w{1,7}|enhanc\w{1,7}|build(?:ing)?|creat(?:e|es|ing|ion)|refin\w{1,6}|optimi[sz]\w{1,6}"
    r"|advanc(?:e|es|ing)|modify(?:ing)?|evaluat(?:e|ing)|learn\w{0,4}|smarter|cleverer|better"
    r"|more (?:accurate|helpful|useful|capable|precise))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mention:
    """Training or improving is spoken of: ``start``/``end`` in the unit's text, ``anchor`` its verb."""

    cue_id: str
    start: int
    end: int
    anchor: int


def mentions(
    question: DataUseQuestion, group: str, text: str, possible: frozenset[str] | None = None
) -> list[Mention]:
    """Return the mentions of a group in a text, those of the plainest cue (first in the file) first.

    ``possible``: the cues that may occur in it, if that is known (``Question.possible_mentions``).
    """
    found: list[Mention] = []
    if (possible is not None and not possible) or not question.may_hold(group, text):
        return found
    for cue, match in question.matches(group, text, possible):
        verbs = [verb.start() for verb in _VERB.finditer(match.group())] or [0]
        anchors = [verbs[-1]]
        if cue.cue_id == TWO_VERB_CUE and verbs[0] != verbs[-1]:
            # "will not use it to train, or let others train, models": the last verb first, then the first.
            anchors.append(verbs[0])
        found.extend(
            Mention(cue.cue_id, match.start(), match.end(), match.start() + place) for place in anchors
        )
    order = [cue.cue_id for cue in question.group(group)]
    return sorted(found, key=lambda mention: (order.index(mention.cue_id), mention.start))


def words_before(unit: Unit, mention: Mention) -> str:
    """Return the stem and the text up to and with the verb of a mention."""
    verb = _VERB.match(unit.text, mention.anchor)
    text = unit.text[: verb.end() if verb else mention.anchor]
    return f"{unit.lead} {text}" if unit.lead else text


def has_other_sense(question: DataUseQuestion, unit: Unit, mention: Mention) -> bool:
    """Whether people are trained, a model's making is told, a customer's own model is meant, or the like."""
    if question.has("elsewhere", unit.text):
        return True
    low, high = max(0, mention.anchor - SENSE_REACH), mention.end + SENSE_REACH
    return any(
        match.start() < high and match.end() > low for _, match in question.matches("other_sense", unit.text)
    )
