"""Facts that differ between two texts: an address or contact, a place, a name, a bare number, a date amid a rule."""

from __future__ import annotations

import re

from assets.changes.lexicon import lexicon
from assets.changes.phrases import words_of
from assets.changes.quantities import quantities, with_figures
from assets.changes.statements import things_of
from assets.changes.wording import canonical, hosts_of, names_of, other_words, without_number
from assets.provisions import normalised

_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|\+\d[\d ()-]{6,18}\d|\(\d{3}\) ?\d{3}-\d{4}"
)
_ADDRESS = re.compile(
    r"\b\d{1,5}[a-z]?,? (?:(?-i:[A-Z])[\w.]{1,20} ){1,4}(?:street|st|avenue|ave|road|rd|lane|drive|blvd|boulevard|way|square|quay|floor)\b"
    r"|\b(?:suite|floor|building|p\.?o\.? box) #?\d|\b\d{1,2}(?:st|nd|rd|th) floor\b|\b(?:straße|rue|calle)\b"
    r"|(?-i:\b[A-Z]{2} \d{5}\b|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b)",
    re.IGNORECASE,
)
_HOST_START = re.compile(r"(?<!\S)(?:www)?\.(?=\w)")
"""What ".example.com" and "www.example.com" have before the host."""
_HAS_NUMBER = re.compile(r"\d")


def facts_of(before: str, after: str) -> tuple[str, ...]:
    """Return the kinds of fact that differ between two plain texts."""
    found: list[str] = []
    same_addresses = _addresses(before) == _addresses(after) or (
        set(canonical(before).roots) == set(canonical(after).roots)
    )
    if not same_addresses or set(_CONTACT.findall(before)) != set(_CONTACT.findall(after)):
        found.append("contact")
    if before and after:
        old, new = canonical(before), canonical(after)
        if (
            _places(before)
            and _places(after)
            and _places(before) != _places(after)
            and "contact" not in found
        ):
            found.append("place")
        if old.dates != new.dates:
            found.append("date")
        bare = [_bare_numbers(text) for text in (before, after)]
        if bare[0] != bare[1] and "contact" not in found:
            found.append("number")
        gone, come = other_words(before, after)
        renamed = (
            (set(gone) & names_of(before)) or (set(come) & names_of(after)) or _other_variants(before, after)
        )
        if renamed or old.sites != new.sites:
            found.append("name")
    elif canonical(after or before).sites and not canonical(after or before).roots:
        found.append("name")
    return tuple(found)


def other_hosts(before: str, after: str) -> bool:
    """Whether two rows of a table (plain text) name other hosts: where a tracker is set, is what its row is for."""
    return _hosts(before) != _hosts(after)


def _hosts(row: str) -> frozenset[str]:
    return hosts_of(_HOST_START.sub(" ", row))


def _other_variants(before: str, after: str) -> bool:
    """Whether a product is named in another variant: "Acme Team" became "Acme Business", not "Acme Service"."""
    differ = _variants(before) ^ _variants(after)
    both = {name for name, _ in _variants(before)} & {name for name, _ in _variants(after)}
    return any(name in both and variant not in lexicon().idle for name, variant in differ)


def _variants(text: str) -> set[tuple[str, str]]:
    """Return products with their variants: a name that is no word of policies, and a word with a capital behind it."""
    shown = normalised(text)
    words = words_of(shown)
    found = set()
    for place in range(1, len(words.forms)):
        (start, end), (next_start, _) = words.spans[place - 1], words.spans[place]
        if shown[end:next_start] == " " and shown[start].isupper() and shown[next_start].isupper():
            name, variant = words.forms[place - 1], words.forms[place]
            if name not in lexicon().vocabulary and name.isalpha():
                found.add((name, variant))
    return found


def _places(text: str) -> set[str]:
    return {found.label for found in things_of(text)["places"]}


def _bare_numbers(text: str) -> list[float]:
    figured = with_figures(without_number(normalised(text)))
    return sorted(number.value for number in quantities(figured) if not number.unit)


def _addresses(text: str) -> set[str]:
    if not _HAS_NUMBER.search(text):
        return set()
    return {match[0].lower() for match in _ADDRESS.finditer(text)}
