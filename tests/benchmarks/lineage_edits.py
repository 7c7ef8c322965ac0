"""Known random edits of real documents: what a drafter does to a policy, and what became of each block.

Two generators, so that neither is fitted to: ``drafting`` changes words by another service's, inserts its
clauses, cuts and joins paragraphs; ``adversarial`` takes every word from the same document, swaps sentences,
misspells, changes case and numbers, adds and removes sentences, and renames and renumbers headings at once.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assets.provisions import Block, normalised, plain, sentences

LONGEST_SECTION = 12
"""Blocks of a section that is moved at most."""
LONGEST_SHARE = 3
"""A section of more than a third of the document is not moved: the rest would have moved."""
LEAST_PART = 3
"""Words of a part of a split at least."""

_CHINESE = re.compile("[\u3400-\u9fff]")
_DIGITS = re.compile(r"\d+")


@dataclass
class Slot:
    """A block of the mutated document: the old blocks it came from (none: inserted), and what was done to it."""

    block: Block
    origins: tuple[int, ...]
    done: set[str] = field(default_factory=set)


@dataclass
class Document:
    """A document under edit."""

    slots: list[Slot]
    foreign: Sequence[Block]
    chance: random.Random
    vocabulary: list[str]
    removed: int = 0


Edit = Callable[[Document, int], None]


def mutate(
    blocks: Sequence[Block], rate: float, foreign: Sequence[Block], chance: random.Random, generator: str
) -> list[Slot]:
    """Return the document with about ``rate`` of its blocks changed, and what became of each."""
    vocabulary = [word for block in blocks for word in _words(block.text)[0]]
    slots = [Slot(block, (at,)) for at, block in enumerate(blocks)]
    document = Document(slots, foreign, chance, vocabulary)
    edits, weights = zip(*GENERATORS[generator], strict=True)
    for _ in range(max(1, round(rate * len(blocks)))):
        edit = chance.choices(edits, weights)[0]
        edit(document, chance.randrange(len(document.slots)))
    return document.slots


def with_paths(slots: Sequence[Slot]) -> list[Block]:
    """Return the mutated blocks as a segmenter would give them: in order, under their present headings."""
    above: list[tuple[int, str]] = []
    found = []
    for ordinal, slot in enumerate(slots):
        block = slot.block
        if block.kind == "heading":
            above = [heading for heading in above if heading[0] < block.level]
        path = tuple(words for _, words in above)
        if block.kind == "heading":
            above = [*above, (block.level, plain(block.text))]
        found.append(replace(block, ordinal=ordinal, heading_path=path))
    return found


def rendered(blocks: Sequence[Block]) -> tuple[str, list[tuple[int, int]]]:
    """Return a document of these blocks as Markdown, and where each block's text stands in it."""
    markdown, spans, table = "", [], False
    for block in blocks:
        before, after = "", ""
        if block.kind == "heading":
            before = "#" * min(6, block.level) + " "
        elif block.kind == "list_item":
            before = "* "
        elif block.kind.startswith("table"):
            before, after = "| ", " |"
        elif block.kind == "quote":
            before = "> "
        in_table = block.kind == "table_row" and table
        table = block.kind.startswith("table")
        if block.kind == "table_header":
            after += "\n|" + " --- |" * max(1, block.text.count("|") + 1)
        markdown += ("\n" if in_table else "\n\n") + before
        spans.append((len(markdown), len(markdown) + len(block.text)))
        markdown += block.text + after
    return markdown + "\n", spans


def _words(text: str) -> tuple[list[str], str]:
    """Return the words of a text, and what joins them: in Chinese each character is one."""
    return (list(text), "") if _CHINESE.search(text) else (text.split(), " ")


def _rewrite(slot: Slot, text: str, done: str) -> None:
    """Give a block other words, unless a reader would see none."""
    if slot.origins and normalised(text) and plain(text) != plain(slot.block.text):
        slot.block = replace(slot.block, text=text)
        slot.done.add(done)


def _blend(text: str, share: float, words: Sequence[str], chance: random.Random) -> str:
    """Return the text with this share of its words replaced, removed or preceded by others."""
    own, space = _words(text)
    for _ in range(max(1, round(share * len(own)))):
        at = chance.randrange(len(own))
        kind = chance.randrange(3)
        if kind == 0:
            own[at] = chance.choice(words)
        elif kind == 1 and len(own) > 1:
            del own[at]
        else:
            own.insert(at, chance.choice(words))
    return space.join(own)


def _donors(document: Document) -> list[str]:
    chance = document.chance
    return [word for _ in range(2) for word in chance.choice(document.foreign).text.split() or ["and"]]


def edit(document: Document, at: int) -> None:
    """Replace, remove or insert 5 to 40% of a block's words, with words of another service's document."""
    slot, chance = document.slots[at], document.chance
    _rewrite(slot, _blend(slot.block.text, chance.uniform(0.05, 0.4), _donors(document), chance), "edit")


