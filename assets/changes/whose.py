"""A direction in a reader's words, which say whose it is: the platform may do more, users must do more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assets.changes.model import Direction

_OF_PLATFORM: Mapping[str, str] = {
    "permitted": "the platform may do more",
    "forbidden": "the platform may do less",
    "weakened": "the platform promises less",
    "strengthened": "the platform promises more",
    "widened": "the platform does more",
    "narrowed": "the platform does less",
}
_OF_USERS: Mapping[str, str] = {
    "permitted": "users may do more",
    "forbidden": "users may do less",
    "weakened": "users must do less",
    "strengthened": "users must do more",
    "widened": "more is named for users",
    "narrowed": "less is named for users",
}
_OF_NOBODY: Mapping[str, str] = {
    "permitted": "something is no longer forbidden",
    "forbidden": "something is forbidden",
    "weakened": "a rule binds less",
    "strengthened": "a rule binds more",
    "widened": "more is named",
    "narrowed": "less is named",
    "raised": "a number rose",
    "lowered": "a number fell",
}
BY_RULE: Mapping[str, str] = {
    "removed_right": "users lose a right",
    "new_right": "users have a right more",
    "new_disclaimer": "the platform answers for less",
    "removed_disclaimer": "the platform answers for more",
    "consent_to_refusal": "users are asked less",
    "consent_removed": "users are asked less",
    "refusal_removed": "users can refuse less",
    "refusal_to_consent": "users are asked more",
    "consent_added": "users are asked more",
    "refusal_added": "users can refuse more",
}
"""What some rules mean more exactly than their kind and actor do."""


def told(one: Direction) -> str:
    """Return a direction in a few words, with whom it concerns where the rule knows.

    >>> told(Direction("weakened", "modal_weaker", "platform", "will notify", "may notify"))
    'the platform promises less'
    """
    by_actor = _OF_PLATFORM if one.actor == "platform" else _OF_USERS if one.actor == "user" else _OF_NOBODY
    return BY_RULE.get(one.rule) or by_actor.get(one.kind) or _OF_NOBODY[one.kind]


def all_told(directions: Iterable[Direction]) -> list[str]:
    """Return directions in words, each once: first those that concern somebody, in their order."""
    found = sorted(
        directions, key=lambda one: one.actor not in ("platform", "user") and one.rule not in BY_RULE
    )
    return list(dict.fromkeys(map(told, found)))
