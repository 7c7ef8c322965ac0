"""How platforms answer a question beside one another: other stances, the same with other values, or the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assets.answers.shown import in_words, values_in_words
from assets.provisions.plain_text import plain
from orchestration.answered import stance_shown

Row = Mapping[str, Any]
Alike = Literal["differ", "other values", "same"]
ORDER: tuple[Alike, ...] = ("differ", "other values", "same")
"""What differs comes first."""
SHOWN_ALIKE: Mapping[Alike, str] = {
    "differ": "differ",
    "other values": "same stance, other values",
    "same": "same",
}
LONGEST_VALUE = 80
"""Characters up to which text is a value (a place, a sum); what is longer is a sentence, and no two have the same."""
NOT_NAMED = "not named"

_COUNTED_TWICE = re.compile(r"\b[\w-]+ \((\d+)\)")
_NO_CENTS = re.compile(r"(\d)[.,]00\b")
_CURRENCIES = (
    (re.compile(r"(?:u\.?s\.?|usd) ?\$|\busd\b|\b(?:u\.?s\.? )?dollars?\b"), "$"),
    (re.compile(r"\beuros?\b|\beur\b"), "€"),
    (re.compile(r"\bpounds?(?: sterling)?\b|\bgbp\b"), "£"),
)
_SAYS_NOTHING = frozenset(("the", "a", "an", "of", "in", "and", "state", "commonwealth", "law", "laws"))
"""Words by which two ways to name the same place or law differ."""


@dataclass(frozen=True)
class Compared:
    """A question beside the platforms asked: ``answers`` in their order, ``None`` where there is none.

    ``values`` are the names of the values in which answers of the same stance differ.
    """

    question: Row
    answers: tuple[Row | None, ...]
    alike: Alike
    values: tuple[str, ...]

    def cells(self) -> list[str | None]:
        """Return what a table shows of each platform: the stance, and the values that differ."""
        return [None if one is None else self._cell(one) for one in self.answers]

    def _cell(self, answer: Row) -> str:
        told = [f"{in_words(name)}: {said}" for name, said in self.told(answer)]
        return "; ".join([stance_shown(dict(answer)), *told])

    def told(self, answer: Row) -> list[tuple[str, str]]:
        """Return the values that differ as an answer has them: name, and what it says."""
        said = {
            name: text
            for name in self.values
            for _, text in values_in_words(
                {name: answer["value"].get(name)}, labels=self.question.get("labels")
            )
        }
        return [(name, said.get(name, NOT_NAMED)) for name in self.values]


def side_by_side(questions: Sequence[Row], platforms: Sequence[str], rows: Sequence[Row]) -> list[Compared]:
    """Return every question with the answers of the platforms (ids), those on which they differ first."""
    by_cell = {(row["question_id"], row["platform_id"]): row for row in rows}
    compared = [
        _compared(one, [by_cell.get((one["question_id"], platform)) for platform in platforms])
        for one in questions
    ]
    return sorted(compared, key=lambda one: ORDER.index(one.alike))


def told_alike(compared: Compared) -> str:
    """Return a sentence for a page: whether the stances differ, and the values in which the same ones do."""
    if compared.alike != "other values":
        return "The stances differ." if compared.alike == "differ" else "The stances and values are the same."
    there = [one for one in compared.answers if one is not None]
    parts = [
        f"{in_words(name)}: "
        + " / ".join(f"{dict(compared.told(one))[name]} ({one['platform']})" for one in there)
        for name in compared.values
    ]
    return f"The same stance, other values: {'; '.join(parts)}."


def _compared(question: Row, answers: Sequence[Row | None]) -> Compared:
    there = [one for one in answers if one is not None]
    if len({one and one["stance"] for one in answers}) > 1:
        return Compared(question, tuple(answers), "differ", ())
    named = dict.fromkeys(name for one in there for name in one["value"])
    values = [
        name
        for name in named
        if len({comparable(one["value"].get(name)) for one in there}) > 1
        and not any(_is_sentence(one["value"].get(name)) for one in there)
    ]
    return Compared(question, tuple(answers), "other values" if values else "same", tuple(values))


def _is_sentence(value: Any) -> bool:
    return isinstance(value, str) and len(plain(value)) > LONGEST_VALUE


def comparable(value: Any) -> str:
    """Return a value so that two that mean the same are equal: lists in any order, sums and places in any spelling.

    >>> comparable("US$100.00") == comparable("$100"), comparable("California law") == comparable("the State of California")
    (True, True)
    """
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, list):
        return json.dumps(sorted(comparable(one) for one in value))
    if isinstance(value, Mapping):
        return json.dumps({key: comparable(one) for key, one in value.items()}, sort_keys=True)
    text = _NO_CENTS.sub(r"\1", _COUNTED_TWICE.sub(r"\1", plain(str(value)).casefold()))
    for pattern, sign in _CURRENCIES:
        text = pattern.sub(sign, text)
    words = re.findall(r"[^\W_]+|[$€£]", text)
    # a sum is the same with its currency before and behind it
    if any(word in "$€£" for word in words):
        return " ".join(sorted(words))
    return " ".join([word for word in words if word not in _SAYS_NOTHING] or words)
