"""How fast extraction is: documents a CPU second on one core, with and without selectors and second opinion.

Run: ``TERMSCAPE_CORPUS=... python -m tests.benchmarks.extraction_speed``. CPU time, so that a busy machine
matters little; parsing alone is shown beside, as the floor and as the machine's measure.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from assets.versions import extract
from assets.versions.decoding import decode
from tests.benchmarks.extraction_pairs import Page, Pair, corpus_pairs, newest_of_each

# The quickest of several rounds is the one least disturbed by others on the machine.
ROUNDS = 3


def main() -> None:
    """Print the table."""
    with corpus_pairs() as pairs:
        sample = [(page, pair) for pair in newest_of_each(pairs) for page in pair.pages]
        characters = sum(len(page.body) for page, _ in sample) // len(sample)
        print(f"{len(sample)} pages, {characters:,} bytes each on average; CPU time, best of {ROUNDS} rounds")
        matching = [(page, pair) for page, pair in sample if _reads_selectors(page, pair)]
        _time("decode and parse only", sample, lambda page, pair: LexborHTMLParser(decode(page.body)))
        _time("main node", sample, lambda page, pair: _read(page, None, False))
        _time("declared selectors", matching, lambda page, pair: _read(page, pair, False))
        _time("main node + second opinion", sample, lambda page, pair: _read(page, None, True), rounds=1)
        _time("declared + second opinion", matching, lambda page, pair: _read(page, pair, True), rounds=1)


def _read(page: Page, pair: Pair | None, second_opinion: bool) -> str:
    declaration = pair.declaration if pair else None
    reading = extract(
        page.body, page.url, declaration, content_type=page.content_type, second_opinion=second_opinion
    )
    return reading.extractor


def _reads_selectors(page: Page, pair: Pair) -> bool:
    return _read(page, pair, False) == "selectors"


def _time(
    name: str, sample: list[tuple[Page, Pair]], work: Callable[[Page, Pair], object], rounds: int = ROUNDS
) -> None:
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for page, pair in sample:
            work(page, pair)
        best = min(best, time.process_time() - start)
    print(f"  {name:28} {1000 * best / len(sample):7.2f} ms {len(sample) / best:8.1f} documents/s")


if __name__ == "__main__":
    main()
