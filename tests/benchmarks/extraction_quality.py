"""How much of real policies extraction keeps, scored against the Markdown recorded from the same captures.

Run: ``TERMSCAPE_CORPUS=... python -m tests.benchmarks.extraction_quality [--all] [--worst 20]``.
Words are compared as multisets of what a reader sees; headings and list items by their whole text.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean, median

from assets.versions import Extraction, extract
from tests.benchmarks.extraction_pairs import PAGE_SEPARATOR, Pair, corpus_pairs, newest_of_each

# Versions of one page that differ by more than this are of different texts.
SAME_TEXT = 0.9

_TARGET = re.compile(r"\]\((?:<[^<>\n]{0,3000}>|[^()\n]{0,3000}(?:\([^()\n]{0,300}\)[^()\n]{0,3000}){0,3})\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,3000}\)")
_HEADING = re.compile(r"^\s{0,3}(?:>\s?)?#{1,6}\s+(\S.*)$", re.MULTILINE)
_SETEXT_HEADING = re.compile(r"^(\S[^\n]*)\n(?:={3,}|-{3,})\s*$", re.MULTILINE)
_LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,4}[.)])\s+(\S.*)$", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Score:
    """Agreement of an extraction with the recorded version; each figure lies between 0 and 1."""

    f1: float
    precision: float
    recall: float
    headings: float | None
    items: float | None


def score(ours: str, recorded: str) -> Score:
    """Compare two Markdown texts; ``None`` where the recorded one has no headings or no list items."""
    found, expected = words(ours), words(recorded)
    common = (found & expected).total()
    precision = common / max(1, found.total())
    recall = common / max(1, expected.total())
    return Score(
        f1=2 * common / max(1, found.total() + expected.total()),
        precision=precision,
        recall=recall,
        headings=_recall(headings(ours), headings(recorded)),
        items=_recall(list_items(ours), list_items(recorded)),
    )


def words(markdown: str) -> Counter[str]:
    """Return the words a reader sees, in lower case, with their counts."""
    return Counter(_WORD.findall(_visible(markdown).lower()))


def headings(markdown: str) -> Counter[str]:
    """Return the headings' texts, reduced to their words."""
    found = [*_HEADING.findall(markdown), *_SETEXT_HEADING.findall(markdown)]
    return _reduced(found)


def list_items(markdown: str) -> Counter[str]:
    """Return the first lines of list items, reduced to their words."""
    return _reduced(_LIST_ITEM.findall(markdown))


def _visible(markdown: str) -> str:
    return _TAG.sub(" ", _TARGET.sub("]", _AUTOLINK.sub(r"\1", _IMAGE.sub("", markdown))))


def _reduced(texts: Iterable[str]) -> Counter[str]:
    reduced = ("".join(_WORD.findall(_visible(text).lower())) for text in texts)
    return Counter(text for text in reduced if text)


def _recall(found: Counter[str], expected: Counter[str]) -> float | None:
    return (found & expected).total() / expected.total() if expected else None


def extract_pair(pair: Pair, *, declared: bool) -> str:
    """Return the Markdown of all pages of a document, with or without its declared selectors."""
    return PAGE_SEPARATOR.join(part.markdown for part in _parts(pair, declared))


def is_comparable(pair: Pair) -> bool:
    """Say whether the recorded version can have been made from these pages.

    Where the declared selectors match nothing in a page, the archive recorded nothing from it, and the
    version in force is of an older page.
    """
    return all(part.extractor == "selectors" for part in _parts(pair, True))


def says_the_same(pair: Pair) -> bool:
    """Say whether the recorded version is of this text at all, judged by the part its declaration selects.

    Some are not: the archive's engine of the time read the selectors otherwise, doubled nested matches, or
    recorded the version from another page of those combined.
    """
    return score(extract_pair(pair, declared=True), pair.markdown).f1 >= SAME_TEXT


def _parts(pair: Pair, declared: bool) -> list[Extraction]:
    declaration = pair.declaration if declared else None
    return [
        extract(page.body, page.url, declaration, content_type=page.content_type, second_opinion=False)
        for page in pair.pages
    ]


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--all", action="store_true", help="also every capture of the long histories")
    arguments.add_argument("--worst", type=int, default=0, help="list this many worst documents")
    options = arguments.parse_args()
    with corpus_pairs() as pairs:
        samples = {"newest of each document": newest_of_each(pairs)}
        if options.all:
            samples["all captures"] = pairs
        for name, sample in samples.items():
            comparable = [pair for pair in sample if is_comparable(pair)]
            same = [pair for pair in comparable if says_the_same(pair)]
            print(f"\n{name}: {len(sample)} pairs")
            _left_out("the declared selectors match nothing in the capture", sample, comparable)
            _left_out("the recorded version says something else", comparable, same)
            for declared in (False, True):
                title = "declared selectors" if declared else "no selectors"
                _report(f"{title}, all comparable pairs", comparable, declared)
                _report(f"{title}, without those whose version says something else", same, declared)
                if options.worst:
                    _worst(comparable, declared, options.worst)


def _left_out(reason: str, before: list[Pair], after: list[Pair]) -> None:
    names = sorted({pair.document for pair in before} - {pair.document for pair in after})
    print(
        f"  left out {len(before) - len(after)}, {reason}: {', '.join(names) or '(documents with other captures)'}"
    )


def _report(name: str, sample: list[Pair], declared: bool) -> None:
    cache: dict[tuple[tuple[str, ...], str], Score] = {}
    by_document: dict[str, list[Score]] = {}
    for pair in sample:
        key = (tuple(page.sha256 for page in pair.pages), pair.markdown)
        if key not in cache:
            cache[key] = score(extract_pair(pair, declared=declared), pair.markdown)
        by_document.setdefault(pair.document, []).append(cache[key])
    scores = [one for several in by_document.values() for one in several]
    print(f"\n{name}: {len(scores)} pairs, {len(cache)} distinct, {len(by_document)} documents")
    print(f"  {'':10} {'mean':>7} {'median':>7} {'p10':>7} {'documents':>10}")
    for field in ("f1", "precision", "recall", "headings", "items"):
        values = [value for one in scores if (value := getattr(one, field)) is not None]
        macro = [
            mean(inner)
            for several in by_document.values()
            if (inner := [value for one in several if (value := getattr(one, field)) is not None])
        ]
        low = sorted(values)[len(values) // 10]
        print(f"  {field:10} {mean(values):7.4f} {median(values):7.4f} {low:7.4f} {mean(macro):10.4f}")


def _worst(sample: list[Pair], declared: bool, count: int) -> None:
    scored = [(score(extract_pair(pair, declared=declared), pair.markdown), pair) for pair in sample]
    scored.sort(key=lambda row: min(row[0].f1, row[0].headings or 1, row[0].items or 1))
    for one, pair in scored[:count]:
        rates = " ".join("  -  " if rate is None else f"{rate:.3f}" for rate in vars(one).values())
        print(f"  {rates}  {pair.fetched_at:%Y-%m-%d} {pair.document} {pair.pages[0].sha256[:8]}")


if __name__ == "__main__":
    main()
