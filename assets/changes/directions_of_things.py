"""Directions in what a rule names: parties, purposes, data, items of a list, conditions, numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assets.changes.acts import Act
from assets.changes.grammar import grammar, root
from assets.changes.lexicon import Thing, lexicon
from assets.changes.model import Direction, DirectionKind
from assets.changes.pairing import SentencePair
from assets.changes.quantities import Quantity, quantities
from assets.changes.statements import Statement, things_of

THINGS: Sequence[tuple[Thing, str]] = (
    ("recipients", "recipient"),
    ("purposes", "purpose"),
    ("data", "data"),
    ("places", "place"),
)
"""Groups of named things, and the word for one of each."""
LONGEST_ITEM = 14
"""Words up to which what came between two commas is an item of a list; longer runs are clauses."""
AROUND = 3
"""Words on either side of a word that a direction quotes."""
_JOINTS = frozenset(
    [
        ",",
        ";",
        "/",
        "and",
        "or",
        "、",
        "，",
        "；",
        "und",
        "oder",
        "et",
        "ou",
        "y",
        "o",
        "和",
        "或",
        "及",
        "&",
        "•",
        "|",
    ]
)


def of_things(pair: SentencePair, before: str, after: str) -> Iterator[Direction]:
    """Yield a direction for each kind of party, purpose, data or place that only one of two wordings names.

    ``before`` and ``after`` are the whole wordings as plain text, stems included.
    """
    for one, changed, other, came in (
        (pair.after, pair.new_changed, before, True),
        (pair.before, pair.old_changed, after, False),
    ):
        if one is None:
            continue
        named = things_of(one.words.text)
        seen: set[tuple[str, str]] = set()
        for group, name in THINGS:
            for found in named[group]:
                if (
                    found.label == "none"
                    or (group, found.label) in seen
                    or changed.isdisjoint(range(found.start, found.end))
                ):
                    continue
                if any(found.label == theirs.label for theirs in things_of(other)[group]):
                    continue
                kind = _kind(one, found.start, came=came)
                act = one.governing(found.start)
                if group == "purposes" and act is not None and act.actor == "user" and not act.negated:
                    continue  # what users may limit or ask for is no purpose of the platform
                if kind is None or (None in (pair.before, pair.after) and _is_told(act)):
                    continue  # the prohibition, promise or duty that came or went says it already
                seen.add((group, found.label))
                quoted = one.words.quote(found.start, found.end)
                what = "item" if one.is_forbidden_item else name
                yield Direction(
                    kind,
                    f"{what}_{'added' if came else 'removed'}",
                    act.actor if act else "unclear",
                    "" if came else quoted,
                    quoted if came else "",
                    found.label,
                )


def _is_told(act: Act | None) -> bool:
    """Whether the going or coming of an act says where what it names points."""
    return act is not None and (
        act.negated or (act.actor == "platform" and act.deed == "protective" and act.force != "may")
    )


def _kind(one: Statement, place: int, *, came: bool) -> DirectionKind | None:
    """Return where the coming (or going) of a thing points, given the act it stands in."""
    act = one.governing(place)
    if act is None or act.actor in ("unclear", "other"):
        negated = act.negated if act else False
        return _turned("widened" if came else "narrowed", negated)
    if act.actor == "platform":
        if act.deed == "protective" and not act.negated:
            if act.force == "may":  # what is offered is named for nobody's harm; what may be taken away is
                return ("widened" if came else "narrowed") if act.verb in grammar().reaching else None
            return "strengthened" if came else "weakened"
        return _turned("widened" if came else "narrowed", act.negated)
    if act.negated:
        return "forbidden" if came else "permitted"
    return "widened" if came else "narrowed"


def _turned(kind: DirectionKind, negated: bool) -> DirectionKind:
    if not negated:
        return kind
    return "narrowed" if kind == "widened" else "widened"


def of_items(pair: SentencePair) -> Iterator[Direction]:
    """Yield a direction for each item that came into, or went from, an enumeration that stayed."""
    if pair.before is None or pair.after is None:
        return
    joints = [sum(form in _JOINTS for form in one.words.forms) for one in (pair.before, pair.after)]
    longer = None if joints[0] == joints[1] else joints[1] > joints[0]
    for one, changed, came in ((pair.after, pair.new_changed, True), (pair.before, pair.old_changed, False)):
        for start, end in _runs(changed):
            if not _is_item(one, start, end, longer=longer is came) or not _is_new(one, start, end, pair):
                continue
            kind = _kind(one, start, came=came)
            if kind is None:
                continue
            inner = _trimmed(one, start, end)
            quoted = one.words.quote(*inner)
            leading = one.words.forms[inner[0]] if inner[0] < inner[1] else ""
            if not _is_balanced(quoted) or _begins_aside(leading):
                continue
            act = one.governing(start)
            what = "recipient" if _is_recipient(one, act, *inner) else "item"
            yield Direction(
                kind,
                f"{what}_{'added' if came else 'removed'}",
                act.actor if act else "unclear",
                "" if came else quoted,
                quoted if came else "",
                quoted,
            )


def _begins_aside(form: str) -> bool:
    """Whether a run is no item but an aside or an exception: "as described below", "except for"."""
    return form in ("as", "except", "pursuant", "e.g", "example")


def _is_balanced(quoted: str) -> bool:
    """Whether a run is no cut through brackets or quotation marks, which makes no sense when quoted."""
    pairs = (("(", ")"), ("“", "”"), ("[", "]"))
    return all(quoted.count(one) == quoted.count(two) for one, two in pairs) and quoted.count('"') % 2 == 0


def _runs(changed: frozenset[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place in sorted(changed):
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _is_recipient(one: Statement, act: Act | None, start: int, end: int) -> bool:
    """Whether a platform gives something "with" or "to" somebody who is named with a capital."""
    if act is None or act.actor != "platform" or start >= end or root(act.verb) not in grammar().giving:
        return False
    given = any(form in ("with", "to") for form in one.words.forms[act.end : start])
    return given and one.words.quote(start, end)[:1].isupper()


def _is_item(one: Statement, start: int, end: int, *, longer: bool) -> bool:
    """Whether a run of changed words is an item; ``longer``: the enumeration has more joints than the other's."""
    forms = one.words.forms
    if end - start > LONGEST_ITEM:
        return False
    joined = forms[start] in _JOINTS or forms[end - 1] in _JOINTS
    if not joined and longer and start:
        joined = forms[start - 1] in _JOINTS and (
            end == len(forms) or forms[end] in _JOINTS or forms[end] == "."
        )
    return joined and any(form.isalpha() and form not in lexicon().idle for form in forms[start:end])


