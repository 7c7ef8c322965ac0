"""Who does what in a sentence: the cue that stands first in its main clause, from ``roles.yaml`` and the grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from assets.answers.cues import Cue, CueBook, read_cues, read_words
from assets.answers.grammar import CONDUCT_TYPES, Grammar, read_grammar
from assets.answers.provision_pages.model import UNREAD, Act, Polarity, Role
from assets.topics.annotated_yaml import read_yaml
from assets.topics.branches import Branch
from assets.topics.patterns import Pattern

ROLES_FILE = Path(__file__).parent / "roles.yaml"
GROUPS = (
    "prohibition", "duty", "permission", "term", "practice", "denial", "limit", "heading_practice", "heading_permission",
)  # fmt: skip
"""What a cue can be a sign of; of two cues at one place the group named first decides."""
_ROLE_OF: Mapping[str, Role] = {
    "prohibition": "user_prohibition",
    "duty": "user_duty",
    "permission": "user_permission",
    "term": "agreement_term",
    "practice": "platform_practice",
}
Possible = Sequence[Branch[str]]
"""Alternatives of cues of a subject, each with the cue's id as its owner."""
_GRAMMAR_GROUPS: Mapping[str, Role] = {"platform": "platform_practice", "third_party": "third_party"}
OWN_SUBJECT_WITHIN = 15
"""Characters from the start of a list item in which a subject of its own stands, if it has one ("- We may …")."""
LABEL_LENGTH = 80
"""Characters of a label before a colon or full stop, as items begin ("Business transfers: we may …")."""
SUBJECT_WITHIN = 350
"""Characters of a main clause in which its subject is sought: licence sentences put 300 before it."""
SUBJECT_LENGTH = 60
"""Characters of a subject and what goes with it, behind which a no is sought."""

# A subordinate clause in front, up to the comma before the subject of the main clause.
_FRONT = re.compile(
    r"^(?:if|when(?:ever)?|where(?:ver)?|unless|in (?:the event|case|order|addition|some|certain|such|these|accordance|connection)"
    r"|to|for|as|at|with|while|although|though|even|because|since|once|after|before|except|depending|notwithstanding|subject to"
    r"|from time to time|upon|during|under|on|through|like|due to|by)\b[^.;]{0,400}?,\s+"
    r"(?=(?:then |and |please )?(?:we|you|our|your|it|they|the|this|these|such|any|no|all|[A-Z]\w+)\b)",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"(?:or|and|but)(?:,)? (?:if|when(?:ever)?|where|unless|to|for|in (?:case|the event|order))\b[^.;]{0,300}?,\s+(?!(?:or|and) )",
    re.IGNORECASE,
)
"""Another subordinate clause of the same front ("If …, or if …, please …")."""
_LABEL = re.compile(
    rf"^(?:\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,5}})[.)]\s+)?[^.:;?!]{{2,{LABEL_LENGTH}}}[:.]\s+(?=[A-Z])"
)
_NUMBER = re.compile(
    r"^\W{0,3}(?:(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-z]|[ivx]{1,5})[.)]|\d{1,3}(?:\.\d{1,3}){1,4})\s+"
)
_FORBIDS = re.compile(
    r"\W{0,4}(?:do not|don't|never|no)\s+(?!later|longer|waiver|warrant|third|track|sale|sell)\w",
    re.IGNORECASE,
)
"""A heading that forbids what stands under it ("Do not mislead people")."""
_NOT_TO = re.compile(r"(?:not|never) (?:to )?\w", re.IGNORECASE)
"""Begins an item that forbids or denies something ("You agree: - not to …", "We will: - never …")."""
_STEM_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


