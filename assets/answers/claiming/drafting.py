"""Write a draft of a file of claims, for a person to finish: what is left open is refused until it is filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

from assets.answers.claiming.article import Article
from assets.answers.claiming.claim_file import STANDING
from assets.answers.claiming.proposing import Proposal
from assets.answers.questions import Question
from assets.names import slug

QUOTED_WORDS = 14
"""Words of a sentence that a draft shows: enough to find it in the article, too few to stand for it."""

_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that YAML does not take, or that end a line of it."""

_HEAD = """\
# A DRAFT, proposed by a program from an article of a third party. Nothing in it is decided, and it is not used before
# a person has finished it: for each claim
#   1. find its sentence in the article by the words quoted (they are the third party's text: remove them in the end);
#   2. write in `text` what is claimed, in your own words; delete what is no claim that documents could bear out;
#   3. say in `check` what would support, partly support or contradict it: every stance of the question stands under one
#      of these (or under not_addressed); or write `not_checkable: why` instead of `check`.
# Then put the file into the folder `claims` of the home. The next run checks it; `termscape claims` names what is open.
"""


def draft(
    article: Article,
    found: Sequence[Proposal],
    questions: Mapping[str, Question],
    *,
    platform: str,
    url: str,
    read_on: date,
) -> str:
    """Return the draft (YAML) of what an article claims.

    Args:
        article: where it is claimed.
        found: the sentences that claim something.
        questions: by id, those that are suggested.
        platform: the platform's name; "" leaves it open.
        url: the article's address; "" if it was a file.
        read_on: today.
    """
    lines = [_HEAD + "source:"]
    lines += [
        f"  title: {_text(article.title)}",
        f"  publisher: {_text(article.publisher)}",
        *([f"  url: {_text(url)}"] if url else []),
        f"  date: {article.date or 'unknown'}",
        f"  read_on: {read_on.isoformat()}",
        "",
        "claims:" if found else "claims: []  # no sentence of the article seems to claim a practice",
    ]
    taken: dict[str, int] = {}
    for proposal in found:
        lines += _claim(proposal, questions, platform, _name(proposal, taken))
    return "\n".join(lines) + "\n"


def _claim(proposal: Proposal, questions: Mapping[str, Question], platform: str, claim_id: str) -> list[str]:
    lines = [
        f"  # third-party text: “{_shortened(proposal.sentence)}”",
        f"  - id: {claim_id}",
        f"    platform: {_text(platform)}",
        '    text: ""  # what is claimed, in your own words',
        "    check:",
    ]
    if proposal.questions:
        question = questions[proposal.questions[0]]
        own = [stance for stance in question.stances if stance not in STANDING]
        also = [*proposal.questions[1:], *(f"topic {topic}" for topic in proposal.topics)]
        lines.append(
            f"      question: {question.question_id}" + (f"  # or: {', '.join(also)}" if also else "")
        )
        lines += [
            f"      # expects: put each of {', '.join(own)} under one of these",
            "      supported: []",
            "      partly: []",
            "      contradicted: []",
        ]
    else:
        lines += [
            f"      topics: [{', '.join(proposal.topics)}]  # no question of ours asks this; or choose one: termscape ask",
            "      documents: [Privacy Policy, Terms of Service]  # where it would have to stand",
            "      # expects: statements, as in assets/answers/questions: id, means, pattern, examples, counterexamples",
            "      supported: []",
        ]
    return [*lines, ""]


def _name(proposal: Proposal, taken: dict[str, int]) -> str:
    base = slug((proposal.questions or proposal.topics)[0])
    taken[base] = taken.get(base, 0) + 1
    return base if taken[base] == 1 else f"{base}-{taken[base]}"


def _shortened(sentence: str) -> str:
    """Return the beginning of a sentence; nothing in it can end the comment it stands in."""
    words = _UNWRITABLE.sub(" ", sentence).split()
    return " ".join(words[:QUOTED_WORDS])[:200] + (" …" if len(words) > QUOTED_WORDS else "")


def _text(value: str) -> str:
    shown = " ".join(_UNWRITABLE.sub(" ", value).split())
    return json.dumps(shown, ensure_ascii=False) if shown else '""  # fill in'
