"""Identity through time: each block of a version gets the provision it is, carried from the versions before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assets.provisions.alignment import Pair, Unit, align
from assets.provisions.identity import mint_provision_id, wording_sha256
from assets.provisions.model import Block, CarriedBy, Kind, KnownState, Tracked
from assets.provisions.plain_text import normalised
from assets.provisions.sequences import longest_chain

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
    """A provision: its wordings by hash, the newest one last."""

    states: dict[str, _State] = field(default_factory=dict)


class Tracker:
    """Carries provision ids through the versions of one timeline, in the order they were seen.

    ``known`` is what :meth:`states` exported after the last version tracked (or the rows of
    ``provision_states`` joined with their latest occurrence); an empty one starts a timeline. Tracking all
    versions with one tracker and restoring a new one before each gives the same result.
    """

    def __init__(self, timeline_id: str, known: Iterable[KnownState] = ()) -> None:
        self.timeline_id = timeline_id
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
        pairs = {pair.new: pair for pair in align(self._units(), new, self._absent(hashes))}
        ordered = sorted(pairs)
        in_order = {ordered[at] for at in longest_chain([pairs[n].old for n in ordered])}
        reborn = self._reborn(hashes, pairs)

        self._version += 1
        seen: Counter[str] = Counter()
        tracked, current = [], []
        for at, block in enumerate(blocks):
            seen[wordings[at]] += 1
            pair = pairs.get(at)
            carried_by: CarriedBy
            if pair is not None:
                provision_id = self._current[pair.old].provision_id
                same = self._current[pair.old].text_sha256 == hashes[at]
                carried_by = "edited" if not same else "unchanged" if at in in_order else "moved"
            elif at in reborn:
                provision_id, carried_by = reborn[at], "reborn"
            else:
                provision_id = mint_provision_id(
                    self.timeline_id, version_id, wordings[at], seen[wordings[at]]
                )
                carried_by = "minted"
            state, is_new_state = self._state(provision_id, block, wordings[at], hashes[at])
            current.append(state)
            tracked.append(
                Tracked(
                    block=block,
                    provision_id=provision_id,
                    state_no=state.state_no,
                    is_new_provision=carried_by == "minted",
                    is_new_state=is_new_state,
                    carried_by=carried_by,
                    similarity=pair.similarity if pair else None,
                    text_sha256=hashes[at],
                    own_text=block.text if block.text != state.text else None,
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

    def _remember(self, state: _State) -> None:
        self._provisions[state.provision_id].states[state.text_sha256] = state
        self._by_wording[state.text_sha256].append(state)

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
        units = []
        for state in self._current:
            states = self._provisions[state.provision_id].states
            former = tuple(
                sorted(other.wording for sha256, other in states.items() if sha256 != state.text_sha256)
            )
            units.append(Unit(state.wording, state.kind, state.heading_path, former))
        return units

    def _absent(self, hashes: Sequence[str]) -> Counter[str]:
        """Count the wordings among these that provisions had which the version before does not have."""
        present = {state.provision_id for state in self._current}
        return Counter(
            state.wording
            for sha256 in set(hashes)
            for state in self._by_wording.get(sha256, ())
            if state.provision_id not in present
        )

    def _reborn(self, hashes: Sequence[str], pairs: dict[int, Pair]) -> dict[int, str]:
        """Give blocks that found no partner the absent provision that once had their wording."""
        taken = {state.provision_id for state in self._current}
        found: dict[int, str] = {}
        for at, sha256 in enumerate(hashes):
            if at in pairs:
                continue
            free = [state for state in self._by_wording.get(sha256, ()) if state.provision_id not in taken]
            if free:
                chosen = max(free, key=lambda s: (s.last_version, -s.ordinal, s.provision_id))
                found[at] = chosen.provision_id
                taken.add(chosen.provision_id)
        return found


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _wording(text: str) -> tuple[str, str]:
    wording = normalised(text)
    return wording, wording_sha256(wording)
