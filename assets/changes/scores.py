"""How sure each sign makes that a careful reader calls a change substantive; most fitted on labelled changes."""

from __future__ import annotations

SUBSTANTIVE = 0.5
"""Score from which a change is called substantive."""
WORD_RATE = 0.3
"""How fast new or lost words make a change substantive: one 0.26, two 0.45, three 0.59. Fitted on the labels."""
DIRECTION_SCORES = {
    "not_gone": 0.95, "not_added": 0.95, "promise_gone": 0.95, "promise_made": 0.9, "consent_to_refusal": 0.95,
    "refusal_to_consent": 0.95, "consent_removed": 0.75, "consent_added": 0.75, "refusal_removed": 0.75,
    "refusal_added": 0.75, "recipient_added": 0.8, "recipient_removed": 0.75, "purpose_added": 0.7,
    "purpose_removed": 0.65, "data_added": 0.7, "data_removed": 0.65, "item_added": 0.55, "item_removed": 0.55,
    "exception_added": 0.7, "exception_removed": 0.65, "restriction_added": 0.55, "restriction_removed": 0.6,
    "power_added": 0.7, "power_removed": 0.65, "place_added": 0.6, "place_removed": 0.6, "other_actor": 0.7, "modal_weaker": 0.65, "modal_stronger": 0.65,
    "statement_weaker": 0.55, "statement_stronger": 0.55,
    "new_practice": 0.5, "removed_practice": 0.45,
}  # fmt: skip
"""How sure a direction alone makes that a careful reader calls the change substantive. Fitted on the labels."""
NEW_STATEMENT, NUMBER_CHANGED = 0.7, 0.9
_STATEMENTS = [
    "right",
    "permission",
    "duty",
    "prohibition",
    "power",
    "commitment",
    "promise",
    "disclaimer",
    "practice",
    "item",
]
RULES_OF_DIRECTIONS = frozenset(DIRECTION_SCORES) | {
    f"{came}_{statement}" for came in ("new", "removed") for statement in _STATEMENTS
}
"""All rules of directions but those of numbers, which are named after their unit."""
FACT_SCORES = {"contact": 0.75, "place": 0.6, "name": 0.55, "number": 0.6, "date": 0.55, "host": 0.7}
"""The same for facts: an address, a place, a name of a company or product, a bare number, a date amid a rule,
a host in a row of a table."""
SMALL_WORD_SCORES = {
    "polarity": 0.8,
    "answer": 0.8,
    "party": 0.75,
    "amount": 0.7,
    "force": 0.65,
    "count": 0.6,
    "measure": 0.55,
}
"""How sure each makes that a careful reader calls the change substantive; above the bare words, below a direction
that was understood."""
STATED = {"list_item": 0.72, "table_row": 0.78, "definition": 0.8, "quote": 0.6}
"""How sure it is that a clause of a kind states a rule when it comes or goes whole and has no verb of force."""
STATED_BY_VERB, FRAGMENT, FRAGMENT_WORDS = 0.85, 0.4, 5
LISTED_WORDS = 3
"""The same words for an item that begins small: it completes a sentence, and is no title of a page."""
WHOLE_SENTENCE, SENTENCE_WORDS, TELLING_WORDS = 0.62, 7, 3
"""The same for a whole sentence without a verb of force; the words, and words that say something, it must have."""
EDITORIAL_SCORES = {
    "punctuation_or_case": 0.02, "date_stamp": 0.05, "link": 0.08, "cross_reference": 0.08, "synonyms": 0.12,
    "heading": 0.12, "introduction": 0.25, "pointer": 0.25, "rephrased": 0.2, "notice": 0.15, "said_elsewhere": 0.2,
}  # fmt: skip
NOISE_SCORES = {"markup": 0.0, "page_line": 0.04, "question": 0.15, "empty": 0.0, "encoded_address": 0.01}
