"""What kind of rule an act lays down: a right, a duty, a prohibition, a promise, a power, a disclaimer, or none."""

from __future__ import annotations

from assets.changes.acts import Act
from assets.changes.grammar import grammar, root
from assets.changes.model import DirectionKind
from assets.changes.names import names_data
from assets.changes.statements import Statement

OBLIGED_REACH = 3
"""Words behind a verb in which "obligation" or "liability" makes its "not" a disclaimer: "are under no obligation"."""
OFFERED_REACH = 5
"""Words behind "make" in which "available" makes it an offer: "may make new features available"."""
BOUND_REACH = 4
"""Words behind a verb in which "only" bounds it: "will process your data only for"."""
STOPS = frozenset(",;:.()")


def rule_of(one: Statement, act: Act) -> tuple[str, DirectionKind, DirectionKind] | None:
    """Return what kind of rule an act is, and where its coming and its going point; ``None``: it is no rule.

    >>> from assets.changes.statements import read
    >>> sentence = read("We may sell your letters.")
    >>> rule_of(sentence, sentence.acts[0])
    ('power', 'permitted', 'narrowed')
    """
    if (
        (act.force == "may" and act.verb in grammar().happening)
        or _is_disowned(one, act)
        or _says_only_it(one, act)
    ):
        return None
    if act.actor == "user":
        if act.negated and (
            act.force in ("may", "must") or (act.force in ("will", "does", "should") and _is_told(one, act))
        ):
            return "prohibition", "forbidden", "permitted"
        if act.negated:
            return None
        if act.force == "may" and _befalls(one, act):
            return None
        if act.force == "may" and _is_bounded(one, act):
            return "prohibition", "forbidden", "permitted"
        if act.deed == "right" or (act.force == "may" and _holds_right(one)):
            return "right", "permitted", "weakened"
        if act.force == "may":
            return "permission", "permitted", "forbidden"
        if act.force in ("must", "should"):
            return "duty", "strengthened", "weakened"
        return None
    if act.actor == "platform":
        return _rule_of_platform(one, act)
    if act.negated and act.force == "may" and act.verb not in grammar().disowning:
        return "prohibition", "forbidden", "permitted"
    if not act.negated and act.force == "must":
        return "duty", "strengthened", "weakened"
    return None


def _rule_of_platform(one: Statement, act: Act) -> tuple[str, DirectionKind, DirectionKind] | None:
    """Return the same for what a platform does, may do, or does not."""
    if act.negated:
        if _disclaims(one, act):
            return "disclaimer", "weakened", "strengthened"
        possible = act.force == "may" and act.deed != "practice"  # "we may not reply": it could be so
        if possible or _is_unable(one, act) or act.verb in grammar().disowning:
            return None
        return "promise", "forbidden", "permitted"
    if act.deed == "practice" and _is_bounded(one, act):
        return "promise", "forbidden", "permitted"
    if act.force == "may":
        return ("power", "permitted", "narrowed") if _is_power(one, act) else None
    if act.deed == "protective":
        return None if act.verb in grammar().owning else ("commitment", "strengthened", "weakened")
    practised = act.deed == "practice" and not _is_own_affair(one, act)
    return ("practice", "widened", "narrowed") if practised else None


def _is_own_affair(one: Statement, act: Act) -> bool:
    """Whether a platform only tends its own texts: "we update this policy", not "we publish your letters"."""
    behind = one.words.forms[act.end :]
    return act.verb in grammar().announcing and not (
        "you" in behind or "your" in behind or names_data(behind)
    )


def _tells_of_data(one: Statement, act: Act) -> bool:
    """Whether it is done to somebody's data: "your data could be used", not "files that could be used to harass"."""
    if {"that", "which"} & set(one.words.forms[max(0, act.start - 1) : act.end]):
        return False
    named = any(found.label == "data" and found.start < act.end for found in one.marks["actors"])
    return named or names_data(one.words.forms[: act.end])


