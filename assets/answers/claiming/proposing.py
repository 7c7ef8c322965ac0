"""Find what an article claims of a platform's data practice, and what of ours could check it; nothing is decided."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assets.answers.answering import Asker
from assets.answers.model import Clause
from assets.answers.units import units_of

READ_AS = ("Privacy Policy", "Terms of Service", "Community Guidelines")
"""The documents as whose text a sentence is read: questions do not read all of them."""
IDLE_TOPICS = frozenset({"introductory", "definitions", "other", "external-links"})
"""Topics that say nothing of what a platform does."""
MOST_TOPICS = 2
"""Topics suggested for a sentence: the surest."""
FEWEST_WORDS = 4
"""Words under which a line is a heading or a menu, and no claim."""

_ITS = (
    r"\b(?:the|this) (?:platform|company|service|provider|app|website|site|tool|firm|vendor|operator|policy|privacy policy|"
    r"guidelines|terms)(?:['’]s)?\b|\bit(?:s|['’]s)?\b|\busers?['’]?\b|\b(?:user|customer|personal) (?:data|information|content)\b"
    r"|\bcommunity guidelines\b|\bdata (?:storage|collection|processing|retention|security|sharing|handling)\b"
    r"|\bsecurity (?:audits?|measures|tests?|controls)\b|\bencryption\b|\baccess controls?\b|\banonymi[sz]ation\b"
)
_ADVICE = re.compile(
    r"^(?:please |always |never |do not |don['’]t )?(?:avoid|be (?:mindful|careful|aware|cautious)|read|check|review|regularly|use|"
    r"exercise|consider|craft|choose|adhere|communicate|familiarize|familiarise|engage|seek|educate|stay|make sure|ensure|keep|"
    r"refrain|delete|update|set|turn|remember|understand|learn)\b",
    re.IGNORECASE,
)
"""How a sentence begins that advises readers."""
_LABEL = re.compile(r"^[^.:?!]{2,60}: +(?=\S)")
"""A label in front of a sentence ("Encryption: …")."""

Topics = Callable[[Sequence[str]], Sequence[Sequence[str]]]
"""Returns for each of some sentences the ids of its topics, the surest first."""


@dataclass(frozen=True)
class Proposal:
    """A sentence that claims something, and the questions and topics by which it might be checked."""

    sentence: str
    questions: tuple[str, ...]
    topics: tuple[str, ...]


def proposals(
    sentences: Sequence[str], platform: str, asker: Asker, topics: Topics | None = None
) -> list[Proposal]:
    """Return the sentences that claim something of a platform's practice, in their order, each once.

    Args:
        sentences: the sentences of an article.
        platform: its name; "" where it is not known, and only "the platform" and the like speak of it.
        asker: the questions that may be suggested.
        topics: finds the topics that may be suggested; without it none are.
    """
    name = rf"\b{re.escape(platform)}(?: AI)?(?:['’]s)?\b|" if platform else ""
    about = re.compile(name + _ITS, re.IGNORECASE)
    kept = []
    for sentence in dict.fromkeys(sentences):
        bare = _LABEL.sub("", sentence)
        if len(bare.split()) < FEWEST_WORDS or bare.endswith("?") or _ADVICE.match(bare):
            continue
        if about.search(bare):
            kept.append((sentence, _in_first_person(bare, platform)))
    labels = topics([bare for _, bare in kept]) if topics and kept else [()] * len(kept)
    found = []
    for (sentence, bare), several in zip(kept, labels, strict=True):
        questions = _questions(bare, asker)
        telling = tuple(topic for topic in several if topic not in IDLE_TOPICS)[:MOST_TOPICS]
        if questions or telling:
            found.append(Proposal(sentence, questions, telling))
    return found


def most_named(text: str, names: Sequence[str]) -> str:
    """Return which of some platforms a text names most often; "" if it names none."""
    counts = {name: len(re.findall(rf"\b{re.escape(name)}\b", text)) for name in names}
    return max(names, key=lambda name: (counts[name], len(name))) if any(counts.values()) else ""


def _in_first_person(sentence: str, platform: str) -> str:
    """Return what a policy would say in the place of what is said about it: our rules read policies."""
    name = rf"{re.escape(platform)}(?: AI)?|" if platform else ""
    said = re.sub(
        rf"\b(?:{name}the (?:platform|company|provider|service))(?:['’]s)\b",
        "our",
        sentence,
        flags=re.IGNORECASE,
    )
    said = re.sub(rf"\b(?:{name}the (?:platform|company|provider))\b", "we", said, flags=re.IGNORECASE)
    return re.sub(r"\b(?:users?['’]s?|user(?= (?:data|information|content|inputs?)))", "your", said)


def _questions(sentence: str, asker: Asker) -> tuple[str, ...]:
    found: dict[str, int] = {}
    for terms_type in READ_AS:
        clause = Clause("article", f"article/{terms_type}", terms_type, "article", sentence, 0, len(sentence))
        for question_id, readings in asker.read("article", units_of([clause])).readings.items():
            strength = max((getattr(one, "strength", 1) for one in readings), default=0)
            if strength:
                found[question_id] = max(found.get(question_id, 0), strength)
    return tuple(sorted(found, key=lambda question_id: (-found[question_id], question_id)))
