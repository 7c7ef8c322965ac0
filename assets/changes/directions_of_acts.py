"""Directions in who may, must and will do what: "will not" became "may", a prohibition came, a right went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assets.changes.acts import STRENGTH, Act
from assets.changes.lexicon import lexicon
from assets.changes.model import Actor, Direction, DirectionKind
from assets.changes.pairing import SentencePair
from assets.changes.phrases import FIRST_CJK
from assets.changes.rules_of_acts import rule_of
from assets.changes.statements import Statement

QUOTED_WORDS = 14
"""How many words of a statement that came or went a direction quotes where it finds no better end."""
MOST_QUOTED, LEAST_QUOTED = 28, 6
"""Words between which it ends at the end of the sentence, else of its last clause."""
SUBJECT_WORDS = 5
"""How many words after its verb say what an act is about."""
SAME_SENTENCE = 0.5
"""Likeness from which a sentence without readable verbs (other languages) is compared for its "not"."""


def of_acts(pair: SentencePair) -> Iterator[Direction]:
    """Yield the directions of a pair of sentences that lie in its acts."""
    before, after = pair.before, pair.after
    if before is None or after is None:
        one, changed, came = (after, pair.new_changed, True) if after else (before, pair.old_changed, False)
        if one is not None:
            yield from _of_statement(one, changed, came=came)
        return
    matched, old_left, new_left = _matched(before, after)
    for was, became in matched:
        yield from _of_pair(before, was, after, became)
    old_left = [act for act in old_left if _touched(act, pair.old_changed)]
    new_left = [act for act in new_left if _touched(act, pair.new_changed)]
    old_left, new_left = _without_reworded(old_left, new_left)
    for act in old_left:
        yield from _of_act(before, act, came=False)
    for act in new_left:
        yield from _of_act(after, act, came=True)


def _touched(act: Act, changed: frozenset[int]) -> bool:
    if act.inherited:
        return False
    return any(place in changed for place in range(act.start, act.end))


def _matched(before: Statement, after: Statement) -> tuple[list[tuple[Act, Act]], list[Act], list[Act]]:
    """Pair the acts of two sentences: same verb, actor and sign first, then same actor, then same verb, in order."""
    matched: list[tuple[Act, Act]] = []
    old, new = list(before.acts), list(after.acts)
    for shared in ((True, True), (True, False), (False, False)):
        for was in list(old):
            for became in new:
                same = (was.actor == became.actor, was.negated == became.negated)
                if was.verb == became.verb and all(
                    one or not must for one, must in zip(same, shared, strict=True)
                ):
                    matched.append((was, became))
                    old.remove(was)
                    new.remove(became)
                    break
    return matched, old, new


def _without_reworded(old: list[Act], new: list[Act]) -> tuple[list[Act], list[Act]]:
    """Leave out acts that became others of the same actor, force and sign: only their verb was reworded."""
    kept_old, kept_new = [], list(new)
    for act in old:
        twin = next(
            (
                n
                for n in kept_new
                if (n.actor, n.negated, STRENGTH[n.force]) == (act.actor, act.negated, STRENGTH[act.force])
            ),
            None,
        )
        if twin is None:
            kept_old.append(act)
        else:
            kept_new.remove(twin)
    return kept_old, kept_new


def _of_pair(before: Statement, was: Act, after: Statement, became: Act) -> Iterator[Direction]:
    """Compare the force of one deed before and after."""
    actor = became.actor if became.actor != "unclear" else was.actor
    old, new = _words(before, was), _words(after, became)
    subject = _subject(after, became)

    def direction(kind: DirectionKind, rule: str) -> Direction:
        return Direction(kind, rule, actor, old, new, subject)

    if was.actor != became.actor and {was.actor, became.actor} == {"platform", "user"}:
        came_to_user = became.actor == "user"
        kind: DirectionKind = "strengthened" if came_to_user and became.force == "must" else "weakened"
        yield direction(kind, "other_actor")
        return
    if was.negated != became.negated:
        if became.negated:
            yield direction("forbidden", "not_added")
            if actor == "platform":
                yield direction("strengthened", "promise_made")
        else:
            yield direction("permitted", "not_gone")
            if actor == "platform":
                yield direction("weakened", "promise_gone")
        return
    change = STRENGTH[became.force] - STRENGTH[was.force]
    if change and not (was.negated and "should" not in (was.force, became.force)):
        # "we collect" -> "we may collect" softens a statement; only "will" and "must" bind
        rule = "statement" if "does" in (was.force, became.force) else "modal"
        if change > 0:
            yield direction("strengthened", f"{rule}_stronger")
        else:
            yield direction("weakened", f"{rule}_weaker")


def _of_statement(one: Statement, changed: frozenset[int], *, came: bool) -> Iterator[Direction]:
    for act in one.acts:
        yield from _of_act(one, act, came=came)


def _of_act(one: Statement, act: Act, *, came: bool) -> Iterator[Direction]:
    """Say which way a statement that came or went points."""
    rule = rule_of(one, act)
    if rule is None:
        return
    name, when_come, when_gone = rule
    words = _words(one, act, whole=True)
    yield Direction(
        when_come if came else when_gone,
        f"new_{name}" if came else f"removed_{name}",
        act.actor,
        "" if came else words,
        words if came else "",
        _subject(one, act),
    )


def _words(one: Statement, act: Act, *, whole: bool = False) -> str:
    start = 0 if act.inherited else act.start
    return one.words.quote(start, _end_of_clause(one, start) if whole or act.inherited else act.end)


def _end_of_clause(one: Statement, start: int) -> int:
    """Return where words quoted from a place end: with their sentence, else with a clause, else after so many."""
    most = start + MOST_QUOTED
    if len(one.words.forms) <= most:
        return len(one.words.forms)
    ends = (n for n in range(most, start + LEAST_QUOTED, -1) if one.words.forms[n] in _ENDS)
    return next(ends, start + QUOTED_WORDS)


_ENDS = frozenset(",;:(（，；：、–—")


def _subject(one: Statement, act: Act) -> str:
    start = max(act.end - 1, 0)
    stop = start
    while (
        stop < len(one.words.forms)
        and stop - start <= SUBJECT_WORDS
        and one.words.forms[stop] not in ".;,:()，。；"
    ):
        stop += 1
    return one.words.quote(start, stop)


def of_signs(pair: SentencePair) -> Iterator[Direction]:
    """Yield directions of a "not" that came or went where the verbs cannot be read (other languages)."""
    before, after = pair.before, pair.after
    if before is None or after is None or pair.alike < SAME_SENTENCE:
        return
    if not (_is_foreign(before) and _is_foreign(after)):
        return
    old = _signs(before, pair.old_changed)
    new = _signs(after, pair.new_changed)
    if bool(old) == bool(new):
        return
    one = after if new else before
    places = new or old
    quoted = one.words.quote(max(0, places[0] - 3), min(len(one.words.forms), places[0] + 5))
    actor = _first_actor(after)
    if new:
        yield Direction("forbidden", "not_added", actor, "", quoted)
    else:
        yield Direction("permitted", "not_gone", actor, quoted, "")
        if actor == "platform":
            yield Direction("weakened", "promise_gone", actor, quoted, "")


def _is_foreign(one: Statement) -> bool:
    """Whether a sentence is plainly of another language: an English address has no common words either."""
    foreign = lexicon().foreign
    return not one.is_english and any(form in foreign or form >= FIRST_CJK for form in one.words.forms)


def _signs(one: Statement, changed: frozenset[int]) -> Sequence[int]:
    return [
        found.start for found in one.marks["negations"] if found.label == "not" and found.start in changed
    ]


def _first_actor(one: Statement) -> Actor:
    for found in one.marks["actors"]:
        if found.label == "platform":
            return "platform"
        if found.label == "user":
            return "user"
    return "unclear"
