"""Whose data, and which: users' data in general, or only data from one source, public data, or feedback."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assets.answers.data_use.actors import FRONTED, OWN, Subject, in_purposes
from assets.answers.data_use.mentions import Mention, words_before
from assets.answers.data_use.question import DataUseQuestion
from assets.answers.units import Unit

_OWN_INPUT = re.compile(
    r"\b(?:your|users?'?|customers?'?|inputs?|prompts?|conversations?)\b|您|用户|输入", re.IGNORECASE
)

VERB_REACH = 60
"""Characters behind a mention in which a German sentence has its verb ("… zum Training unserer KI verwendet")."""
_OF_PEOPLE = re.compile(r"\bpersonal (?:data|information)\b", re.IGNORECASE)
_VERB_BEFORE = re.compile(
    r"\b(?:us(?:e|es|ing)|process(?:es|ing)?|access(?:es|ing)?|shar(?:e|es|ing)|disclos(?:e|es|ing)"
    r"|analy[sz](?:e|es|ing))(?:,? [\w-]{1,15}){0,10},? ?$",
    re.IGNORECASE,
)
_LIMITED_MODEL = re.compile(r"\s?(?:to|that|which|for|of|capable|on|with|from|using|\w+ing)\b", re.IGNORECASE)
"""Behind a model, says which: that such models are not trained says nothing of others."""
_POSSESSED = re.compile(
    r"(?:all (?:of )?)?your (?!account|use\b|access|subscription|rights?|consent|choices?)\w+", re.IGNORECASE
)
"""Begins a sentence about something of the user's, which the next may call "them"."""
_MORE = re.compile(r"\s?(?:,|and\b|or\b|as well as\b)", re.IGNORECASE)


def data_named(question: DataUseQuestion, unit: Unit) -> tuple[str, ...]:
    """Return the kinds of data that a unit, its stem or its table row names."""
    text = f"{unit.context} {unit.row}"
    named = tuple(cue.value for cue in question.group("data") if cue.pattern.search(text))
    return named or tuple(cue.value for cue in question.group("used_data") if cue.pattern.search(text))


def limit_of(question: DataUseQuestion, unit: Unit, before: Sequence[Unit]) -> str | None:
    """Return the group that limits the data spoken of, or ``None`` if it is users' data in general.

    A carve-out for one source is never the general rule; where the data is only "it" or "this data",
    the sentence before it under the same heading says what it is (or the one before that, and so on).
    """
    for group, own in (("carve_out", OWN), ("public", _OWN_INPUT)):
        if question.has(group, unit.context):
            rest = question.without(group, unit.context)
            if not (own.search(rest) and question.has("data", rest)) or _is_the_object(question, group, unit):
                return group
            if (
                unit.lead
                and question.has(group, unit.text)
                and not own.search(question.without(group, unit.text))
            ):
                return group  # the stem speaks of users' data, the item of one source
    if question.has("feedback", unit.context):
        rest = question.without("feedback", unit.context)
        if not (question.has("opt_out", rest) or question.has("opt_in", rest)):
            return "feedback"
    if question.has("carve_out", unit.heading):
        return "carve_out"
    if question.has("pronoun", unit.text):
        for other in reversed(before):
            if other.clause.heading_path != unit.clause.heading_path:
                break
            if question.has("carve_out", other.text):
                return "carve_out"
            if not question.has("pronoun", other.text):
                break
    return None


def _is_the_object(question: DataUseQuestion, group: str, unit: Unit) -> bool:
    """Whether data of one source alone stands right behind the verb ("do not use Mailbox Data to train")."""
    for _, match in question.matches(group, unit.text):
        verb = _VERB_BEFORE.search(unit.text[: match.start()])
        if (
            verb
            and not _OWN_INPUT.search(verb.group().replace("your", ""))
            and not _MORE.match(unit.text[match.end() :])
        ):
            return True
    return False


def strength_of(
    question: DataUseQuestion,
    unit: Unit,
    mention: Mention,
    subject: Subject | None,
    previous: Sequence[Unit] = (),
) -> int:
    """Say how explicitly users' data is put to the use, 3 to 1 (see ``Reading``); 0: nothing says that it is.

    ``previous``: the units before it, one of which says what "it" or "them" is.
    """
    before = words_before(unit, mention)
    trained_on = question.has("trained_on", unit.text[mention.anchor :])
    used = trained_on or question.has("usage", before)
    used = used or question.has("usage_behind", unit.text[mention.end : mention.end + VERB_REACH])
    if not used and FRONTED.match(unit.text):
        used = question.has("usage", unit.text[mention.end :])
    named = question.has("data", unit.context)
    own = named and bool(_OF_PEOPLE.search(unit.context) or OWN.search(unit.context))
    if own and not subject and trained_on:
        return 2
    if used and named and subject:
        return (
            3
            if (OWN.search(unit.text) or _OF_PEOPLE.search(unit.text)) and question.has("data", unit.text)
            else 2
        )
    if used and subject and question.has("pronoun", unit.text) and _named_before(question, unit, previous):
        return 2
    loosely = used and subject is not None and question.has("used_data", unit.text)
    return 1 if loosely or in_purposes(question, unit) else 0


def is_absolute(question: DataUseQuestion, unit: Unit, mention: Mention, subject: Subject | None) -> bool:
    """Whether the platform says of no data in particular that it trains ("We do not train AI models.")."""
    if subject is None or subject.kind != "platform" or not subject.in_text:
        return False
    if question.has("usage", words_before(unit, mention)) or _LIMITED_MODEL.match(unit.text[mention.end :]):
        return False
    return not question.has("trained_on", unit.text[mention.anchor :])


def _named_before(question: DataUseQuestion, unit: Unit, previous: Sequence[Unit]) -> bool:
    near = (other for other in reversed(previous) if other.clause.heading_path == unit.clause.heading_path)
    return any(
        _POSSESSED.match(other.text) or (question.has("data", other.text) and OWN.search(other.text))
        for other in near
    )
