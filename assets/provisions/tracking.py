"""Identity through time: each block of a version gets the provision it is, carried from the versions before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from assets.provisions.alignment import Alignment, align
from assets.provisions.identity import mint_provision_id, wording_sha256
from assets.provisions.model import Block, CarriedBy, Kind, KnownState, ProvisionRelation, Tracked
from assets.provisions.pairing import Unit
from assets.provisions.plain_text import normalised
from assets.provisions.returns import Returns
from assets.provisions.similarity import Wordings

REMEMBERED_TEXTS = 20_000
"""Texts whose normalised form is kept at hand: most blocks of a version stood in the one before (10 MB)."""


@dataclass(slots=True)
class _State:
    """A wording of a provision, as the tracker keeps it."""

    provision_id: str
    state_no: int
    text: str
    wording: str
    text_sha256: str
    kind: Kind
    last_version: int
    ordinal: int
    heading_path: tuple[str, ...]


@dataclass(slots=True)
class _Provision:
    """A provision: its wordings by hash, and all of them in order."""

    states: dict[str, _State] = field(default_factory=dict)
    wordings: tuple[str, ...] = ()


class _Carried(NamedTuple):
    """The id a block got, and how."""

    provision_id: str
    by: CarriedBy
    similarity: float | None = None
    margin: float | None = None


class Tracker:
    """Carries provision ids through the versions of one timeline, in the order they were seen.

    ``known`` is what :meth:`states` exported after the last version tracked (or the rows of
    ``provision_states`` joined with their latest occurrence); an empty one starts a timeline. Tracking all
    versions with one tracker and restoring a new one before each gives the same result.
    """

    def __init__(self, timeline_id: str, known: Iterable[KnownState] = ()) -> None:
        self.timeline_id = timeline_id
        self._wordings = Wordings()
        self._returns = Returns(self._wordings)
        self._provisions: dict[str, _Provision] = defaultdict(_Provision)
        self._by_wording: dict[str, list[_State]] = defaultdict(list)
        self._current: list[_State] = []
        self._version = -1
        for state in sorted(known, key=lambda s: (s.provision_id, s.state_no)):
            kept = _State(
                state.provision_id,
                state.state_no,
                state.text,
                _wording(state.text)[0],
                state.text_sha256,
                state.kind,
                state.last_version,
                state.ordinal,
                tuple(state.heading_path),
            )
            self._remember(kept)
            self._version = max(self._version, state.last_version)
            if state.present:
                self._current.append(kept)
        self._current.sort(key=lambda state: state.ordinal)

    def track(self, version_id: str, blocks: Sequence[Block]) -> list[Tracked]:
        """Return the blocks of the timeline's next version with the provisions they are, in their order.

        ``version_id`` goes into the ids minted here; it must not have been tracked before.
        """
        wordings, hashes = [], []
        for block in blocks:
            wording, sha256 = _wording(block.text)
            wordings.append(wording)
            hashes.append(sha256)
        new = [Unit(w, block.kind, block.heading_path) for w, block in zip(wordings, blocks, strict=True)]
        alignment = align(self._units(), new, self._absent(hashes), self._wordings)
        carried = self._carry(version_id, wordings, hashes, alignment)
        relations = self._relate(carried, alignment)

        self._version += 1
        tracked, current = [], []
        for at, block in enumerate(blocks):
            provision_id = carried[at].provision_id
            state, is_new_state = self._state(provision_id, block, wordings[at], hashes[at])
            current.append(state)
            tracked.append(
                Tracked(
                    block=block,
                    provision_id=provision_id,
                    state_no=state.state_no,
                    is_new_provision=carried[at].by in ("minted", "split"),
                    is_new_state=is_new_state,
                    carried_by=carried[at].by,
                    similarity=carried[at].similarity,
                    text_sha256=hashes[at],
                    own_text=block.text if block.text != state.text else None,
                    margin=carried[at].margin,
                    relations=tuple(relations.get(at, ())),
                )
            )
        self._current = current
        return tracked

    def states(self) -> list[KnownState]:
        """Return everything the tracker knows, in the form a new one is restored from."""
        present = {id(state) for state in self._current}
        return [
            KnownState(
                provision_id=state.provision_id,
                state_no=state.state_no,
                text=state.text,
                text_sha256=state.text_sha256,
                kind=state.kind,
                last_version=state.last_version,
                present=id(state) in present,
                ordinal=state.ordinal,
                heading_path=state.heading_path,
            )
            for provision_id in sorted(self._provisions)
            for state in sorted(self._provisions[provision_id].states.values(), key=lambda s: s.state_no)
        ]

    def _carry(
        self, version_id: str, wordings: Sequence[str], hashes: Sequence[str], alignment: Alignment
    ) -> list[_Carried]:
        """Return the id of each new block: its partner's, an absent provision's, or a new one."""
        found: dict[int, _Carried] = {}
        for pair in alignment.pairs:
            before = self._current[pair.old]
            same = before.text_sha256 == hashes[pair.new]
            by: CarriedBy = "edited" if not same else "moved" if pair.moved else "unchanged"
            found[pair.new] = _Carried(before.provision_id, by, pair.similarity, pair.margin)
        self._find_reborn(wordings, hashes, found)
        parts = {relation.new for relation in alignment.relations if relation.kind == "split_from"}
        seen: Counter[str] = Counter()
        for at, wording in enumerate(wordings):
            seen[wording] += 1
            if at not in found:
                minted = mint_provision_id(self.timeline_id, version_id, wording, seen[wording])
                found[at] = _Carried(minted, "split" if at in parts else "minted")
        return [found[at] for at in range(len(wordings))]

    def _find_reborn(
        self, wordings: Sequence[str], hashes: Sequence[str], found: dict[int, _Carried]
    ) -> None:
        """Give blocks that found no partner the absent provision that had their wording, or one much like it."""
        taken = {state.provision_id for state in self._current}
        for at, sha256 in enumerate(hashes):
            if at in found:
                continue
            free = [state for state in self._by_wording.get(sha256, ()) if state.provision_id not in taken]
            if free:
                chosen = max(free, key=lambda s: (s.last_version, -s.ordinal, s.provision_id))
                found[at] = _Carried(chosen.provision_id, "reborn")
                taken.add(chosen.provision_id)
        if len(taken) == len(self._provisions):
            return
        for at, wording in enumerate(wordings):
            if at not in found and (like := self._returns.find(wording, lambda p: self._last(p, taken))):
                found[at] = _Carried(like[0], "reborn", like[1])
                taken.add(like[0])

    def _last(self, provision_id: str, taken: Set[str]) -> str | None:
        """Return the last wording of a provision that is not taken."""
        if provision_id in taken:
            return None
        states = self._provisions[provision_id].states.values()
        return max(states, key=lambda state: (state.last_version, state.state_no)).wording

    def _relate(
        self, carried: Sequence[_Carried], alignment: Alignment
    ) -> dict[int, list[ProvisionRelation]]:
        """Return the relations between provisions by the new place they came about with."""
        found: dict[int, list[ProvisionRelation]] = defaultdict(list)
        for relation in alignment.relations:
            old, new = self._current[relation.old].provision_id, carried[relation.new].provision_id
            if relation.kind == "merged_into":
                old, new = new, old
            elif relation.kind == "possible_successor" and carried[relation.new].by != "minted":
                continue
            found[relation.new].append(ProvisionRelation(new, old, relation.kind, relation.similarity))
        return found

    def _remember(self, state: _State) -> None:
        provision = self._provisions[state.provision_id]
        provision.states[state.text_sha256] = state
        provision.wordings += (state.wording,)
        self._by_wording[state.text_sha256].append(state)
        self._returns.add(state.provision_id, state.wording)

    def _state(self, provision_id: str, block: Block, wording: str, sha256: str) -> tuple[_State, bool]:
        """Return the provision's state of this wording, made if it is new, moved to where it now stands."""
        states = self._provisions[provision_id].states
        state = states.get(sha256)
        is_new = state is None
        if state is None:
            state_no = len(states) + 1
            state = _State(provision_id, state_no, block.text, wording, sha256, block.kind, 0, 0, ())
            self._remember(state)
        state.last_version, state.ordinal, state.heading_path = (
            self._version,
            block.ordinal,
            block.heading_path,
        )
        return state, is_new

    def _units(self) -> list[Unit]:
        """Return the blocks of the version before as the alignment sees them."""
        return [
            Unit(state.wording, state.kind, state.heading_path, self._provisions[state.provision_id].wordings)
            for state in self._current
        ]

    def _absent(self, hashes: Sequence[str]) -> Counter[str]:
        """Count the wordings among these that provisions had which the version before does not have."""
        present = {state.provision_id for state in self._current}
        return Counter(
            state.wording
            for sha256 in set(hashes)
            for state in self._by_wording.get(sha256, ())
            if state.provision_id not in present
        )


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _wording(text: str) -> tuple[str, str]:
    wording = normalised(text)
    return wording, wording_sha256(wording)
