"""How good proposals of ``termscape add`` are: on the newest capture of every page of the real corpus, against what a
person declared for it; and the terms type guessed from the address alone, on the platforms that ship.

Run: ``TERMSCAPE_CORPUS=... python -m tests.benchmarks adding``. The words of the guesses were chosen with these
addresses in sight; the addresses of the platforms that ship were looked at once, for words run together.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from statistics import mean, median
from typing import Any

from assets.proposing.looking import SeenPage
from assets.proposing.naming import guess_types
from assets.proposing.proposal import Proposal, Wishes, propose
from assets.sources.registry import SHIPPED_PLATFORMS, load_platforms
from assets.versions.extraction import extract
from assets.versions.hashes import visible_text
from assets.versions.second_opinion import agreement
from tests.benchmarks.corpus import corpus_folder, unpacked_captures

# Two texts with so many words in common are the same but for a line or two.
ALIKE = 0.97


def main() -> None:
    """Print the figures, and what was guessed or selected otherwise."""
    declared = {
        (data["name"], terms_type): page
        for file in sorted((corpus_folder() / "declarations").glob("*.json"))
        if not file.name.endswith(".history.json") and (data := json.loads(file.read_text("utf-8")))
        for terms_type, page in data["terms"].items()
    }
    types: Counter[bool] = Counter()
    likeness, seconds = [], []
    with unpacked_captures() as folder:
        for row in _newest(folder):
            began = time.perf_counter()
            body = (folder / row["file"]).read_bytes()
            seen = SeenPage(row["url"], row["url"], body, row["content_type"], "html", redirected=False)
            proposal = propose([seen], [], Wishes())
            seconds.append(time.perf_counter() - began)
            types[proposal.terms_type == row["terms_type"]] += 1
            if proposal.terms_type != row["terms_type"]:
                title = proposal.sources[0].page.extraction.title
                print(f"  {row['service']}, {row['terms_type']}: guessed {proposal.terms_type} ({title})")
            alike = _likeness(proposal, row, declared.get((row["service"], row["terms_type"])))
            if alike is not None:
                likeness.append(alike)
                if alike < ALIKE:
                    print(
                        f"  {row['service']}, {row['terms_type']}: text {alike:.3f} like the declared, {row['url']}"
                    )
    print(f"terms type as declared: {types[True]} of {types.total()} pages")
    print(
        f"text of the proposed selectors against the declared: {len(likeness)} pages, word F1 mean {mean(likeness):.3f}, "
        f"median {median(likeness):.3f}, at least {ALIKE}: {sum(one >= ALIKE for one in likeness)}"
    )
    print(f"seconds a page: mean {mean(seconds):.2f}, most {max(seconds):.2f}")
    shipped = [
        (one.sources[0].url, one.terms_type)
        for platform in load_platforms(SHIPPED_PLATFORMS)[0]
        for one in platform.declarations
        if one.valid_until is None
    ]
    right = sum(
        [guess.terms_type for guess in guess_types(url)[:1]] == [terms_type] for url, terms_type in shipped
    )
    print(f"terms type from the address alone, platforms that ship: {right} of {len(shipped)}")


def _newest(folder: Path) -> list[dict[str, Any]]:
    """Return the newest capture of every page that has an address."""
    newest: dict[tuple[str, str, str | None], dict[str, Any]] = {}
    for line in (folder / "captures.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        key = (row["service"], row["terms_type"], row["source_document"])
        if (
            row["url"]
            and row["file"]
            and (key not in newest or row["fetched_at"] >= newest[key]["fetched_at"])
        ):
            newest[key] = row
    return [newest[key] for key in sorted(newest, key=str)]


def _likeness(proposal: Proposal, row: dict[str, Any], declaration: dict[str, Any] | None) -> float | None:
    """Compare what the proposed and the declared selectors give; ``None``: the declared ones match nothing."""
    [source] = proposal.sources
    body, url = source.page.seen.body, row["url"]
    reference = extract(body, url, declaration, content_type=row["content_type"], second_opinion=False)
    if declaration is None or reference.extractor != "selectors":
        return None
    chosen = source.selection.chosen if source.selection else None
    mine = {"fetch": url, "select": list(chosen.select), "remove": list(chosen.remove)} if chosen else None
    ours = extract(body, url, mine, content_type=row["content_type"], second_opinion=False)
    return agreement(visible_text(ours.markdown), visible_text(reference.markdown))


if __name__ == "__main__":
    main()