class RoleReader:
    """Tells who acts in a sentence, and whether it is stated, limited or denied."""

    def __init__(self, cues: CueBook, grammar: Grammar) -> None:
        self._cues = cues
        self._grammar = grammar
        self._stems: dict[str, Act | None] = {}
        named = [(role, cue) for group, role in _ROLE_OF.items() for cue in cues.group(group)]
        shared = [(role, cue) for group, role in _GRAMMAR_GROUPS.items() for cue in grammar.group(group)]
        self._subjects: Sequence[tuple[Role, Cue]] = [*named, *shared]
        self._order = {cue.cue_id: order for order, (_, cue) in enumerate(self._subjects)}

    def signs(self) -> list[tuple[str, Pattern]]:
        """Return the id and pattern of every cue of a subject, for an index of which may stand in a text."""
        return [(cue.cue_id, cue.pattern) for _, cue in self._subjects]

    def read(self, text: str, stem: str, headings: Sequence[str], terms_type: str, possible: Possible) -> Act:
        """Return the act of a sentence.

        Args:
            text: the sentence, typography folded.
            stem: the text that it completes, "" if none; the last sentence of it governs.
            headings: those right above, the nearest last.
            terms_type: the type of its document; where users are told what to do, a bare item is about them.
            possible: the alternatives of the cues (``signs``) that may stand in the text or its stem.
        """
        body = _NUMBER.sub("", text)
        own = self._first(body, possible)
        if own is not None and (not stem or self._is_own(body, own)):
            return own
        governing = _STEM_SENTENCE.split(stem)[-1] if stem else ""
        above = self._of_stem(governing, possible) if governing else None
        if above is not None and above.role in ("agreement_term", "user_duty") and _NOT_TO.match(body):
            return Act("user_prohibition", "states", above.cue_id)
        if above is not None:
            return self._limited(above, body) if above.role == "platform_practice" else above
        return own or self._by_heading([*headings, governing], terms_type, body)

    def _of_stem(self, text: str, possible: Possible) -> Act | None:
        """Return the act of a stem, which many items share."""
        if text not in self._stems:
            self._stems[text] = self._first(text, possible)
        return self._stems[text]

    def _first(self, text: str, possible: Possible) -> Act | None:
        """Return the act by the cue that stands first in the main clause of a text."""
        if text[:3].lower() == "by " and self._cues.has("term", text[:200]):
            # what is agreed to may be not to do something
            if forbidden := self._cues.find("prohibition", text[:200]):
                return Act("user_prohibition", "states", forbidden.cue_id)
            return Act("agreement_term", "states", "you-and-we-agree")
        label = _LABEL.match(text)
        for start in (label.end() if label else 0, 0) if label else (0,):
            front = _FRONT.match(text, start) or _FRONT.match(text[start:])
            low = start + (front.end() - front.pos if front and front.pos else front.end() if front else 0)
            low = _behind_alternatives(text, low) if front else low
            act = self._earliest(text[low:], possible)
            if act is None and low > start:
                act = self._earliest(text[start:], possible)
                low = start
            if act is not None:
                return Act(act.role, act.polarity, act.cue_id, act.start + low)
        return None

    def _earliest(self, text: str, possible: Possible) -> Act | None:
        best: tuple[int, int, str] | None = None
        text = text[:SUBJECT_WITHIN]
        lowered = text.lower()
        for branch in possible:
            order = self._order[branch.owner]
            match = branch.pattern.search(text if branch.cased else lowered)
            if match and (best is None or (match.start(), order) < best[:2]):
                best = (match.start(), order, branch.owner)
        if best is None:
            return None
        start, order, cue_id = best
        role = self._subjects[order][0]
        stated = role in ("user_prohibition", "user_duty", "user_permission")
        return Act(role, "states" if stated else self._polarity(text, start), cue_id, start)

    def _polarity(self, text: str, start: int) -> Polarity:
        said = self._grammar.without("not_negation", text[start:])
        denied = self._cues.has("denial", said[: SUBJECT_LENGTH + 20])
        limited = self._cues.has("limit", text)
        return "limits" if limited else "denies" if denied else "states"

    def _limited(self, act: Act, item: str) -> Act:
        """Return the act of a stem for one of its items, which may limit or deny it ("We will: - not sell data")."""
        if act.polarity == "states" and _NOT_TO.match(item) and not self._cues.has("limit", item):
            return Act(act.role, "denies", act.cue_id, 0)
        if act.polarity == "states" and self._cues.has("limit", item):
            return Act(act.role, "limits", act.cue_id, 0)
        return Act(act.role, act.polarity, act.cue_id, 0)

    def _by_heading(self, above: Sequence[str], terms_type: str, text: str) -> Act:
        for heading in reversed([one for one in above if one]):
            if _FORBIDS.match(heading) or self._grammar.has("duty", heading):
                return Act("user_prohibition", "states", "duty-heading")
            if self._cues.has("heading_permission", heading):
                return Act("user_permission", "states", "heading-of-rights")
            if self._cues.has("heading_practice", heading):
                return Act("platform_practice", self._polarity(text, 0), "heading-of-practices")
        # under a stem that tells nothing ("High-risk uses include:") even a bare item of rules of conduct forbids nothing
        if terms_type in CONDUCT_TYPES and not (above and above[-1]):
            return Act("user_prohibition", "states", "terms-type")
        return UNREAD

    @staticmethod
    def _is_own(text: str, act: Act) -> bool:
        label = _LABEL.match(text)
        return act.start <= OWN_SUBJECT_WITHIN + (label.end() if label else 0)


def _behind_alternatives(text: str, start: int) -> int:
    """Return where the main clause begins behind further subordinate clauses in front."""
    while match := _ALTERNATIVE.match(text, start):
        start = match.end()
    return start


@cache
def read_roles() -> RoleReader:
    """Read the cues that ship; once a process.

    Raises:
        CatalogueError: the file is not as expected; names file, line and expectation.
    """
    return RoleReader(role_cues(), read_grammar())


def role_cues(file: Path = ROLES_FILE) -> CueBook:
    """Return the cues of a file of roles, which ``read_roles`` reads with.

    Raises:
        CatalogueError: the file is not as expected; names file, line and expectation.
    """
    fields = read_yaml(file).fields(["words", "cues"])
    return CueBook(read_cues(fields["cues"], read_words(fields["words"]), GROUPS), {})
