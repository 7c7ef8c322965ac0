"""What the classes of candidate versions mean, a line each: the terminal, the site and readers share the words."""

from __future__ import annotations

from collections.abc import Mapping

CLASSES: Mapping[str, str] = {
    "first": "the first text seen",
    "substantive": "what the text says to its readers differs",
    "editorial": "wording, numbering, spelling or the date of the document, nothing that it says",
    "exact_return": "a text that was there before, word for word",
    "locale_switch": "another language or region of the document; held until it stays",
    "other_document": "the text of another document in this one's place",
    "reorder_only": "the same provisions in another order",
    "navigation": "menus, lists of links, notices of the page: not the policy",
    "link_only": "the same words; links lead elsewhere",
    "markup_only": "the same words; markup or white space differs",
    "date_only": "only a date that renews itself, an age, a copyright year",
    "token_only": "only an id, a counter or a hidden address, which differs at each look",
    "excursion": "another text came, with no date of its own, and within two weeks the one before was back",
    "variant": "one of several texts that alternate, such as those shown to different visitors",
    "restore": "after a bad capture the last good text was seen again",
    "loss": "held: much of the text is missing, as when a page was cut short; published once it is seen again",
    "not_a_policy": "held: not the policy, as far as can be told: too short, an error, a form",
    "blocked": "held: a page that keeps robots out",
}
"""Each class of ``noise_ledger.change_class`` with its meaning. ``history`` writes spaces for underscores."""
