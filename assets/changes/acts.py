"""Who must, will, may or must not do something: the acts of one sentence, read word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assets.changes.grammar import grammar, is_adverb, root
from assets.changes.model import Actor
from assets.changes.names import is_month, is_name, is_plural, names_data
from assets.changes.phrases import Found, Words

Force = Literal["must", "will", "does", "should", "may"]
Deed = Literal["protective", "practice", "right", ""]

STRENGTH: Mapping[Force, int] = {"must": 3, "will": 3, "does": 3, "should": 2, "may": 1}
"""How much a statement binds: a duty and a plain statement of what is done alike, a possibility least."""
REACH = 4
"""Words between a modal and its verb that may hold a "not" and adverbs ("may not, in any event, sell")."""
NEAR = 3
"""Words before a modal in which a "neither" counts, and in other languages a "not"."""
ASIDE = 8
"""Words an aside between a modal and its verb may have: "may, at our sole discretion, delete"."""
CONDITION_REACH = 2
"""Words before a subject in which "if" makes the statement a condition and no rule."""

Marks = Mapping[str, Sequence[Found[str]]]
"""The phrases found in a sentence, by group."""


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody who must, will, may, or must not do something.

    ``start`` to ``end`` are the words from the subject or modal up to and with the verb. ``verb`` is its root,
    empty where it cannot be told. ``inherited``: subject and force are those of the stem the text completes.
    """

    actor: Actor
    force: Force
    negated: bool
    verb: str
    deed: Deed
    start: int
    end: int
    inherited: bool = False


def deed_at(marks: Marks, place: int) -> Deed:
    """Return what kind of deed the word at a place is, empty if none is known."""
    for found in marks["deeds"]:
        if found.start <= place < found.end:
            label = found.label
            return "protective" if label == "protective" else "practice" if label == "practice" else "right"
    return ""


