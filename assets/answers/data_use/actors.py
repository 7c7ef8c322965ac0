"""Who acts: the platform, its users, or a third party; the last subject before a mention governs it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from assets.answers.data_use.mentions import Mention, words_before
from assets.answers.data_use.question import DataUseQuestion
from assets.answers.units import Unit

SubjectKind = Literal["platform", "user", "third_party", "passive", "choice"]
"""``passive``: data is used, by whom is left to the reader; ``choice``: the user decides over the platform's use."""

SUBJECT_REACH = 600
"""Characters before a mention in which its subject is sought: licence sentences of 480 were seen."""
NAMED_COMPANY_CUE = "named-company"
"""The cue of a company called by its name."""
OWN_NAME_COUNT = 3
"""Times a name acts in a document for it to be the platform's own though the document also says "we"."""
OUTER_HEADINGS = 2
"""Headings above the nearest one that still govern a list without a stem ("How we use data" > "AI" > "To …")."""
CONDUCT_TYPES = ("Acceptable Use Policy", "Community Guidelines")
"""Terms types that tell users what to do: a sentence without a subject is about the users there."""

FRONTED = re.compile(r"(?:to|in order to|for|as part of|when)\b", re.IGNORECASE)
"""Begins a sentence whose purpose stands before its subject: "To train our models, we use …"."""
OWN = re.compile(
    r"\b(?:your?|users?'?|customers?'?|client|inputs?|outputs?|prompts?|conversations?|members?'?)\b|\bUser\b"
    r"|您|你的|用户|输入|\b(?:Ihr|Dein)e?\w?\b|\bIhnen\b|\bKunden|\bNutzer|\bvos\b|\bvotre\b|\b(?:tes|ton)\b",
    re.IGNORECASE,
)
"""A word that makes data the users'."""
_WITHIN: dict[SubjectKind, tuple[SubjectKind, ...]] = {
    "third_party": ("platform",),
    "platform": ("third_party",),
    "passive": ("third_party", "user"),
}
"""Of two subjects the later one acts, unless it begins within the phrase of the earlier ("we will not let others …")."""
_WE = re.compile(r"\b(?:we|us|our)\b", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"\b(?P<before>[A-Z][\w&-]{1,30})(?:,? [A-Z][\w.]{0,20}){0,4},?\s*\((?:[^()]{0,80}?[\W_])?(?:[Ww]e|WE|[Uu]s|US|[Oo]ur|OUR)\b"
    r"|\([\"“”'‘ ]{0,2}(?P<inside>[A-Z][\w&-]{1,30})[^()]{0,60}?[\W_](?:[Ww]e|[Uu]s|[Oo]ur)\b"
    r"|\b(?:[Ww]elcome to|[Bb]etween you and|[Ww]e,? at|[Ww]e are) (?P<after>[A-Z][\w&-]{1,30})"
)
"""Where a document says which company "we" are, or whose service it is."""
_ROLE_NAMES = frozenset({"the", "company", "provider", "vendor", "processor", "supplier", "licensor"})
_MUST_NOT = re.compile(
    r"\b(?:may|must|shall|should|can) ?not be\b|\bno [^.;]{1,80}?\b(?:may|shall|can) be\b"
    r"|\b(?:is|are) (?:\w+ ){0,2}?(?:prohibited|forbidden|not (?:permitted|allowed|authori[sz]ed))\b",
    re.IGNORECASE,
)
"""What must not be: a promise about what users give, a ban about what they get."""
_GIVEN = re.compile(
    r"\b(?:your|users?'|users?'s|customers?'?s?|client|members?'|student) (?!account|use\b|access|subscription|outputs?|licen[sc]e)"
    r"|\b(?:inputs?|prompts?|conversations?)\b|您|用户|输入|\bIhre\w?\b|\bvos\b|\bvotre\b",
    re.IGNORECASE,
)
"""What users give, told from what they get ("Output may not be used to train …" binds them)."""
_OWNED_BY = re.compile(r"\b(?:of|from) (?:[\w-]{1,20} ){0,2}$", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\b(?:when|whenever|while|where|once|as|after|before|because|since|if)\s+$", re.IGNORECASE
)


@dataclass(frozen=True)
class Subject:
    """Who governs a mention; ``start`` is its place in the words before it, ``in_text`` not in the stem."""

    kind: SubjectKind
    cue_id: str
    start: int
    in_text: bool


