"""A claim's own statements as a question: do the documents state it, state the contrary, or state it in part?"""

from __future__ import annotations

from collections.abc import Sequence

from assets.answers.model import CONFLICTING, NOT_CAPTURED, SILENT, UNSURE
from assets.answers.questions import Stance
from assets.answers.statements.question import (
    OtherSense,
    Rule,
    Statement,
    StatementQuestion,
    Wanted,
)
from assets.answers.statements.question_file import CODE_VERSION

KINDS = ("supported", "partly", "contradicted")
"""What a statement of a claim's file does to the claim."""
BOTH = "both"
"""The stance where equally plain passages state a claim and its contrary."""
_STRENGTHS = (3, 2, 1)

_STANCES = (
    Stance("supported", "A passage states what is claimed.", "The {where} states it"),
    Stance(
        "partly", "A passage states a part of it, or an aim.", "The {where} states it in part, or as an aim"
    ),
    Stance("contradicted", "A passage states the contrary.", "The {where} states the contrary"),
    Stance(
        BOTH, "Equally plain passages state it and its contrary.", "The documents state it and the contrary"
    ),
    Stance(SILENT, "No passage speaks of it.", "No document read speaks of it"),
    Stance(
        NOT_CAPTURED,
        "Nothing was found, and a document that would have to say it could not be read.",
        "Nothing was found, and not every relevant document could be read ({missing})",
    ),
    Stance(CONFLICTING, "Passages disagree.", "Passages disagree"),
    Stance(
        UNSURE,
        "A passage may bear on it, or a document is in a language that is not covered.",
        "A passage ({where}) may bear on it, and needs a reader",
        "Nothing was found, and the rules do not cover the language of every relevant document ({missing})",
    ),
)


def statement_question(
    question_id: str,
    statements: Sequence[Statement],
    *,
    documents: Sequence[str],
    elsewhere: bool = False,
    languages: Sequence[str] = ("en",),
    senses: Sequence[OtherSense] = (),
) -> StatementQuestion:
    """Make the question that statements answer which say ``supported_3``, ``contradicted_1`` and so on.

    What speaks against a claim counts as much as what speaks for it if it is as plain; what is less plain is
    only shown beside it.

    Args:
        question_id: any id.
        statements: what passages may say.
        documents: the terms types that must be read before it is said that nothing was found.
        elsewhere: other documents are read too.
        languages: in which nothing found means that nothing is said.
        senses: what gives the words another sense.
    """
    return StatementQuestion(
        question_id=question_id,
        title=question_id,
        experimental=False,
        stances={stance.stance_id: stance for stance in _STANCES},
        columns=(),
        relevant=tuple(documents),
        languages=tuple(languages),
        business_types=frozenset(),
        ignored_types=frozenset(),
        rules_version=f"claim-{CODE_VERSION}",
        statements=tuple(statements),
        senses=tuple(senses),
        rules=_RULES,
        values=(),
        scopes=(),
        lesser_types=frozenset(),
        only_types=frozenset() if elsewhere else frozenset(documents),
        apart_types=frozenset(),
    )


def _wanted(kind: str, strengths: Sequence[int]) -> tuple[Wanted, ...]:
    return tuple(Wanted(f"{kind}_{strength}", None) for strength in strengths)


def _rules() -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for place, strength in enumerate(_STRENGTHS):
        upto = _STRENGTHS[place:]
        weaker = _STRENGTHS[place + 1 :]
        supported, contradicted = _wanted("supported", upto), _wanted("contradicted", upto)
        rules += [
            Rule(BOTH, supported, _wanted("contradicted", (strength,)), at_least=strength),
            Rule(
                "supported",
                supported,
                at_least=strength,
                beside={"contradiction": _wanted("contradicted", weaker)},
            ),
            Rule(
                "contradicted",
                contradicted,
                at_least=strength,
                beside={"contradiction": (*_wanted("supported", weaker), *_wanted("partly", _STRENGTHS))},
            ),
        ]
    return (*rules, Rule("partly", _wanted("partly", _STRENGTHS)))


_RULES = _rules()
