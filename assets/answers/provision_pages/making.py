"""Makes the rows of a version's wordings: what each says among the other clauses of its document, and its exposure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assets.answers.model import Clause
from assets.answers.provision_pages.context import DocumentSlots, ReadClause, by_place, denied, left_open
from assets.answers.provision_pages.exposure import POINTS_ELSEWHERE, Exposure, ExposureTable
from assets.answers.provision_pages.languages import not_read_in
from assets.answers.provision_pages.leading import ToRead
from assets.answers.provision_pages.marks import StanceReader
from assets.answers.provision_pages.model import SlotFilled
from assets.answers.provision_pages.reading import LANGUAGES, ClauseReader, points_elsewhere
from assets.answers.provision_pages.slots import read_slots

Row = dict[str, Any]


@dataclass(frozen=True)
class PageMaker:
    """Makes the rows of one version's wordings."""

    reader: ClauseReader
    stances: StanceReader
    exposure: ExposureTable
    version: str

    def rows_of(
        self, both: Sequence[tuple[Row, Clause]], wanted: frozenset[str], inputs: str
    ) -> tuple[list[Row], list[Row]]:
        """Return the rows of readings and of slots of the wordings wanted, read among all clauses of a version."""
        rows, clauses = [row for row, _ in both], [clause for _, clause in both]
        stances = self.stances.read_all(rows[0]["platform_id"], clauses)
        several = [
            ToRead(
                clause,
                tuple(row["topics"]),
                row["language"] or "en",
                taken,
                tuple(row["corrected"]),
                tuple(row["refused"]),
            )
            for row, clause, taken in zip(rows, clauses, stances, strict=True)
        ]
        read = [
            (row, ReadClause(one.clause, one.topics, reading))
            for row, one, reading in zip(rows, several, self.reader.read_all(several), strict=True)
            if reading is not None
        ]
        document = DocumentSlots([one for _, one in read], read_slots())
        readings: dict[str, Row] = {}
        slots: list[Row] = []
        for row, one in read:
            wording = f"{row['provision_id']}/{row['state_no']}"
            if wording in wanted and wording not in readings:
                filled = document.filled(one)
                readings[wording] = self._reading(row, one, filled, inputs)
                slots.extend(_slot_row(row, number, slot) for number, slot in enumerate(filled, start=1))
        return list(readings.values()), slots

    def _exposure(self, row: Row, one: ReadClause, filled: Sequence[SlotFilled]) -> Exposure:
        reading, language = one.reading, row["language"] or "en"
        if points_elsewhere(one.clause, row["corrected"]):
            return POINTS_ELSEWHERE
        if language in LANGUAGES:
            return self.exposure.of(
                reading.act.name,
                reading.topic_id,
                reading.data_kind,
                left_open(filled),
                reading.marks,
                denied(filled),
            )
        told = self.exposure.of_stances(reading.act.name, reading.topic_id, reading.marks)
        return told or not_read_in(language, reading.marks)

    def _reading(self, row: Row, one: ReadClause, filled: Sequence[SlotFilled], inputs: str) -> Row:
        reading = one.reading
        places = by_place(filled)
        exposure = self._exposure(row, one, filled)
        return {
            "provision_id": row["provision_id"],
            "state_no": row["state_no"],
            "timeline_id": row["timeline_id"],
            "read_in": row["version_id"],
            "topic_id": reading.topic_id or None,
            "role": reading.act.role,
            "polarity": reading.act.polarity,
            "act": reading.act.name,
            "cue_id": reading.act.cue_id,
            "headline": reading.headline,
            "headline_from": reading.headline_from,
            "lead_start": row["char_start"] + reading.lead_start,
            "lead_end": row["char_start"] + reading.lead_end,
            "data_kind": reading.data_kind,
            "specified": places["clause"],
            "specified_elsewhere": [*places["section"], *places["document"]],
            "left_open": places["open"],
            "denied": denied(filled),
            "exposure": exposure.level,
            "exposure_reason": exposure.reason,
            "exposure_row": exposure.row_id,
            "inputs": inputs,
            "rules_version": self.version,
        }


def _slot_row(row: Row, number: int, slot: SlotFilled) -> Row:
    return {
        "provision_id": row["provision_id"],
        "state_no": row["state_no"],
        "slot_no": number,
        "slot": slot.slot,
        "filled_in": slot.where,
        "denied": slot.denied,
        "words": slot.words,
        "quote": slot.quote,
        "quoted_provision_id": slot.provision_id,
        "version_id": row["version_id"],
        "char_start": slot.char_start,
        "char_end": slot.char_end,
    }