def _disclaims(one: Statement, act: Act) -> bool:
    """Whether a negated act of a platform refuses to answer for something: "we have no duty to", "cannot promise"."""
    if act.verb in grammar().excluding:
        return False
    following = one.words.forms[act.end : act.end + 1]
    has_object = bool(following) and following[0] not in STOPS and following[0] not in ("and", "or")
    if act.deed == "protective" and not (act.verb in grammar().withholding and has_object):
        return True
    behind = one.words.forms[act.start : act.end + OBLIGED_REACH]
    return any(form in grammar().answering for form in behind) or (act.verb in grammar().disowning)


def _is_power(one: Statement, act: Act) -> bool:
    """Whether a platform that "may" do something may do it to somebody: offering or being able to is no power."""
    words = one.words.forms[act.start : act.end]
    if act.verb == "have" or (_is_guess(one, act) and not act.deed):
        return False
    if _is_guess(one, act) and act.verb == root("use") and any(form in grammar().be for form in words):
        return _tells_of_data(one, act)
    if _is_bounded(one, act) or (not act.deed and ("able" in words or "can" in words)):
        return False
    if act.deed == "protective" and act.verb not in grammar().reaching:
        return False
    following = one.words.forms[act.end : act.end + 1]
    if act.verb in grammar().offering or (
        act.verb in grammar().tolerating and following in (("you",), ("user",))
    ):
        return False
    behind = one.words.forms[act.end : act.end + OFFERED_REACH]
    if act.verb == "make" and "available" in behind and "your" not in behind and not names_data(behind):
        return False
    passive = any(form in grammar().be for form in words)
    return not (passive and act.verb in grammar().compelling)


def _is_bounded(one: Statement, act: Act) -> bool:
    """Whether what may or will be done is bounded at once: "may be used only while", "we will only share"."""
    for place in range(act.start, min(act.end + BOUND_REACH, len(one.words.forms))):
        form = one.words.forms[place]
        if form in STOPS and place >= act.end:
            return False
        if form in grammar().bounding and one.words.forms[place - 1 : place] != ("not",):
            return True
    return False


def _is_disowned(one: Statement, act: Act) -> bool:
    """Whether an act is what a platform does not answer for: "we do not warrant that content will be kept safe"."""
    for other in one.acts:
        if other is act or other.end > act.start or not other.negated:
            continue
        led = "that" in one.words.forms[other.end : act.start]
        if led and (other.deed == "protective" or other.verb in grammar().disowning):
            return True
    return False


def _says_only_it(one: Statement, act: Act) -> bool:
    """Whether a sentence has no object but "it" or "so": "Don't do it." forbids nothing by itself."""
    rest = [form for form in one.words.forms[max(act.end - 1, 0) :] if form[0].isalnum()]
    return act.negated and bool(rest) and all(form in grammar().pronouns for form in rest)


def _is_told(one: Statement, act: Act) -> bool:
    """Whether a negated statement about users is a rule for them: "you will not copy", "do not copy"."""
    return act.force == "will" or act.start == 0 or act.inherited


def _befalls(one: Statement, act: Act) -> bool:
    """Whether users "may be charged" or "may lose": what happens to them is no permission."""
    passive = "be" in one.words.forms[act.start : act.end]
    return act.verb in grammar().befalling or (passive and act.verb not in grammar().allowing)


def _is_unable(one: Statement, act: Act) -> bool:
    """Whether somebody "will not be able to" do something, which is no promise; nor is "can not and" without a verb."""
    return act.verb in ("and", "or") or "able" in one.words.forms[act.start : act.end + 1]


def _is_guess(one: Statement, act: Act) -> bool:
    """Whether something "could" or "might" happen, which gives nobody a power."""
    return any(form in ("could", "might") for form in one.words.forms[act.start : act.end])


def _holds_right(one: Statement) -> bool:
    return any(found.label == "right" for found in one.marks["deeds"])
