"""How much a substantive change matters to those it governs: high, medium or low, and which words say so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assets.changes.lexicon import lexicon
from assets.changes.model import Direction, Significance
from assets.changes.phrases import words_of
from assets.changes.scores import RULES_OF_DIRECTIONS
from assets.changes.statements import things_of
from assets.changes.whose import told
from assets.topics.annotated_yaml import Entry, read_yaml
from assets.topics.taxonomy import load_taxonomy

WEIGHTS_FILE = Path(__file__).with_name("significance.yaml")

WHOLE_RULE = 18
"""Words that came or went from which a change is more than a contact, a name or an example."""
WEIGHTY_TEXT = 8
"""Words that came or went about a weighty matter from which the change weighs much without a direction."""

FACTS_IN_WORDS = {
    "contact": "a contact", "place": "a place", "name": "a name", "number": "a number", "date": "a date", "polarity": "a negation",
    "answer": "a yes or no", "party": "who is meant", "amount": "an amount", "force": "a word of force", "count": "a count", "measure": "a measure", "host": "a host",
}  # fmt: skip
"""What the kinds of fact are called in a reason."""
_SETS = ("strong_with_matter", "strong_subjects", "decisive_matters", "weighty_topics", "light_topics")


@dataclass(frozen=True)
class Weights:
    """``significance.yaml``, which says what each is for."""

    strong_rules: frozenset[str]
    strong_with_matter: frozenset[str]
    strong_subjects: frozenset[str]
    decisive_matters: frozenset[str]
    weighty_topics: frozenset[str]
    light_topics: frozenset[str]
    light_rules: tuple[str, ...]


@cache
def weights() -> Weights:
    """Return the weights that ship with Termscape."""
    return read_weights(WEIGHTS_FILE)


def read_weights(path: Path) -> Weights:
    """Read a file of weights.

    Raises:
        CatalogueError: the file is missing or not as expected; names file, line and expectation.
    """
    fields = read_yaml(path).fields(["strong_rules", *_SETS, "light_rules"])
    labels = lexicon().thing_labels
    topics = frozenset(topic.topic_id for topic in load_taxonomy().topics)
    rules = _known(
        (rule for rule, _ in fields["strong_rules"].pairs()), RULES_OF_DIRECTIONS, "a rule of directions"
    )
    known = {
        "strong_with_matter": (rules, "one of strong_rules"),
        "strong_subjects": (
            labels["recipients"] | labels["purposes"] | labels["data"],
            "a label of named_things.yaml",
        ),
        "decisive_matters": (labels["weighty"], "a label under weighty in named_things.yaml"),
        "weighty_topics": (topics, "a topic of the taxonomy"),
        "light_topics": (topics, "a topic of the taxonomy"),
    }
    sets = {name: _known(fields[name].entries(), *known[name]) for name in _SETS}
    return Weights(strong_rules=rules, **sets, light_rules=tuple(fields["light_rules"].texts()))


def _known(entries: Iterable[Entry], known: Collection[str], what: str) -> frozenset[str]:
    """Return the texts of entries, each of which must be known: a mistyped one would weigh nothing in silence."""
    found = list(entries)
    for entry in found:
        if entry.text() not in known:
            raise entry.fail(f"expected {what}, found {entry.text()!r}")
    return frozenset(entry.text() for entry in found)


def significance_of(
    directions: Iterable[Direction],
    changed: str,
    facts: Iterable[str],
    topics: Iterable[str] = (),
    *,
    is_whole: bool = False,
) -> tuple[Significance, str]:
    """Return how much a substantive change weighs, and the words of the reason.

    ``changed`` are the words that came or went, ``facts`` the kinds of fact among them (contact, name, number),
    ``topics`` those of the provision; ``is_whole``: the provision came or went, nothing of it stayed.
    """
    found, about = list(directions), set(topics)
    strong = [one for one in found if _is_strong(one)]
    weighty = weighty_matter(changed)
    if strong and (weighty or any(one.rule not in weights().strong_with_matter for one in strong)):
        return "high", _told(strong[0])
    telling = [one for one in found if not one.rule.startswith(weights().light_rules)]
    if weighty and (telling or weighty in weights().decisive_matters or _length(changed) >= WEIGHTY_TEXT):
        return "high", f"it is about {weighty}"
    telling = strong or [one for one in found if not one.rule.startswith("item_")]
    if telling:
        return "medium", _told(telling[0])
    told_whole = is_whole and (about - weights().light_topics or _names_things(changed))
    if _length(changed) >= WHOLE_RULE or told_whole:
        return "medium", "a whole rule differs"
    light = tuple(facts)
    if light:
        differ = "differs" if len(light) == 1 else "differ"
        differing = f"{' and '.join(FACTS_IN_WORDS[fact] for fact in light)} {differ}"
        if _NEVER_LOW & set(light) or (set(light) - {"contact"} and about & weights().weighty_topics):
            return "medium", differing
        return "low", f"only {differing}"
    return ("medium", _told(found[0])) if found else ("low", "no party, number, purpose or duty differs")


_NEVER_LOW = frozenset({"place", "answer", "polarity", "host"})
"""Facts that are the rule itself: another country's law, a yes for a no, a "without", where a tracker is set."""


def _names_things(text: str) -> bool:
    """Whether a text names data, purposes or recipients."""
    named = things_of(text)
    return any(one.label != "none" for group in ("recipients", "purposes", "data") for one in named[group])


def _length(text: str) -> int:
    return len(words_of(text).forms)


def _is_strong(one: Direction) -> bool:
    if one.subject in weights().strong_subjects:
        return True
    nobody = one.actor in ("unclear", "other") and one.rule.endswith("_prohibition")
    own_choice = one.actor == "user" and one.rule == "power_added"  # "you may opt out at any time"
    return one.rule in weights().strong_rules and not nobody and not own_choice


@lru_cache(maxsize=1 << 12)
def weighty_matter(text: str) -> str:
    """Return the weightiest matter a text names, or nothing."""
    found = lexicon().weighty.find(words_of(text).forms)
    return found[0].label if found else ""


def _told(one: Direction) -> str:
    words = f"“{one.before}” → “{one.after}”" if one.before and one.after else f"“{one.after or one.before}”"
    gone = " gone" if one.before and not one.after else " new" if one.after and not one.before else ""
    return f"{told(one)} ({one.rule.replace('_', ' ')}): {words}{gone}"