def insert(document: Document, at: int) -> None:
    """Insert a block of another service's document."""
    document.slots.insert(at, Slot(document.chance.choice(document.foreign), (), {"insert"}))


def delete(document: Document, at: int) -> None:
    """Remove a block."""
    if len(document.slots) > 10:
        document.removed += 1
        del document.slots[at]


def move(document: Document, at: int) -> None:
    """Move a block anywhere."""
    _move(document, at, at + 1)


def move_section(document: Document, at: int) -> None:
    """Move a heading with the blocks down to the next one."""
    slots, end = document.slots, at + 1
    while at > 0 and slots[at].block.kind != "heading" and end - at < LONGEST_SECTION // 2:
        at -= 1
    end = at + 1
    while end < len(slots) and end - at < LONGEST_SECTION and slots[end].block.kind != "heading":
        end += 1
    if end - at <= len(slots) // LONGEST_SHARE:
        _move(document, at, end)


def _move(document: Document, start: int, end: int) -> None:
    section = document.slots[start:end]
    del document.slots[start:end]
    place = document.chance.randrange(len(document.slots) + 1)
    document.slots[place:place] = section
    if place != start:
        for slot in section:
            slot.done.add("move")


def renumber(document: Document, at: int) -> None:
    """Number a block anew."""
    slot = document.slots[at]
    number = document.chance.randrange(1, 20)
    _rewrite(
        slot,
        f"{number}\\. {slot.block.text if slot.block.kind != 'heading' else plain(slot.block.text)}",
        "renumber",
    )


def renumber_all(document: Document, at: int) -> None:
    """Number all headings anew, from one."""
    headings = [slot for slot in document.slots if slot.block.kind == "heading" and slot.origins]
    for number, slot in enumerate(headings[:40], start=document.chance.randrange(1, 4)):
        _rewrite(slot, f"{number}\\. {normalised(slot.block.text)}", "renumber")


def rename(document: Document, at: int) -> None:
    """Change seven tenths of a heading's words."""
    headings = [slot for slot in document.slots if slot.block.kind == "heading"]
    if headings:
        slot = document.chance.choice(headings)
        _rewrite(slot, _blend(slot.block.text, 0.7, _donors(document), document.chance), "rename")


def rename_and_renumber(document: Document, at: int) -> None:
    """Give a heading a number and other words of the document, one of its own left."""
    headings = [slot for slot in document.slots if slot.block.kind == "heading"]
    if headings:
        chance = document.chance
        slot = chance.choice(headings)
        own, space = _words(normalised(slot.block.text))
        words = [
            chance.choice(own or ["Rules"]),
            *chance.choices(document.vocabulary, k=chance.randrange(1, 4)),
        ]
        _rewrite(slot, f"{chance.randrange(1, 30)}\\. {space.join(words)}", "rename")


def split(document: Document, at: int) -> None:
    """Cut a block in two at the end of a sentence, at a semicolon or comma, else anywhere."""
    slots, chance = document.slots, document.chance
    at = next((place for place in range(at, len(slots)) if _can_be_cut(slots[place])), -1)
    if at < 0:
        return
    slot = slots[at]
    text = slot.block.text
    ends = [end for _, end in sentences(text)][:-1] or [m.end() for m in re.finditer("[;,；，]", text)]
    ends = [end for end in ends if min(_length(text[:end]), _length(text[end:])) >= LEAST_PART]
    if not ends:
        own, space = _words(text)
        ends = [len(space.join(own[: chance.randrange(LEAST_PART, len(own) - LEAST_PART + 1)]))]
    end = chance.choice(ends)
    parts = [text[:end].strip(), text[end:].strip()]
    if not all(map(normalised, parts)):
        return
    slots[at : at + 1] = [
        Slot(replace(slot.block, text=part), slot.origins, slot.done | {"split"}) for part in parts
    ]


def _length(text: str) -> int:
    return len(_words(plain(text))[0])


def _can_be_cut(slot: Slot) -> bool:
    return (
        len(slot.origins) == 1
        and "split" not in slot.done
        and slot.block.kind in ("paragraph", "list_item", "definition")
        and _length(slot.block.text) >= 2 * LEAST_PART
        and len(_words(slot.block.text)[0]) >= 2 * LEAST_PART
    )


def merge(document: Document, at: int) -> None:
    """Join two blocks of one kind that follow each other: items by a semicolon, paragraphs by a space."""
    slots = document.slots
    for first in range(at, len(slots) - 1):
        one, two = slots[first], slots[first + 1]
        if (
            one.block.kind == two.block.kind
            and one.block.kind in ("paragraph", "list_item")
            and len(one.origins) == len(two.origins) == 1
            and one.origins != two.origins
            and not {"split", "merge"} & (one.done | two.done)
        ):
            joint = "; " if one.block.kind == "list_item" else " "
            text = one.block.text.rstrip(" ;") + joint + two.block.text
            done = one.done | two.done | {"merge"}
            slots[first : first + 2] = [Slot(replace(one.block, text=text), one.origins + two.origins, done)]
            return


