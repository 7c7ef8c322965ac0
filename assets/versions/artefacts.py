"""Takes out of a document's lines what belongs to the page: words of its interface, lines without a word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from assets.versions.blocks import REMEMBERED
from assets.versions.strips import is_strip

KEYS = ("phrases", "lines", "words", "counters", "dialogs", "buttons")
ARTEFACTS_FILE = Path(__file__).with_name("artefacts.yaml")
_HOLDS_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Artefacts:
    """``phrases`` go wherever they stand, ``lines`` if they are whole lines; ``words`` and ``counters`` make strips;
    ``dialogs`` and ``buttons`` are how dialogs speak that ask for consent.

    All are lower case.
    """

    phrases: tuple[str, ...]
    lines: frozenset[str]
    words: frozenset[str]
    counters: frozenset[str]
    dialogs: tuple[str, ...]
    buttons: frozenset[str]


def read_artefacts(path: Path) -> Artefacts:
    """Read a file of artefacts.

    Raises:
        ValueError: naming the file, the key and what was expected there.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or set(data) != set(KEYS):
        raise ValueError(f"{path.name}: expected exactly the keys {', '.join(KEYS)}")
    for key, words in data.items():
        if (
            not isinstance(words, list)
            or not words
            or not all(isinstance(word, str) and word for word in words)
        ):
            raise ValueError(f"{path.name}: {key}: expected a list of words")
    phrases = sorted(data["phrases"], key=len, reverse=True)
    return Artefacts(
        tuple(phrase.lower() for phrase in phrases),
        frozenset(line.lower() for line in data["lines"]),
        words=_words(data["words"]),
        counters=_words(data["counters"]),
        dialogs=tuple(phrase.lower() for phrase in data["dialogs"]),
        buttons=_words(data["buttons"]),
    )


def _words(lines: list[str]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.lower().split())


@cache
def artefacts() -> Artefacts:
    """Return the artefacts that ship with Termscape."""
    return read_artefacts(ARTEFACTS_FILE)


@lru_cache(maxsize=REMEMBERED)
def core_lines(visible_lines: str) -> tuple[str, ...]:
    """Return the lines of a visible text that belong to the policy, spaces collapsed.

    Lines of the page are still among them: a dialog is known by its buttons (``consent_dialogs.py``).

    >>> core_lines("Terms\\n…\\nSee our policy (opens in a new window).")
    ('Terms', 'See our policy.')
    """
    rules = artefacts()
    lowered = visible_lines.lower()
    for phrase in rules.phrases:
        if phrase in lowered:
            visible_lines = re.sub(r"[ ]?" + re.escape(phrase), "", visible_lines, flags=re.IGNORECASE)
    lines = (" ".join(line.split()) for line in visible_lines.splitlines())
    return tuple(line for line in lines if _HOLDS_WORD.search(line))


@lru_cache(maxsize=REMEMBERED)
def is_page_line(line: str) -> bool:
    """Whether a visible line belongs to the page whatever stands around it: words of the interface, a strip of them.

    >>> is_page_line("About us Careers Press Investors"), is_page_line("We share it with the press.")
    (True, False)
    """
    rules = artefacts()
    return line.lower() in rules.lines or is_strip(line, rules.words, rules.counters)
