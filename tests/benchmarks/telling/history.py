"""Invented documents become histories: versions in order, each step between two of them with its label and kind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.benchmarks.telling.noise import NOISE, TODAY, Captured, Setting
from tests.benchmarks.telling.page import Page, Section

FOLDER = Path(__file__).parent
NOISE_KINDS_A_DOCUMENT = 5
REAL_STEPS_A_DOCUMENT = 8
"""Enough for every edit of the banks to be used once."""
WORDING_STEPS_A_DOCUMENT = 5
FOLLOWING_CLAUSES = 8
FIRST_DAY = date(2024, 1, 8)


@dataclass(frozen=True)
class Version:
    """One recorded version and what the step that led to it was (the first has no label)."""

    path: str
    recorded_at: datetime
    markdown: str
    label: str
    kind: str
    developing: bool


def developing(documents: list[dict[str, Any]]) -> set[str]:
    """Paths of the half that may be looked at: every second one, by bank and then by a hash of its path, for ever."""
    by_hash = sorted(documents, key=lambda d: (d["bank"], hashlib.sha256(d["path"].encode()).hexdigest()))
    return {d["path"] for d in by_hash[::2]}


def histories() -> Iterator[list[Version]]:
    """Every document's versions, oldest first."""
    chrome = _read("chrome.yaml")
    documents = _read("documents.yaml")
    banks = {
        name: _read(f"banks/{name}.yaml")
        for name in {str(d[key]) for d in documents for key in ("bank", "also") if key in d}
    }
    chosen = {d["path"]: _clauses(d, banks[d["bank"]]) for d in documents}
    edits = _dealt(documents, banks, chosen)
    for number, document in enumerate(documents):
        yield _History(number, document, documents, banks, chosen, edits[document["path"]], chrome).versions()


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def _clauses(document: dict[str, Any], bank: list[dict[str, Any]]) -> list[int]:
    order = list(range(len(bank)))
    Random(document["path"]).shuffle(order)
    return sorted(order[: document["take"]])


def _dealt(
    documents: list[dict[str, Any]], banks: dict[str, Any], chosen: dict[str, list[int]]
) -> dict[str, list[tuple[str, str, str]]]:
    """Each edit of a bank goes to one document that holds its clause, in turn."""
    dealt: dict[str, list[tuple[str, str, str]]] = {d["path"]: [] for d in documents}
    for name, bank in sorted(banks.items()):
        for clause, content in enumerate(bank):
            holders = [d["path"] for d in documents if d["bank"] == name and clause in chosen[d["path"]]]
            turns = cycle(sorted(holders, key=lambda path: len(dealt[path])))
            for edit in content["edits"]:
                if holders:
                    dealt[next(turns)].append((edit[0], edit[1], edit[2]))
    return dealt


