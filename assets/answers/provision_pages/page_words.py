"""What a provision's page calls things: roles, polarity, how a headline was made, how a wording came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assets.answers.provision_pages.exposure import LINK_ALONE

ROLES: Mapping[str, str] = {
    "platform_practice": "what the platform does",
    "user_permission": "what users may do",
    "user_duty": "what users must do",
    "user_prohibition": "what users may not do",
    "third_party": "what third parties do",
    "agreement_term": "a term of the agreement",
    "definition": "a definition",
    "unread": "not read: the rules could not tell who does what",
}
"""Each role of a clause with its meaning."""
WAY_TO_COURT = frozenset(
    {"duty-to-arbitrate", "arbitration-not-to-be-refused", "arbitration-without-refusal", "arbitration"}
)
"""Rows of exposure.yaml of clauses by which users lose a way to court."""
POLARITY: Mapping[str, str] = {
    "states": "",
    "limits": ", within a limit or on a condition",
    "denies": ", denied",
}
"""What is said behind a role, by polarity."""
HOW: Mapping[str, str] = {
    "made": "retold from the clause's own words",
    "quoted": "topic, and the clause's own words",
    "cut": "topic, and the beginning of a sentence of the clause that goes on",
}
"""How a headline was made."""
TERMS: Sequence[str] = (
    "Role (what kind of clause it is): who acts in the sentence that carries the clause - the platform, users, third "
    "parties, or the agreement itself.",
    "Exposure: how far the clause exposes people to a use of their data or a loss of rights - high, medium or low by a "
    "published table of what is said, of which data, and what is left open; unknown means that it could not be told, "
    "which is not low.",
    "Leaves open: no sign of it was found in the clause, nor in the clauses beside it; a sign can be missed.",
)
"""What the page's words mean, a line each."""
CAME: Mapping[str, str] = {
    "added": "added", "removed": "removed", "modified": "reworded", "moved": "moved", "split": "split off",
    "merged": "merged", "reborn": "came back",
}  # fmt: skip
"""How a wording came, by the operation of its change."""


def role_in_words(role: str, polarity: str, exposure_row: str) -> str:
    """Return the kind of a clause in words; what it costs people, or that it says nothing, comes before who acts.

    >>> role_in_words("agreement_term", "states", "arbitration")
    'what users give up: a way to court'
    """
    if exposure_row == LINK_ALONE:
        return "a link alone: it says nothing by itself"
    if exposure_row in WAY_TO_COURT:
        return "what users give up: a way to court"
    return ROLES[role] + POLARITY[polarity]
