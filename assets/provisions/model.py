"""What a provision is made of: blocks of one version, and the states the tracker remembers between versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "heading",
    "paragraph",
    "list_item",
    "table_header",
    "table_row",
    "definition",
    "quote",
    "code",
]
"""What a block is in its document. A ``definition`` may stand in a paragraph or a list (see ``level``)."""

CarriedBy = Literal["unchanged", "moved", "edited", "reborn", "split", "minted"]
"""How a block came by its provision id: see :class:`Tracked`."""

RelationName = Literal["split_from", "merged_into", "possible_successor"]
"""How two provisions belong together: see :class:`ProvisionRelation`."""


@dataclass(frozen=True, slots=True)
class Block:
    """One clause of a version, exactly as it stands there.

    ``text`` is ``markdown[char_start:char_end]`` (offsets in code points), Markdown included, without
    the marker of a Markdown list (``marker``, e.g. ``*`` or ``3.``) or the pipes around a table row.
    An enumerator that is part of the text, ``(a)`` or ``2.1``, stays in it and is named in ``marker``.

    ``heading_path`` holds the headings above the block, outermost first, as plain text; a heading does
    not stand in its own path. ``stem`` is the sentence a list item or table row completes, as plain text:
    ``You may not:``, or the header cells of a table. ``level`` is the rank of a heading (1 is the highest)
    and otherwise the depth of the list the block stands in (0: in none).
    """

    ordinal: int
    kind: Kind
    text: str
    char_start: int
    char_end: int
    heading_path: tuple[str, ...]
    stem: str | None = None
    level: int = 0
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class KnownState:
    """One wording of one provision, and where its timeline last showed it.

    A row of ``provision_states`` joined with the latest of its ``provision_occurrences``: ``last_version``
    is any number that grows with the versions of the timeline (0, 1, 2 … for the tracker's own export),
    ``ordinal`` and ``heading_path`` say where in that version the wording stood, and ``present`` whether
    that version is the newest one tracked. ``text`` is the wording as first seen, Markdown included;
    ``text_sha256`` the hash of ``normalised(text)``.
    """

    provision_id: str
    state_no: int
    text: str
    text_sha256: str
    kind: Kind
    last_version: int
    present: bool
    ordinal: int
    heading_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProvisionRelation:
    """A provision that belongs to another of its timeline without being the same one.

    ``split_from``: it is a part of what the related one said in the version before, which goes on as the
    largest part. ``merged_into``: it ended, and what it said went on within the related one.
    ``possible_successor``: it is new, and fairly like the related one, which ended.
    ``similarity`` (0 to 1) compares the whole with all its parts together, or the two wordings.
    """

    provision_id: str
    related_provision_id: str
    relation: RelationName
    similarity: float


@dataclass(frozen=True, slots=True)
class Tracked:
    """A block with the provision it is an occurrence of.

    ``carried_by``: ``unchanged`` (same wording, same order), ``moved`` (same wording, elsewhere in the
    order), ``edited`` (another wording of a provision of the version before; ``similarity`` says how
    close, 0 to 1), ``reborn`` (a provision of the past that the version before did not have, in a wording
    it had or, where ``similarity`` is given, in one that close to its last), ``split`` (a new provision, a
    part of what another said before) or ``minted`` (a provision never seen in this timeline).
    ``margin``: how much more alike an edited block is to its old wording than either is to its next best
    candidate; ``None``: there was no other, or nothing was compared.
    ``own_text`` is the block's text where it differs in markup from its state's (as first seen).
    ``relations`` are those that came about with this block.
    """

    block: Block
    provision_id: str
    state_no: int
    is_new_provision: bool
    is_new_state: bool
    carried_by: CarriedBy
    similarity: float | None
    text_sha256: str
    own_text: str | None = None
    margin: float | None = None
    relations: tuple[ProvisionRelation, ...] = ()