class ActReader:
    """Goes through the words of one sentence once, keeping the subject that was named last."""

    def __init__(self, words: Words, marks: Marks, english: bool) -> None:
        self._words, self._forms, self._marks = words, words.forms, marks
        self._english = english
        self._grammar = grammar()
        self._modals = {found.start: found for found in marks["modals"]}
        self._actors = {found.start: found for found in marks["actors"]}
        self._negated = {
            place
            for found in marks["negations"]
            if found.label == "not"
            for place in range(found.start, found.end)
        }
        self._subject: str | None = None
        self._subject_at = 0
        self._comma = -1
        self._found: list[Act] = []

    def acts(self) -> list[Act]:
        """Return the acts of the sentence, in order; conditions and guesses are none."""
        at, end = 0, len(self._forms)
        self._imperative()
        while at < end:
            if self._forms[at] in (",", ";"):
                self._comma = at
            modal = self._modals.get(at)
            if modal and self._forms[modal.end : modal.end + 1] in (("by",), ("under",)):
                modal = None  # "conduct prohibited by these Terms"
            if modal and not is_month(self._words, at, modal.end):
                self._modal(at, modal.end, modal.label)
                at = modal.end
                continue
            if self._forms[at] in self._grammar.auxiliaries and at + 1 in self._negated:
                self._add(at, at + 1, "does", False)
                at += 2
                continue
            if self._forms[at] in ("is", "are") and self._passive(at):
                at += 2
                continue
            actor = self._actors.get(at)
            if actor and self._is_subject(at, actor.end, actor.label):
                self._subject, self._subject_at = actor.label, at
                at = actor.end
                self._plain(at)
                continue
            at += 1
        return self._found

    def _passive(self, at: int) -> bool:
        """Read "your data is (not) shared": what is done with data is done by the platform."""
        if not self._english or self._subject != "data" or at - self._subject_at > REACH:
            return False
        place = at + 1
        while place < len(self._forms) and (place in self._negated or is_adverb(self._forms[place])):
            place += 1
        if place >= len(self._forms) or deed_at(self._marks, place) not in ("practice", "protective"):
            return False
        self._record(at, place, "does", any(n in self._negated for n in range(at, place)), passive=True)
        return True

    def _imperative(self) -> None:
        """Read "Do not copy …", "Never share …" and "No spam" at the start as told to the user."""
        start = 0
        while start < len(self._forms) and not self._forms[start].isalpha():
            start += 1
        if not self._english or start >= len(self._forms):
            return
        first = self._forms[start]
        told = first in self._grammar.auxiliaries and start + 1 in self._negated
        if told or first == "never":
            self._subject, self._subject_at = "user", start
            if not told:
                self._add(start, start + 1, "must", True)

    def _is_subject(self, at: int, end: int, label: str) -> bool:
        form = self._forms[at]
        if form == "we":
            return True
        if not self._english:
            return label in ("platform", "user")
        if form in ("us", "ourselves", "yourself"):
            return False
        before = self._forms[at - 1] if at else ""
        if label in ("data", "thing"):
            following = self._forms[end] if end < len(self._forms) else ""
            return (
                end in self._modals
                or end in self._negated
                or following in self._grammar.be
                or following in self._grammar.auxiliaries
            )
        if before in self._grammar.prepositions or (
            end < len(self._forms) and self._forms[end] in self._grammar.after_no_subject
        ):
            # "You and your users may", "Customer's use": who acts is named before the modal anyway.
            return label == "user" and form == "you" and before not in self._grammar.prepositions and at == 0
        return True

    def _plain(self, at: int) -> None:
        """Read a plain statement: a subject followed by a verb without a modal ("we never sell")."""
        if self._subject not in ("platform", "user") or not self._english:
            return
        if self._subject_at and self._forms[self._subject_at - 1] not in self._grammar.boundaries:
            return  # "the data we collect": a clause that only says which
        place, negated = at, False
        while place < len(self._forms) and place - at < REACH:
            form = self._forms[place]
            if place in self._modals or form in self._grammar.auxiliaries or form in ("'s", "'"):
                return
            if place in self._negated:
                negated = True
            elif not (form in self._grammar.skipped or is_adverb(form)):
                break
            place += 1
        else:
            return
        if place >= len(self._forms) or not self._forms[place].isalpha():
            return
        form = self._forms[place]
        by_noun = self._forms[self._subject_at] not in ("we", "you")
        if by_noun and place in self._actors and self._actors[place].label in ("data", "thing"):
            return  # "Customer Data", "the user account": the first word only says whose
        if by_noun and self._subject == "user" and self._only_says_which(at - 1, place):
            return
        if form in self._grammar.be:
            # "we are not liable": what is said stands behind the verb
            stop = min(len(self._forms), place + REACH)
            while place + 1 < stop and (place + 1 in self._negated or is_adverb(self._forms[place + 1])):
                place += 1
                negated = negated or place in self._negated
            place = min(place + 1, len(self._forms) - 1)
        if form == "agree" and self._forms[place + 1 : place + 2] == ("that",):
            return
        force: Force = "must" if self._subject == "user" and form in self._grammar.undertaking else "does"
        self._record(self._subject_at, place, force, negated)

    def _only_says_which(self, noun: int, behind: int) -> bool:
        """Whether one person is named and no verb follows: "child safety material", not "a user shares"."""
        is_plural_noun = is_plural(self._words, noun) or self._forms[noun] in ("people", "anyone", "everyone")
        return not is_plural_noun and not self._words.quote(behind, behind + 1).endswith("s")

    def _modal(self, at: int, end: int, label: str) -> None:
        if label == "prohibited":
            self._add(at, end, "may", True)
        elif label == "must":
            self._add(at, end, "must", False)
        elif label == "will":
            self._add(at, end, "will", False)
        elif label == "should":
            self._add(at, end, "should", False)
        else:
            self._add(at, end, "may", False)

    def _add(self, at: int, end: int, force: Force, negated: bool) -> None:
        """Record the act of a modal that ends at a word: find its "not" and its verb."""
        before = self._forms[at - 1] if at else ""
        near = (
            range(max(0, at - NEAR), at) if self._english else range(max(0, at - NEAR), self._clause_end(end))
        )
        negated = (
            negated
            or before in ("never", "not")
            or any(
                self._forms[n] in ("neither", "nor", "none") if self._english else n in self._negated
                for n in near
            )
        )
        denied = self._is_denied(at)
        negated = negated or denied
        behind = self._behind_subject(end, denied)
        if behind > end and not negated:
            return  # "should you sell it": a condition
        place = self._behind_aside(behind)
        while place < len(self._forms) and place - end < REACH * 2:
            form = self._forms[place]
            if place in self._negated:
                negated = True
            elif (
                form.isalpha()
                and not (
                    form in self._grammar.skipped
                    or form in self._grammar.be
                    or is_adverb(form)
                    or len(form) == 1
                )
            ) or form in (".", ";"):
                break
            place += 1
        if self._forms[end : end + 1] == ("have",) and self._is_past(end + 1):
            return  # "we may have collected": a guess, and no power
        if self._is_relative(at) or self._forms[end : end + 1] in (("always",), ("necessarily",)):
            return  # "may not always be right" forbids nothing
        self._record(at, min(place, len(self._forms) - 1), force, negated)

    def _is_denied(self, at: int) -> bool:
        """Whether the clause before a modal denies it: "none of your code will", "in no event shall"."""
        start = at
        while start and self._forms[start - 1] not in ",.;:()":
            start -= 1
        before = [n for n in range(start, at) if self._english and n in self._negated]
        fronted = any(
            self._forms[n] == "no" and self._forms[n + 1] in self._grammar.occasions for n in before
        )
        return fronted or (
            start in before and self._forms[start] in ("no", "none", "neither", "nobody", "nothing")
        )

    def _behind_subject(self, place: int, denied: bool) -> int:
        """Return the place behind a subject that follows its modal: "in no event shall we (or Acme) be liable"."""
        pronoun = self._forms[place : place + 1] in (("we",), ("you",))
        if pronoun:
            self._subject, self._subject_at = self._actors[place].label, place
        elif denied and place < len(self._forms) and self._is_named(place):
            self._subject, self._subject_at = "platform", place
        else:
            return place
        return place + 1

    def _behind_aside(self, place: int) -> int:
        """Return the place behind ", if feasible," where a modal is followed by such an aside."""
        if self._forms[place : place + 1] != (",",):
            return place
        closing = range(place + 1, min(place + ASIDE, len(self._forms)))
        return next((n + 1 for n in closing if self._forms[n] == ","), place)

    def _is_past(self, place: int) -> bool:
        while place < len(self._forms) and is_adverb(self._forms[place]):
            place += 1
        word = self._forms[place] if place < len(self._forms) else ""
        return word.endswith("ed") or word in self._grammar.irregular or word == "been"

    def _clause_end(self, start: int) -> int:
        stops = (n for n in range(start, len(self._forms)) if self._forms[n] in ",.;，。；")
        return next(stops, len(self._forms))

    def _record(self, at: int, place: int, force: Force, negated: bool, *, passive: bool = False) -> None:
        deed = deed_at(self._marks, place)
        if not deed and root(self._forms[place]) in self._grammar.carrying:
            deed = next(
                (d for d in (deed_at(self._marks, n) for n in range(place + 1, place + REACH)) if d), ""
            )
        if self._forms[place + 1 : place + 2] in (("no",), ("neither",)):
            negated = True  # "we assume no liability"
        if not self._english and not deed:
            deed = next((d for d in (deed_at(self._marks, n) for n in range(at, len(self._forms))) if d), "")
        verb = root(self._forms[place]) if self._english and self._forms[place].isalpha() else ""
        passive = passive or any(
            form in self._grammar.be for form in self._forms[max(at, place - REACH) : place]
        )
        start = min(at, self._subject_at) if at - self._subject_at <= REACH else at
        in_clause = self._subject is not None and self._comma < self._subject_at <= at
        if self._is_condition(start) or (in_clause and self._is_condition(self._subject_at)):
            return
        if self._forms[at] == "agree" and self._forms[at - 1 : at] == ("to",):
            return  # "you may be asked to agree to": nobody agrees yet
        modal = self._modals.get(at)
        prohibition = modal is not None and modal.label == "prohibited"
        actor = self._actor(at, place, deed, passive and not prohibition, prohibition)
        if actor == "platform":
            if negated and verb in self._grammar.tolerating:
                actor, force, deed = "user", "may", ""
            elif prohibition and root(self._forms[at]) in self._grammar.tolerating:
                actor = "user"  # "we prohibit"
            elif passive and negated and force in ("may", "must", "should") and self._subject != "platform":
                actor = "unclear"  # "codes must not be shared": by whom, users mostly
        self._found.append(Act(actor, force, negated, verb, deed, start, place + 1))

    def _is_relative(self, at: int) -> bool:
        """Whether a subject and its modal only say which thing is meant: "the rights which you may have"."""
        place = self._subject_at - 1
        pronoun = self._forms[self._subject_at] in ("we", "you")
        if place < 0 or not pronoun or self._subject_at + 1 != at or self._forms[place] == "that":
            return False
        marked = place in self._actors or any(
            found.start <= place < found.end and found.label in ("data", "thing")
            for found in self._marks["actors"]
        )
        return marked or self._forms[place] in ("which", "whom", "right")

    def _is_condition(self, start: int) -> bool:
        return any(
            form in self._grammar.conditions for form in self._forms[max(0, start - CONDITION_REACH) : start]
        )

    def _actor(self, at: int, place: int, deed: Deed, passive: bool, prohibition: bool) -> Actor:
        subject, verb_form = self._subject, self._forms[place]
        verb = root(verb_form)
        if self._english and self._subject_at <= self._comma < at and self._names_another(at):
            return "platform" if self._is_named(self._comma + 1) else "unclear"
        if subject == "platform" or subject == "user" or subject == "other":
            return subject  # type: ignore[return-value]
        if prohibition and not passive:
            return "platform" if self._is_named(at - 1) else "user" if self._tells_users(at) else "unclear"
        if subject in ("data", "thing") or subject is None:
            if (
                passive
                and deed in ("practice", "protective")
                and (subject or verb != root("use") or not self._english or names_data(self._forms[:at]))
            ):
                return "platform"
            befalls = passive and verb_form.endswith("ed")  # "Acme may be contacted"
            if subject is None and self._is_named(at - 1) and not (befalls or is_plural(self._words, at - 1)):
                return "platform"
        return "unclear"

    def _names_another(self, at: int) -> bool:
        """Whether somebody is named between the last comma and a modal: "If you …, Acme may"."""
        between = range(self._comma + 1, at)
        return any(
            self._forms[n].isalpha()
            and self._forms[n] not in self._grammar.joining
            and not is_adverb(self._forms[n])
            and n not in self._negated
            for n in between
        )

    def _tells_users(self, at: int) -> bool:
        """Whether a prohibition that names nobody is for users: "prohibited", not "a credit may not equal"."""
        return at == 0 or self._forms[at] not in self._grammar.plain_modals

    def _is_named(self, place: int) -> bool:
        """Whether the word at a place is a name of somebody: "Acme may share", and Acme is no word we know."""
        return self._english and place not in self._actors and is_name(self._words, place)