def _is_new(one: Statement, start: int, end: int, pair: SentencePair) -> bool:
    """Whether a run holds a telling word that the other sentence lacks: an item that moved has none."""
    other = pair.before if one is pair.after else pair.after
    known = {root(form) for form in other.words.forms} if other else set()
    idle = lexicon().idle
    telling = (form for form in one.words.forms[start:end] if form.isalpha() and form not in idle)
    return any(root(form) not in known for form in telling)


def _trimmed(one: Statement, start: int, end: int) -> tuple[int, int]:
    forms = one.words.forms
    while start < end and (forms[start] in _JOINTS or not forms[start].isalnum()):
        start += 1
    while end > start and (forms[end - 1] in _JOINTS or not forms[end - 1].isalnum()):
        end -= 1
    return start, end


def of_bounds(pair: SentencePair, before: str, after: str) -> Iterator[Direction]:
    """Yield directions of exceptions, restrictions, unbounded powers, consent and refusal that came or went.

    ``before`` and ``after`` are the whole wordings as plain text: what still stands in one has not gone.
    """
    choices: list[Direction] = []
    if pair.before is not None and pair.after is not None:
        choices = list(_of_choices(pair.before, pair.after, pair))
        yield from choices
    told_choice = any("_to_" in one.rule for one in choices)
    for one, changed, other, whole, came in (
        (pair.after, pair.new_changed, pair.before, before.lower(), True),
        (pair.before, pair.old_changed, pair.after, after.lower(), False),
    ):
        if one is None:
            continue
        theirs = Counter(f.label for f in other.marks["bounds"]) if other else Counter[str]()
        mine = Counter(f.label for f in one.marks["bounds"])
        told: set[str] = set()
        for found in one.marks["bounds"]:
            label = found.label
            if label == "none" or label in told or not changed.intersection(range(found.start, found.end)):
                continue
            if other is None and (
                label != "power" or one.words.quote(found.start, found.end).lower() in whole
            ):
                continue  # what a new sentence excepts says its own acts
            if mine[label] <= theirs[label]:
                continue
            kind = _bound_kind(label, one.governing(found.start), came=came)
            if kind is None:
                continue
            told.add(label)
            act = one.governing(found.start)
            if told_choice and label != "power":
                continue
            quoted = one.words.quote(found.start, min(found.end + AROUND, len(one.words.forms)))
            yield Direction(
                kind,
                f"{label}_{'added' if came else 'removed'}",
                act.actor if act else "unclear",
                "" if came else quoted,
                quoted if came else "",
                label,
            )