class _History:
    """One document on its way through time."""

    def __init__(
        self,
        number: int,
        document: dict[str, Any],
        documents: list[dict[str, Any]],
        banks: dict[str, Any],
        chosen: dict[str, list[int]],
        edits: list[tuple[str, str, str]],
        chrome: dict[str, Any],
    ) -> None:
        self.path: str = document["path"]
        self.random = Random("history " + self.path)
        self.number = number
        half = developing(documents)
        self.developing = self.path in half
        self.place = sum((d["path"] in half) is self.developing for d in documents[:number])
        self.bank = banks[document["bank"]]
        self.spare = [n for n in range(len(self.bank)) if n not in chosen[self.path]]
        self.edits = edits
        self.language: str = document["bank"].rsplit("_", 1)[1]
        self.words: dict[str, Any] = chrome[self.language]
        name = self.path.split("/")[0]
        self.values = {"N": name, "C": document["company"], "D": document["domain"]}
        self.page = Page(
            title=self.path.split("/")[1],
            sections=(
                *(self._section(n) for n in chosen[self.path]),
                *(self._written(clause) for clause in self._following(document, banks)),
            ),
            style=document["style"],
        )
        self.day = FIRST_DAY + timedelta(days=number)
        foreign = banks["privacy_de" if self.language != "de" else "privacy_fr"]
        unlike = next(d for d in documents[number + 1 :] + documents if d["bank"] != document["bank"])
        self.setting = Setting(
            words=self.words,
            values=self.values,
            random=self.random,
            half=0 if self.developing else 1,
            other_language=self._whole(
                foreign, "Datenschutz" if self.language != "de" else "Confidentialité"
            ),
            other_document=self._whole(banks[unlike["bank"]], unlike["path"].split("/")[1]),
            today=self.day,
            dates=self._date,
        )
        self.recorded: list[Version] = []

    def versions(self) -> list[Version]:
        """Live through every step once."""
        if self.number % 2 == 0:
            self.page = replace(self.page, stamp=self.setting.say("stamp"))
        self._record(self.page, "", "first record")
        steps = self._plan()
        for kind, step in steps:
            step(kind)
        return self.recorded

    def _plan(self) -> list[tuple[str, Any]]:
        real = [e for e in self.edits if e[0] == "s"][:REAL_STEPS_A_DOCUMENT]
        wording = [e for e in self.edits if e[0] == "e"][:WORDING_STEPS_A_DOCUMENT]
        kinds = list(NOISE)
        first = self.place * NOISE_KINDS_A_DOCUMENT
        noises = [kinds[(first + n) % len(kinds)] for n in range(NOISE_KINDS_A_DOCUMENT)]
        steps: list[tuple[str, Any]] = [(f"noise: {kind}", self._noise(kind)) for kind in noises]
        for place, edit in enumerate(real):
            mixed = place % 4 == 3
            steps.append((("mixed: " if mixed else "real: ") + _told(edit), self._edit(edit, mixed)))
        steps += [("wording: " + _told(edit), self._edit(edit, False)) for edit in wording]
        general = [self._stamp, self._notice, self._renamed_heading, self._case, self._merged, self._product]
        clauses = [self._added, self._removed, self._announced, self._renumbered_and_added]
        steps.append(("wording: " + general[self.number % 6].__name__.strip("_"), general[self.number % 6]))
        steps.append(("real: " + clauses[self.number % 4].__name__.strip("_"), clauses[self.number % 4]))
        self.random.shuffle(steps)
        if self.number % 3 == 0:
            steps.append(("noise: return to a version seen before", self._return))
        return steps

    def _record(self, captured: Captured, label: str, kind: str) -> None:
        markdown = captured if isinstance(captured, str) else captured.markdown()
        markdown = markdown.replace(TODAY, self._date(self.day))
        if self.recorded and markdown == self.recorded[-1].markdown:
            return
        at = datetime(self.day.year, self.day.month, self.day.day, 6, self.number, tzinfo=UTC)
        self.recorded.append(Version(self.path, at, markdown, label, kind, self.developing))
        self.day += timedelta(days=self.random.randint(2, 9))
        self.setting.today = self.day

    def _noise(self, name: str) -> Any:
        def step(kind: str) -> None:
            for captured in NOISE[name](self.page, self.setting):
                self._record(captured, "noise", kind)
                last = captured
            if isinstance(last, Page):
                self.page = last
            else:
                self._record(self.page, "noise", kind + ", back")

        return step

    def _edit(self, edit: tuple[str, str, str], mixed: bool) -> Any:
        def step(kind: str) -> None:
            label = "substantive" if edit[0] == "s" else "editorial"
            before, after = self.setting.fill(edit[1]), self.setting.fill(edit[2])
            edited = [(heading, text.replace(before, after, 1)) for heading, text in self.page.sections]
            edited = [(heading, text) for heading, text in edited if text.strip()]
            if tuple(edited) == self.page.sections:
                return
            truncated = mixed and self.random.random() < 0.3
            if truncated:
                broken = NOISE["truncated and whole again"](self.page, self.setting)[0]
                self._record(broken, "noise", kind + " (truncated before)")
            self.page = replace(self.page, sections=tuple(edited))
            if mixed and not truncated:
                self.page = replace(self.page, query=f"sid={self.random.getrandbits(40):x}")
                self.page = self.page.below(self.setting.say("related")).above(self.setting.say("today"))
            self._record(self.page, label, kind)

        return step

    def _stamp(self, kind: str) -> None:
        template = self.random.choice(self.words["stamp"])
        if not self.page.stamp:
            self.page = replace(self.page, stamp=self.setting.fill(template))
        else:
            earlier = self.setting.dates(FIRST_DAY + timedelta(days=self.number))
            self.page = replace(self.page, stamp=self.page.stamp.replace(earlier, self._date(self.day)))
        self._record(self.page, "editorial", kind)

    def _notice(self, kind: str) -> None:
        self.page = self.page.above(self.setting.say("notice"))
        self._record(self.page, "editorial", kind)

    def _renamed_heading(self, kind: str) -> None:
        (heading, text), *rest = self.page.sections
        more = {"de": "Allgemeines: ", "fr": "Généralités : ", "es": "Generalidades: ", "zh": "总则："}
        renamed = more.get(self.language, "General: ") + heading
        self.page = replace(self.page, sections=((renamed, text), *rest))
        self._record(self.page, "editorial", kind)

    def _case(self, kind: str) -> None:
        sections = tuple((heading.upper(), text) for heading, text in self.page.sections)
        if sections == self.page.sections:
            return
        self.page = replace(self.page, sections=sections)
        self._record(self.page, "editorial", kind)

    def _merged(self, kind: str) -> None:
        """One paragraph becomes two, and the second begins with a joining word."""
        joins = {"de": "Außerdem gilt: ", "fr": "Par ailleurs : ", "es": "Además: ", "zh": "此外，"}
        sections = list(self.page.sections)
        for place, (heading, text) in enumerate(sections):
            end = "。" if self.language == "zh" else ". "
            if text.count(end) > 1 and "\n" not in text:
                first, rest = text.split(end, 1)
                sections[place] = (
                    heading,
                    f"{first}{end.strip()}\n\n{joins.get(self.language, 'Also: ')}{rest}",
                )
                break
        self.page = replace(self.page, sections=tuple(sections))
        self._record(self.page, "editorial", kind)

    def _product(self, kind: str) -> None:
        """The product gets another name in every sentence; the company stays."""
        name, new = self.values["N"], self.values["N"] + " One"
        company = self.values["C"]
        sections = tuple(
            (h, t.replace(company, "\0").replace(name + " ", new + " ").replace("\0", company))
            for h, t in self.page.sections
        )
        if sections == self.page.sections:
            self._notice(kind)
            return
        self.page = replace(self.page, sections=sections)
        self._record(self.page, "editorial", kind)

    def _added(self, kind: str) -> None:
        if not self.spare:
            self._announced(kind)
            return
        place = self.random.randrange(1, len(self.page.sections))
        section = self._section(self.spare[0])
        sections = (*self.page.sections[:place], section, *self.page.sections[place:])
        self.page = replace(self.page, sections=sections)
        self._record(self.page, "substantive", kind)

    def _removed(self, kind: str) -> None:
        place = len(self.page.sections) // 2
        self.page = replace(self.page, sections=self.page.sections[:place] + self.page.sections[place + 1 :])
        self._record(self.page, "substantive", kind)

    def _announced(self, kind: str) -> None:
        """A banner announces a rule; later the rule stands in its place."""
        pairs = self.words["announced"]
        banner, rule = pairs[self.setting.half % len(pairs)]
        banner = self.setting.fill(banner)
        plain = self.page
        self.page = plain.above(banner)
        self._record(self.page, "editorial", kind + " (banner)")
        heading, text = plain.sections[-1]
        self.page = replace(plain, sections=(*plain.sections[:-1], (heading, text + "\n\n" + rule)))
        self._record(self.page, "substantive", kind)

    def _renumbered_and_added(self, kind: str) -> None:
        """A sentence is added while every number moves."""
        self.page = replace(self.page, first_number=self.page.first_number + 1)
        if self.page.style == "numbered":
            self._record(self.page, "editorial", "wording: renumbered")
        self._added(kind)

    def _return(self, kind: str) -> None:
        """The page goes back to a whole text seen a few versions ago."""
        real = [v for v in self.recorded[-14:-5] if v.label in ("substantive", "editorial")]
        if real:
            self._record(real[0].markdown, "noise", kind)

    def _section(self, number: int) -> Section:
        return self._written(self.bank[number])

    def _written(self, clause: dict[str, str]) -> Section:
        return self._fill(clause["heading"]), self._fill(clause["text"])

    def _following(self, document: dict[str, Any], banks: dict[str, Any]) -> list[dict[str, str]]:
        if "also" not in document:
            return []
        start = self.number % 3
        clauses: list[dict[str, str]] = banks[document["also"]][
            start : start + document.get("following", FOLLOWING_CLAUSES)
        ]
        return clauses

    def _fill(self, text: str) -> str:
        for name, value in self.values.items():
            text = text.replace("{" + name + "}", value)
        return text

    def _whole(self, bank: list[dict[str, Any]], title: str) -> str:
        sections = tuple((self._fill(c["heading"]), self._fill(c["text"])) for c in bank)
        return Page(title, sections, "setext").markdown()

    def _date(self, day: date) -> str:
        form = str(self.words["dateform"])
        month = self.words["months"][day.month - 1]
        return form.replace("{month}", month).replace("{day}", str(day.day)).replace("{year}", str(day.year))


def _told(edit: tuple[str, str, str]) -> str:
    return f"{edit[1][:60]!r} -> {edit[2][:60]!r}".replace("\n", " ")
