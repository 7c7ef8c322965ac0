"""Nothing was found: silence if everything relevant was read, and otherwise the reason why it cannot be told."""

from __future__ import annotations

from collections.abc import Mapping

from assets.answers.editions import Edition, scope_of
from assets.answers.model import GENERAL, NOT_CAPTURED, SILENT, UNSURE, Answer, PlatformDocuments
from assets.answers.questions import Question
from assets.answers.statements.question import StatementQuestion

SILENT_CONFIDENCE = 0.7
"""Of silence: nothing was found by rules that miss about one statement in eight on the labelled platforms."""


def nothing_found(
    question: Question, platform: PlatformDocuments, editions: Mapping[str, Edition] | None = None
) -> Answer:
    """Answer ``silent``, ``not_captured`` or ``unsure`` for a platform that says nothing that the rules can read.

    Args:
        question: what was asked.
        platform: what was captured and what is missing.
        editions: by terms type, documents that are for people of one region: their silence is silence to these.
    """
    unread = [
        name
        for name in question.relevant
        if name in platform.missing or (name not in platform.captured and name not in platform.absent)
    ]
    unread.extend(name for name in platform.missing if name not in unread and _may_answer(question, name))
    foreign = [
        f"{name} in {language}"
        for name, language in sorted(platform.languages.items())
        if language not in question.languages and _may_answer(question, name)
    ]
    if unread:
        stance = question.stances[NOT_CAPTURED]
        headline = stance.headline.replace("{missing}", ", ".join(unread))
        scope = GENERAL
    elif foreign:
        stance = question.stances[UNSURE]
        headline = stance.headline_unread.replace("{missing}", ", ".join(foreign))
        scope = GENERAL
    else:
        stance = question.stances[SILENT]
        headline = stance.headline
        scope = scope_of([one for name, one in (editions or {}).items() if name in question.relevant])
    return Answer(
        question_id=question.question_id,
        platform_id=platform.platform_id,
        stance=stance.stance_id,
        scope=scope,
        confidence=0.0 if unread or foreign else SILENT_CONFIDENCE,
        value={column.name: [] if column.type == "list" else None for column in question.columns},
        headline=headline,
        explanation="no rule applied to any sentence of the documents read",
        documents_searched=tuple(sorted(set(platform.captured.values()))),
    )


def _may_answer(question: Question, terms_type: str) -> bool:
    if isinstance(question, StatementQuestion):
        return question.reads(terms_type) and terms_type not in question.lesser_types | question.apart_types
    return terms_type not in question.ignored_types
