"""The words declarations are made of: types of terms, and the nearest known word for a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process, utils

NEAREST_SCORE = 72.0
"""The least similarity (rapidfuzz ratio, 0–100) at which a known word is offered for an unknown one.

Two letters wrong in a short key ("selct", "romove") score 80 or more; unrelated keys under 60.
"""

SLIP_SCORE = 90.0
"""The least similarity (rapidfuzz ratio) at which two names are one with a slip, however words are divided.

"Termsof Service" has 97 with Terms of Service; "Master Services Agreement", a name of its own, 84 with
Services Agreement.
"""

TERMS_TYPES_FILE = Path(__file__).parent / "terms_types.yaml"


@dataclass(frozen=True)
class TermsType:
    """A type of terms: its name, one line on what it is about, and other names people use for it."""

    name: str
    about: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The known types of terms by name, and for each retired name the type to use today."""

    types: Mapping[str, TermsType]
    retired: Mapping[str, str]

    def knows(self, name: str) -> bool:
        """Say whether a type is in the vocabulary under exactly this name."""
        return name in self.types

    def suggestion(self, name: str) -> str | None:
        """Return the known type that an unknown name most likely means, or ``None``.

        >>> vocabulary().suggestion("Cookie Policy"), vocabulary().suggestion("privacy-policy")
        ('Trackers Policy', 'Privacy Policy')
        """
        if name in self.retired:
            return self.retired[name]
        meaning = self._meaning()
        found = nearest(name, meaning)
        return meaning[found] if found else None

    def misspelt(self, name: str) -> str | None:
        """Return the known type an unknown name is a slip or another word for, ``None`` for a name of its own.

        Narrower than ``suggestion``: private documents have types of their own, and these often share a
        word or two with a known one. Every word has to be near to the word in its place.

        >>> vocabulary().misspelt("Terms of Servce"), vocabulary().misspelt("Master Services Agreement")
        ('Terms of Service', None)
        """
        if name in self.retired:
            return self.retired[name]
        meaning = self._meaning()
        found = nearest(name, [other for other in meaning if _is_slip(name, other)])
        return meaning[found] if found else None

    def _meaning(self) -> dict[str, str]:
        return {other: known.name for known in self.types.values() for other in (known.name, *known.also)}


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of ``terms_types.yaml``.

    Raises:
        ValueError: the file does not hold what its head comment says (a test keeps it valid).
    """
    content: Any = yaml.safe_load(TERMS_TYPES_FILE.read_text(encoding="utf-8"))
    types = {
        name: TermsType(name, str(entry["about"]), tuple(entry.get("also", ())))
        for name, entry in content["types"].items()
    }
    unknown = sorted(set(content["retired"].values()) - set(types))
    if unknown:
        raise ValueError(
            f"{TERMS_TYPES_FILE.name}: retired types lead to unknown types: {', '.join(unknown)}"
        )
    return Vocabulary(types, dict(content["retired"]))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most similar to a mistyped one, or ``None`` if none is similar enough.

    >>> nearest("selct", ["fetch", "select", "remove"]), nearest("colour", ["fetch", "select"])
    ('select', None)
    """
    found = process.extractOne(
        word, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=NEAREST_SCORE
    )
    return found[0] if found else None


def _is_slip(name: str, other: str) -> bool:
    """Say whether two names differ by slips only: word by word, or as a whole where a space was lost."""
    wanted, plain = utils.default_process(name), utils.default_process(other)
    words, known = wanted.split(), plain.split()
    if len(words) == len(known):
        return all(fuzz.ratio(word, there) >= NEAREST_SCORE for word, there in zip(words, known, strict=True))
    return fuzz.ratio(wanted, plain) >= SLIP_SCORE