class Strangers:
    """Tells companies named in a document that are not the platform: its suppliers, mostly.

    A company is a stranger where the document says "we", neither introduces the company as its own nor
    names it often as the one who acts, and the platform's id shares no word with it.
    """

    def __init__(self, question: DataUseQuestion, platform_id: str, units: Sequence[Unit]) -> None:
        self._question = question
        self._words = set(platform_id.split("-"))
        self._units = units

    def holds(self, name: str) -> bool:
        """Tell whether a company, as named at the start of a match of its cue, is a stranger."""
        first = re.split(r"[\s'.]", name.strip(), maxsplit=1)[0]
        words = set(re.split(r"\W+|(?<=[a-z])(?=[A-Z])", first)) | {first}
        if first.lower() in _ROLE_NAMES or self._words & {word.lower() for word in words}:
            return False
        return self._speaks_as_we and self._acts[first] < OWN_NAME_COUNT and first not in self._introduced

    @cached_property
    def _speaks_as_we(self) -> bool:
        return any(_WE.search(unit.text) for unit in self._units)

    @cached_property
    def _introduced(self) -> frozenset[str]:
        found = (match for unit in self._units for match in _INTRODUCED.finditer(unit.text))
        return frozenset(name for match in found for name in match.groupdict().values() if name)

    @cached_property
    def _acts(self) -> Counter[str]:
        (cue,) = (cue for cue in self._question.group("platform") if cue.cue_id == NAMED_COMPANY_CUE)
        found = (match.group() for unit in self._units for match in cue.pattern.finditer(unit.text))
        return Counter(re.split(r"[\s'.]", name.strip(), maxsplit=1)[0] for name in found)


def subject_of(
    question: DataUseQuestion, unit: Unit, mention: Mention, strangers: Strangers
) -> Subject | None:
    """Return the subject that governs a mention, sought in the text before it and in its stem."""
    before = words_before(unit, mention)
    window = before[-SUBJECT_REACH:]
    text_start = len(window) - (len(before) - len(unit.lead) - bool(unit.lead))
    best: Subject | None = None
    kinds: tuple[SubjectKind, ...] = ("platform", "user", "third_party", "passive")
    found = {kind: list(question.matches(kind, window)) for kind in kinds}
    for kind in kinds:
        covering = [match.span() for other in _WITHIN.get(kind, ()) for _, match in found[other]]
        for cue, match in found[kind]:
            if any(start < match.start() < end for start, end in covering):
                continue
            if kind == "user" and _in_condition(window, match):
                continue
            if best is None or match.start() >= best.start:
                stranger = cue.cue_id == NAMED_COMPANY_CUE and strangers.holds(match.group())
                acting = "third_party" if stranger else kind
                best = Subject(acting, cue.cue_id, match.start(), match.start() >= text_start)
    if best and best.kind == "user":
        between = window[best.start :] + unit.text[mention.anchor : mention.end]
        choice = question.find("opt_out", between) or question.find("opt_in", between)
        return replace(best, kind="choice", cue_id=choice.cue_id) if choice else best
    if best is None and FRONTED.match(unit.text):
        return _subject_behind(question, unit.text[mention.end :])
    return best


def _in_condition(window: str, match: re.Match[str]) -> bool:
    """Whether a user acts only in the clause that opens a sentence ("When you use it, …"), or owns ("drawings of users are …")."""
    before = window[: match.start()]
    return bool(_OWNED_BY.search(before)) or (
        bool(_SUBORDINATE.search(before)) and "," in window[match.end() :]
    )


def _subject_behind(question: DataUseQuestion, text: str) -> Subject | None:
    best: Subject | None = None
    first = len(text)
    kinds: tuple[SubjectKind, ...] = ("user", "third_party", "platform")
    for kind in kinds:
        for cue, match in question.matches(kind, text):
            if match.start() < first:
                first = match.start()
                best = Subject(kind, cue.cue_id, 0, True)
    return best


def platform_acts(question: DataUseQuestion, unit: Unit, subject: Subject | None) -> bool:
    """Whether what is said is about what the platform does (or the users let it do), not about others' duties."""
    kind = subject.kind if subject else None
    if kind in ("user", "third_party"):
        return False
    if has_rival(question, unit, subject):
        return False
    if kind in ("platform", "choice"):
        return True
    if unit.clause.terms_type in CONDUCT_TYPES or question.has("duty", f"{unit.heading} {unit.lead}"):
        return False
    if kind == "passive":
        return not _MUST_NOT.search(unit.text) or bool(_GIVEN.search(unit.context))
    if in_purposes(question, unit):
        return True
    choice = question.has("opt_out", unit.text) or question.has("opt_in", unit.text)
    return choice and bool(OWN.search(unit.text))


def has_rival(question: DataUseQuestion, unit: Unit, subject: Subject | None) -> bool:
    """Whether models of competitors are spoken of, which users are told not to build."""
    stated_here = subject is not None and subject.kind == "platform" and subject.in_text
    return question.has("rival", unit.context) and not (stated_here and OWN.search(unit.text))


def in_purposes(question: DataUseQuestion, unit: Unit) -> bool:
    """Whether a unit stands where the platform lists what it does with data."""
    private = "Privacy" in unit.clause.terms_type
    if unit.clause.kind == "table_row" and private:
        return True
    if question.has("purpose", f"{unit.lead} {unit.heading}"):
        return True
    item, fronted = unit.clause.kind == "list_item", bool(FRONTED.match(unit.text))
    if unit.lead or not (item or fronted):
        return False
    outer = " ".join(unit.clause.heading_path[-OUTER_HEADINGS - 1 : -1])
    return (private and item and fronted) or question.has("purpose", outer)
