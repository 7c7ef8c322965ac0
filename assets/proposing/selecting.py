"""Finding a selector for the policy on a page: candidates from the main text's surroundings, each tried on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from assets.captures.judging_page import read_page
from assets.proposing.stable_names import is_of_furniture, selectors_of
from assets.sources.model import SourceDocument
from assets.versions.decoding import decode
from assets.versions.extraction import Extraction, extract
from assets.versions.hashes import visible_text
from assets.versions.hostile_markup import defused
from assets.versions.html_page import find_main
from assets.versions.links import LinkTargets
from assets.versions.page_tree import Element, Tree
from assets.versions.second_opinion import agreement, second_reading

# Elements around the main one that are tried, outwards.
LEVELS = 6
MOST_TRIED = 24
# A selector is proposed if its text and the one found without selector have so many words in common (Dice).
ALIKE = 0.97
# What each selector after the first, and matching more than one element, costs.
SEVERAL, SCATTERED = 0.006, 0.01
# What losing the text's own title costs: by it a later look tells whether the page is still this document.
UNTITLED = 0.015
# Something inside is proposed for removal if that brings the two texts nearer by so much, at most so many.
REMOVAL_GAIN, MOST_REMOVED = 0.002, 3
# Tried on every page, whatever the main element is called.
USUAL = (
    ("main", 0.0),
    ("article", 0.0),
    ('[role="main"]', 0.001),
    ("#content", 0.003),
    ("#main-content", 0.003),
)
FURNITURE = ("nav", "aside", "footer", "form")


@dataclass(frozen=True)
class Candidate:
    """Selectors as tried on the page.

    ``matches`` counts the elements matched, ``words`` those of the text; ``kept`` is the share of the words of the
    text found without selector that this one has too, ``beyond`` how many it has that the other has not,
    ``likeness`` what both have in common (Dice), ``second`` the same with the independent second extractor
    (``None``: it found nothing), ``link_share`` the share of words that are links. All shares lie between 0 and 1.
    """

    select: tuple[str, ...]
    remove: tuple[str, ...]
    matches: int
    words: int
    kept: float
    beyond: int
    likeness: float
    second: float | None
    link_share: float
    cost: float

    @property
    def score(self) -> float:
        """What candidates are ordered by: likeness, less what is complicated or may not last."""
        return self.likeness - self.cost


@dataclass(frozen=True)
class Selection:
    """What was tried on a page: the ``plain`` reading without selectors, the candidates, best first, and the one to
    propose (``None``: the text is found as well without)."""

    plain: Extraction
    candidates: tuple[Candidate, ...]
    chosen: Candidate | None


def find_selectors(
    body: bytes, url: str, content_type: str | None = None, *, plain: Extraction | None = None
) -> Selection:
    """Try selectors on an HTML page and return what came of it; ``plain`` is its reading without any, if there is one."""
    plain = plain or extract(body, url, None, content_type=content_type, second_opinion=False)
    if plain.extractor != "main_node":
        return Selection(plain, (), None)
    trial = _Trial(body, url, content_type, plain)
    around = _Surroundings(trial.page, url)
    tried: dict[tuple[str, ...], Candidate] = {}
    for select, cost in around.candidates():
        if select not in tried and len(tried) < MOST_TRIED:
            candidate = trial.run(select, (), cost)
            if candidate is not None:
                tried[select] = candidate
    ranked = sorted(tried.values(), key=lambda one: (-one.score, one.select))
    best = _without_furniture(ranked[0], trial, around.furniture()) if ranked else None
    around.close()
    if best is not None and best.remove:
        ranked.insert(0, best)
    return Selection(plain, tuple(ranked), best if best is not None and best.likeness >= ALIKE else None)


def try_selectors(
    body: bytes,
    url: str,
    select: Sequence[str],
    remove: Sequence[str],
    content_type: str | None = None,
    *,
    plain: Extraction | None = None,
) -> Selection:
    """Try the selectors somebody named, against the reading without any; ``chosen`` is ``None`` if they give no text."""
    plain = plain or extract(body, url, None, content_type=content_type, second_opinion=False)
    candidate = _Trial(body, url, content_type, plain).run(tuple(select), tuple(remove), 0.0)
    return Selection(plain, (candidate,) if candidate else (), candidate)


class _Trial:
    """A page, and the two readings that selectors are measured against."""

    def __init__(self, body: bytes, url: str, content_type: str | None, plain: Extraction) -> None:
        self._body, self._url, self._content_type = body, url, content_type
        text = decode(body, content_type)
        self._reference, self._second = visible_text(plain.markdown), second_reading(text)
        self._words = _counted(self._reference)
        self._title = _first_heading(plain.markdown)
        self.page = LexborHTMLParser(defused(text))

    def run(self, select: tuple[str, ...], remove: tuple[str, ...], cost: float) -> Candidate | None:
        """Read the page by these selectors; ``None``: they give no text."""
        matched = [len(self.page.css(selector)) for selector in select]
        if not all(matched):
            return None
        source = SourceDocument("main", self._url, select=select, remove=remove)
        extraction = extract(
            self._body, self._url, source, content_type=self._content_type, second_opinion=False
        )
        if extraction.extractor != "selectors":
            return None
        visible = visible_text(extraction.markdown)
        words = _counted(visible)
        common = (words & self._words).total()
        read = read_page(extraction.markdown, "")
        cost += SCATTERED if sum(matched) > len(select) else 0.0
        cost += UNTITLED if self._title and self._title not in extraction.markdown.splitlines() else 0.0
        return Candidate(
            select=select,
            remove=remove,
            matches=sum(matched),
            words=extraction.words,
            kept=round(common / max(1, self._words.total()), 3),
            beyond=words.total() - common,
            likeness=agreement(visible, self._reference),
            second=None if self._second is None else agreement(visible, self._second),
            link_share=round(read.link_words / max(1, read.words), 3),
            cost=cost + SEVERAL * (len(select) + len(remove) - 1),
        )


class _Surroundings:
    """The main element of a page with the title, what lies around it, and what was pruned from inside it."""

    def __init__(self, page: LexborHTMLParser, url: str) -> None:
        self._tree: Tree | None = None
        self._main: list[Element] = []
        if page.body is not None:
            self._tree, self._main = find_main(page.body, LinkTargets(url), [])

    def close(self) -> None:
        if self._tree is not None:
            self._tree.take_apart()

    def candidates(self) -> Iterator[tuple[tuple[str, ...], float]]:
        """Yield selectors to try, the likeliest first."""
        if not self._main:
            return
        inmost, leads = self._main[-1], self._main[:-1]
        titles = [one for lead in leads for one in _title_selectors(lead)]
        for number, element in enumerate(_outwards(inmost)):
            for selector, cost in selectors_of(element):
                yield (selector,), cost
                if not number:
                    yield from (((title, selector), cost + extra) for title, extra in titles[:2])
        yield from (((selector,), cost) for selector, cost in USUAL)

    def furniture(self) -> list[str]:
        """Return selectors of what was pruned from the page and is no part of the policy."""
        found = dict.fromkeys(FURNITURE)
        for element in self._tree.elements if self._tree is not None else ():
            if element.dropped and element.letters and element.tag not in ("body", "html"):
                names = [selector for selector, _ in selectors_of(element)]
                found.update(dict.fromkeys(filter(is_of_furniture, names)))
        return list(found)


def _without_furniture(candidate: Candidate, trial: _Trial, furniture: Iterable[str]) -> Candidate:
    """Return the candidate with what should be removed inside it, where that brings it nearer to the main text."""
    best = candidate
    if not candidate.beyond:
        return best
    for selector in list(furniture)[:MOST_TRIED]:
        if len(best.remove) >= MOST_REMOVED:
            break
        if not trial.page.css(selector):
            continue
        cost = candidate.cost + SEVERAL * len(best.remove)
        without = trial.run(best.select, (*best.remove, selector), cost)
        if without and without.likeness >= best.likeness + REMOVAL_GAIN and without.kept >= best.kept:
            best = without
    return best


def _outwards(element: Element) -> Iterator[Element]:
    inner: Element | None = element
    for _ in range(LEVELS):
        if inner is None or inner.tag in ("body", "html"):
            return
        yield inner
        inner = inner.parent


def _title_selectors(lead: Element) -> list[tuple[str, float]]:
    """Selectors of the title that stands outside the main element."""
    found = [(selector, cost) for selector, cost in selectors_of(lead) if selector not in ("main", "article")]
    return [*found, ("h1", 0.002)] if lead.titles else found


def _first_heading(markdown: str) -> str:
    return next((line for line in markdown.splitlines() if line.startswith("#")), "")


def _counted(visible: str) -> Counter[str]:
    return Counter(visible.lower().split())