def same_words(document: Document, at: int) -> None:
    """Replace, remove or insert 5 to 35% of a block's words, with words of the same document."""
    slot, chance = document.slots[at], document.chance
    _rewrite(slot, _blend(slot.block.text, chance.uniform(0.05, 0.35), document.vocabulary, chance), "edit")


def swap_sentences(document: Document, at: int) -> None:
    """Swap two sentences of a block."""
    slots, chance = document.slots, document.chance
    for slot in slots[at:]:
        spans = sentences(slot.block.text)
        if len(spans) >= 2 and slot.origins:
            first = chance.randrange(len(spans) - 1)
            (a, b), (c, d) = spans[first], spans[first + 1]
            text = slot.block.text
            _rewrite(slot, f"{text[:a]}{text[c:d].strip()} {text[a:b].strip()} {text[d:]}".strip(), "swap")
            return


def add_sentence(document: Document, at: int) -> None:
    """Put a sentence of elsewhere in the document into the middle of a block."""
    slot, chance = document.slots[at], document.chance
    donor = chance.choice(document.slots).block.text
    spans = sentences(donor) or [(0, len(donor))]
    start, end = chance.choice(spans)
    ends = [span[1] for span in sentences(slot.block.text)] or [len(slot.block.text)]
    place = chance.choice(ends)
    if slot.block.kind in ("paragraph", "list_item", "definition") and _length(
        donor[start:end]
    ) <= 2 * _length(slot.block.text):
        text = slot.block.text
        _rewrite(slot, f"{text[:place]} {donor[start:end]} {text[place:].strip()}".strip(), "edit")


def drop_sentence(document: Document, at: int) -> None:
    """Remove a sentence of a block that has several."""
    for slot in document.slots[at:]:
        spans = sentences(slot.block.text)
        if len(spans) >= 3 and slot.origins:
            start, end = document.chance.choice(spans)
            _rewrite(slot, (slot.block.text[:start] + slot.block.text[end:]).strip(), "edit")
            return


def misspell(document: Document, at: int) -> None:
    """Swap two letters in a fifth of a block's words."""
    slot, chance = document.slots[at], document.chance
    own, space = _words(slot.block.text)
    for turn, word in enumerate(own):
        if len(word) > 3 and word.isalpha() and chance.random() < 0.2:
            letter = chance.randrange(1, len(word) - 1)
            own[turn] = word[:letter] + word[letter + 1] + word[letter] + word[letter + 2 :]
    _rewrite(slot, space.join(own), "typo")


def change_case(document: Document, at: int) -> None:
    """Write a block in capitals, or a heading in small letters."""
    slot = document.slots[at]
    text = plain(slot.block.text)
    _rewrite(slot, text.upper() if text != text.upper() else text.capitalize(), "case")


def change_numbers(document: Document, at: int) -> None:
    """Change every number of the first block that has one from here on."""
    for slot in document.slots[at:]:
        text = normalised(slot.block.text)
        if slot.origins and _DIGITS.search(text):
            _rewrite(slot, _DIGITS.sub(lambda _: str(document.chance.randrange(1, 400)), text), "number")
            return


def change_kind(document: Document, at: int) -> None:
    """Make a paragraph of a list item, or the reverse."""
    slot = document.slots[at]
    kinds: dict[str, Any] = {"list_item": "paragraph", "paragraph": "list_item"}
    if slot.block.kind in kinds:
        slot.block = replace(slot.block, kind=kinds[slot.block.kind])


def copy_in(document: Document, at: int) -> None:
    """Insert a copy of another block of the document, a few of its words changed: a clause much like its model."""
    chance = document.chance
    model = chance.choice(document.slots).block
    text = _blend(model.text, 0.3, document.vocabulary, chance)
    if normalised(text) and normalised(text) != normalised(model.text):
        document.slots.insert(at, Slot(replace(model, text=text), (), {"insert"}))


GENERATORS: dict[str, list[tuple[Edit, float]]] = {
    "drafting": [
        (edit, 36),
        (insert, 13),
        (delete, 13),
        (move, 9),
        (move_section, 2),
        (renumber, 7),
        (rename, 9),
        (split, 6),
        (merge, 5),
    ],
    "adversarial": [
        (same_words, 18),
        (swap_sentences, 6),
        (add_sentence, 6),
        (drop_sentence, 5),
        (misspell, 6),
        (change_case, 3),
        (change_numbers, 5),
        (change_kind, 4),
        (copy_in, 8),
        (delete, 10),
        (move, 6),
        (move_section, 2),
        (rename_and_renumber, 7),
        (renumber_all, 0.3),
        (split, 7),
        (merge, 7),
    ],
}
"""What each generator does to a block, with how often (relative weights)."""
