"""Tell documents that are for the people of one region: by title, opening words, contracting company, or address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile, zip_longest
from pathlib import Path
from urllib.parse import urlsplit

from assets.answers.cues import read_words
from assets.answers.model import GENERAL, REGION
from assets.answers.units import Unit, folded
from assets.topics.annotated_yaml import Entry, read_yaml
from assets.topics.patterns import Pattern, compile_pattern

EDITIONS_FILE = Path(__file__).parent / "editions.yaml"
EDITION_MARK = f"{REGION}:"
"""Begins the scope of what an edition for a region says."""
PLACES = ("title", "opening", "party")
"""Where a sign of an edition stands."""

TITLE_WORDS = 14
"""Words of a title at most: the longest seen ("… privacy policy for residents of …") has eleven."""
OPENING_UNITS = 12
"""Sentences that open a document: dates, thanks and the language menu stand before "these terms apply if …"."""
BODY_WORDS = 30
"""Words of a paragraph of the body: a heading behind one is a part's, not the document's."""

_LINK = re.compile(r"\[(?P<text>[^\]]{1,200})\]\([^)]{0,500}\)")
_MARKS = re.compile(r"[*_\u2060]")
_COMPANY_END = re.compile(r"\b(?:Ltd|Inc|Co|Corp|B\.V|K\.K|S\.A|S\.r\.l|Pte|Pty)\.$")
_NAMES = r"privacy|terms|policy|policies|legal|notice|conditions|agreement|tos|eula"


@dataclass(frozen=True)
class Region:
    """A part of the world: how documents name it, its companies and addresses, and which regions it holds."""

    region_id: str
    name: str
    words: Pattern
    companies: Pattern | None
    urls: str
    holds: tuple[str, ...]


@dataclass(frozen=True)
class Sign:
    """A sign that a document is an edition; ``where`` is one of ``PLACES``."""

    sign_id: str
    where: str
    means: str
    pattern: Pattern
    excluded: Pattern
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """For whom a document is: ids of regions, sorted; and the sign that told so with the words it stands in."""

    regions: tuple[str, ...]
    sign_id: str
    words: str


def scope_of(editions: Collection[Edition]) -> str:
    """Return the scope of what only these editions say; ``general`` if there is none."""
    regions = sorted({region for one in editions for region in one.regions})
    return EDITION_MARK + "+".join(regions) if regions else GENERAL


@dataclass(frozen=True)
class EditionRules:
    """The regions and signs of a file; ``version`` is a hash of it."""

    regions: Mapping[str, Region]
    signs: tuple[Sign, ...]
    version: str

    def edition_of(
        self, platform_id: str, units: Sequence[Unit], title: str = "", urls: Sequence[str] = ()
    ) -> Edition | None:
        """Return which edition a version of a document is, ``None`` if it is for everybody.

        Args:
            platform_id: whose document it is: a region in the platform's own name says nothing.
            units: the units of the version, in their order.
            title: of the page, if it is known.
            urls: the addresses at which it was found in the end.
        """
        for where, text in _places(units, title):
            for sign in self.signs:
                if sign.where == where and (edition := self.told(sign, text, platform_id)):
                    return edition
        named = [
            [one.region_id for one in self.regions.values() if one.urls and _in_address(one.urls, url)]
            for url in urls
        ]
        # of a document combined of several pages one may be a region's supplement
        if not named or not all(named):
            return None
        found = self._narrowest(one for several in named for one in several)
        return Edition(found, "address", " ".join(urls))

    def told(self, sign: Sign, text: str, platform_id: str = "") -> Edition | None:
        """Return the edition that a sign finds in a text."""
        match = sign.pattern.search(text)
        if match is None or sign.excluded.search(text):
            return None
        own = set(platform_id.split("-"))
        # a list of regions goes on behind the one that the pattern needs
        words = text if sign.where == "title" else text[match.start() :]
        named = [
            region.region_id
            for region in self.regions.values()
            if (kind := region.companies if sign.where == "party" else region.words)
            and any(not own & set(found.group().lower().split()) for found in kind.finditer(words))
        ]
        regions = self._narrowest(named)
        return Edition(regions, sign.sign_id, text) if regions else None

    def name(self, region_ids: Sequence[str]) -> str:
        """Return regions in words."""
        return " and ".join(self.regions[one].name for one in region_ids)

    def _narrowest(self, region_ids: Iterable[str]) -> tuple[str, ...]:
        """Leave out regions that lie within another one named."""
        found = set(region_ids)
        held = {inner for one in found for inner in self.regions[one].holds}
        return tuple(sorted(found - held))


@cache
def read_edition_rules(file: Path = EDITIONS_FILE) -> EditionRules:
    """Read the regions and signs of a file (default: those that ship); once a process.

    Raises:
        CatalogueError: something is not as expected; names file, line and expectation.
    """
    fields = read_yaml(file).fields(["regions", "words", "signs"])
    regions: dict[str, Region] = {}
    held: list[tuple[Entry, str]] = []
    words: list[str] = []
    companies: list[str] = []
    for item in fields["regions"].entries():
        given = item.fields(["id", "name", "words"], ["companies", "urls", "holds"])
        region_id = given["id"].text()
        if region_id in regions:
            raise given["id"].fail(f"the region {region_id!r} stands here a second time, expected once")
        holds = given["holds"].texts() if "holds" in given else ()
        held.extend((given["holds"], one) for one in holds)
        words.append(given["words"].text())
        companies.extend([given["companies"].text()] if "companies" in given else [])
        regions[region_id] = Region(
            region_id,
            given["name"].text(),
            _whole_words(given["words"]),
            _whole_words(given["companies"]) if "companies" in given else None,
            given["urls"].text() if "urls" in given else "",
            holds,
        )
    for entry, one in held:
        if one not in regions:
            raise entry.fail(f"expected one of the regions ({', '.join(regions)}), found {one!r}")
    known = read_words(
        fields["words"], {"region": _cased("|".join(words)), "company": _cased("|".join(companies))}
    )
    signs = tuple(_sign(item, known) for item in fields["signs"].entries())
    return EditionRules(regions, signs, hashlib.sha256(file.read_bytes()).hexdigest()[:12])


def _sign(item: Entry, words: Mapping[str, str]) -> Sign:
    fields = item.fields(["id", "where", "means", "pattern", "excluded", "examples", "counterexamples"])
    return Sign(
        fields["id"].text(),
        fields["where"].choice(PLACES),
        fields["means"].text(),
        compile_pattern(fields["pattern"], words),
        compile_pattern(fields["excluded"], words),
        fields["examples"].texts(),
        fields["counterexamples"].texts(),
    )


def _whole_words(entry: Entry) -> Pattern:
    return Pattern(_cased(compile_pattern(entry, {}).pattern), entry)


def _cased(words: str) -> str:
    """Return alternatives as whole words whose case counts ("US", not "us")."""
    return rf"(?-i:(?<![\w.])(?:{words})(?!\w))"


def _places(units: Sequence[Unit], title: str) -> Iterator[tuple[str, str]]:
    """Yield the titles and the opening sentences of a version, each with its place."""
    # lists that open a document are its contents, or a menu
    running = [unit for unit in units if unit.clause.kind != "list_item"][:OPENING_UNITS]
    opening = list(takewhile(lambda unit: _before_parts(unit, running), running))
    headed = next((unit for unit in opening if unit.clause.heading_path), None)
    if title:
        yield "title", folded(title)
    # where other parts stand beside it, the first heading is a part's
    tops = {unit.clause.heading_path[0] for unit in units if unit.clause.heading_path}
    if headed and len(tops) == 1:
        for heading in headed.clause.heading_path:
            yield from (("title", text) for text in [folded(heading)] if len(text.split()) <= TITLE_WORDS)
    for unit in opening:
        if not unit.clause.heading_path and len(unit.text.split()) <= TITLE_WORDS:
            yield "title", unit.text
    for unit, following in zip_longest(opening, opening[1:]):
        told = _shown(unit)
        yield "opening", told
        # a sentence seems to end where the name of a company does ("… Ltd. (“Quillwood”)")
        named = following is not None and following.clause is unit.clause and _COMPANY_END.search(told)
        yield "party", f"{told} {_shown(following)}" if named and following else told


def _shown(unit: Unit) -> str:
    """Return what a reader sees of a unit, what leads elsewhere between ⟨ and ⟩."""
    return folded(_MARKS.sub("", _LINK.sub(r"⟨\g<text>⟩", unit.quote)))


def _before_parts(unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether a unit stands before the first part of its document: under no heading, or the first."""
    first = units[0].clause.heading_path
    headed = first or next((one.clause.heading_path for one in units if one.clause.heading_path), ())
    if unit.clause.heading_path not in ((), headed):
        return False
    if not first and unit.clause.heading_path:
        body = [one for one in units if not one.clause.heading_path]
        return all(len(one.clause.text.split()) < BODY_WORDS for one in body)
    return True


def _in_address(words: str, url: str) -> bool:
    """Whether an address names a region beside what the document is (``/eu-privacy-policy``, ``/legal/eu/terms``)."""
    path = urlsplit(url).path.lower()
    between = r"(?:[a-z]{1,15}[-_/.]){0,2}?"
    named = rf"(?<=/)(?:{words})[-_/]{between}(?:{_NAMES})\b|\b(?:{_NAMES})[-_/]{between}(?<=[-_/])(?:{words})(?=[./]|$)"
    return bool(re.search(named, path))