def _bound_kind(label: str, act: Act | None, *, came: bool) -> DirectionKind | None:
    if label == "power":
        if act is not None and act.negated:
            return None  # "we never share it without your consent"
        if act is not None and act.actor == "user" and act.force == "may":
            return "permitted" if came else "forbidden"
        return "widened" if came else "narrowed"
    binding = act is not None and (act.negated or act.force == "must" or act.deed == "protective")
    if label == "exception":
        if binding:
            return "weakened" if came else "strengthened"
        return "narrowed" if came else "widened"
    return "narrowed" if came else "widened"


def _of_choices(before: Statement, after: Statement, pair: SentencePair) -> Iterator[Direction]:
    was = {f.label: f for f in before.marks["choices"]}
    became = {f.label: f for f in after.marks["choices"]}
    lost = [
        label
        for label in was
        if label not in became and _hit(was[label].start, was[label].end, pair.old_changed)
    ]
    won = [
        label
        for label in became
        if label not in was and _hit(became[label].start, became[label].end, pair.new_changed)
    ]
    old = ", ".join(before.words.quote(was[label].start, was[label].end) for label in lost)
    new = ", ".join(after.words.quote(became[label].start, became[label].end) for label in won)
    if "consent" in lost and "refusal" in won:
        yield Direction("weakened", "consent_to_refusal", "platform", old, new, "consent")
    elif "refusal" in lost and "consent" in won:
        yield Direction("strengthened", "refusal_to_consent", "platform", old, new, "consent")
    elif lost:
        yield Direction("weakened", f"{lost[0]}_removed", "platform", old, "", "consent")
    elif won:
        yield Direction("strengthened", f"{won[0]}_added", "platform", "", new, "consent")


def _hit(start: int, end: int, changed: frozenset[int]) -> bool:
    return any(place in changed for place in range(start, end))


def of_numbers(pair: SentencePair) -> Iterator[Direction]:
    """Yield a direction for each number with a unit that is another now."""
    if pair.before is None or pair.after is None:
        return
    old, new = list(quantities(pair.before.words.text)), list(quantities(pair.after.words.text))
    for one in list(old):
        twin = next((two for two in new if one.same_as(two)), None)
        if twin is not None:
            old.remove(one)
            new.remove(twin)
    for was in old:
        became = next((two for two in new if two.kind == was.kind), None)
        if not was.unit:
            continue
        if became is None:
            yield from _limit(pair.before, was, pair.old_changed, came=False)
            continue
        new.remove(became)
        up = (became.days or became.value) > (was.days or was.value)
        act = pair.after.governing(became.start)
        yield Direction(
            "raised" if up else "lowered",
            f"{'time' if was.kind == 'time' else was.unit.replace(' ', '_')}_{'raised' if up else 'lowered'}",
            act.actor if act else "unclear",
            _quoted(pair.before, was),
            _quoted(pair.after, became),
            " ".join(part for part in (became.unit, became.subject) if part),
        )
    for came in new:
        yield from _limit(pair.after, came, pair.new_changed, came=True)


def _limit(one: Statement, number: Quantity, changed: frozenset[int], *, came: bool) -> Iterator[Direction]:
    """Yield where the coming (or going) of a limit in time points: it binds a duty, and bounds what is allowed."""
    act = one.governing(number.start)
    if number.days is None or act is None or changed.isdisjoint(range(number.start, number.end)):
        return
    if act.actor not in ("platform", "user"):
        return
    kind: DirectionKind
    if act.negated:
        kind = "weakened" if came else "strengthened"
    elif act.force == "must" or act.deed == "protective" or _protects(one, act, number):
        kind = "strengthened" if came else "weakened"
    else:
        kind = "narrowed" if came else "widened"
    quoted = _quoted(one, number)
    yield Direction(
        kind,
        f"time_limit_{'added' if came else 'removed'}",
        act.actor,
        "" if came else quoted,
        quoted if came else "",
        " ".join(part for part in (number.unit, number.subject) if part),
    )


def _protects(one: Statement, act: Act, number: Quantity) -> bool:
    """Whether a number says how much of something protective is given: "we give you 30 days' notice"."""
    near = range(act.end, number.end + AROUND)
    return root(act.verb) in grammar().carrying and any(
        found.label == "protective" and found.start in near for found in one.marks["deeds"]
    )


def _quoted(one: Statement, number: Quantity) -> str:
    # "30 days' notice": the sign belongs to what follows
    return one.words.quote(number.start, min(number.end, len(one.words.forms))).rstrip("'’")
