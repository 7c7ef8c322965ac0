"""How often the judging tells a policy from what is not one: real captures and written pages, labelled by hand.

Run: ``python -m tests.benchmarks judging`` (the written pages need nothing; the real captures need
``TERMSCAPE_CORPUS``), or ``python -m tests.benchmarks.judging --errors development`` for the pages judged
wrongly. Precision and recall are of "not the policy" (outcomes ``not_a_policy`` and ``blocked``). The rules
are made on the development half; which pages fail in the held-out half is hidden unless ``--errors all``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from assets.captures.judging import Judgement, judge
from assets.versions import extract
from tests.benchmarks.corpus import corpus_folder
from tests.benchmarks.extraction_pairs import _in_force

FOLDER = Path(__file__).parent
WRITTEN, LABELS = FOLDER / "judging_pages", FOLDER / "judging_labels.yaml"
HTML = "text/html; charset=utf-8"
POLICY, DOUBTFUL = "policy", "doubtful"
LABEL_VALUES = {POLICY, DOUBTFUL, "not_a_policy", "blocked"}
# The rules that tell a user what such a page is; a right outcome by another rule counts as held, not as told.
RIGHT_RULES = {
    "soft_404": {"soft_404"},
    "server_error": {"server_error"},
    "bot_wall": {"bot_wall"},
    "geo_block": {"geo_block"},
    "login_wall": {"login_wall"},
    "consent_interstitial": {"consent_wall", "age_gate", "country_choice"},
    "empty": {"empty", "too_short"},
    "empty_shell": {"empty_shell", "empty", "too_short"},
    "pdf_viewer": {"pdf_viewer"},
    "hub": {"index"},
    "wrong_redirect": {"redirected", "redirected_home", "other_document", "other_writing"},
    "other_document": {"other_document"},
    "other_subject": {"other_writing"},
}
# What the environment may ask for where no option can be given: which errors are listed.
ERRORS_VARIABLE = "TERMSCAPE_BENCH_ERRORS"


@dataclass(frozen=True)
class LabelledPage:
    """A captured page and what a careful reader says of it.

    ``name`` identifies it in the output; ``group`` is what decides the half: a page by itself, or a whole
    service, so that the pages of one site never lie in both halves.
    """

    name: str
    group: str
    url: str
    final_url: str | None
    terms_type: str
    label: str
    kind: str
    body: bytes
    content_type: str = HTML
    declaration: Mapping[str, Any] | None = None

    @property
    def held_out(self) -> bool:
        """Say whether the page belongs to the half at which no rule was made."""
        return bool(hashlib.sha256(self.group.encode()).digest()[0] % 2)


@dataclass(frozen=True)
class Judged:
    """A labelled page with the judgement the pipeline would give."""

    page: LabelledPage
    judgement: Judgement

    @property
    def expected(self) -> bool:
        """Say whether the reader holds it for something else than the policy."""
        return self.page.label != POLICY

    @property
    def found(self) -> bool:
        """Say whether the judging does."""
        return self.judgement.outcome in ("not_a_policy", "blocked")


@dataclass(frozen=True)
class Figures:
    """Counts of one set of pages; the rates lie between 0 and 1."""

    hits: int
    false_alarms: int
    misses: int
    passed: int

    @property
    def precision(self) -> float:
        """Of what was held, the share that is not the policy."""
        return self.hits / max(1, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        """Of what is not the policy, the share that was held."""
        return self.hits / max(1, self.hits + self.misses)


def written_pages() -> list[LabelledPage]:
    """Return the pages written for this benchmark; they need nothing but this folder."""
    index = yaml.safe_load((WRITTEN / "index.yaml").read_text(encoding="utf-8"))["pages"]
    return [
        LabelledPage(
            name=entry["file"],
            group=entry["file"],
            url=entry["url"],
            final_url=entry.get("final_url", entry["url"]),
            terms_type=entry["terms_type"],
            label=_label(entry),
            kind=entry["kind"],
            body=(WRITTEN / f"{entry['file']}.html").read_bytes(),
        )
        for entry in index
    ]


def captured_pages() -> list[LabelledPage]:
    """Return the labelled captures of the corpus, each with the declaration then in force; exit without it."""
    corpus = corpus_folder()
    entries = yaml.safe_load(LABELS.read_text(encoding="utf-8"))["captures"]
    rows = {(row["sha256"], row["terms_type"]): row for row in _manifest(corpus)}
    pages = []
    with _bodies(corpus) as folder:
        for entry in entries:
            row = rows[entry["sha256"], entry["terms_type"]]
            at = datetime.fromisoformat(row["fetched_at"]).astimezone(UTC)
            pages.append(
                LabelledPage(
                    name=f"{entry['service']} / {entry['terms_type']} / {entry['sha256'][:8]}",
                    group=entry["service"],
                    url=entry.get("url", ""),
                    final_url=None,
                    terms_type=entry["terms_type"],
                    label=_label(entry),
                    kind=entry["kind"],
                    body=(folder / row["file"]).read_bytes(),
                    content_type=row["content_type"],
                    declaration=_in_force(corpus, entry["service"], entry["terms_type"], at),
                )
            )
    return [page for page in pages if page.label != DOUBTFUL]


def judged(page: LabelledPage) -> Judged:
    """Extract and judge a page as the pipeline does (``assets/versions/texts.py``)."""
    found = extract(
        page.body, page.url, page.declaration, content_type=page.content_type, second_opinion=False
    )
    judgement = judge(
        found.markdown,
        url=page.url,
        final_url=page.final_url,
        title=found.title,
        terms_type=page.terms_type,
    )
    return Judged(page, judgement)


def figures(pages: Sequence[Judged]) -> Figures:
    """Count what was held and what was let through, rightly and wrongly."""
    counts = Counter((one.expected, one.found) for one in pages)
    return Figures(counts[True, True], counts[False, True], counts[True, False], counts[False, False])


def describe(one: Judged) -> str:
    """Say in a line what was judged and how, for a list of errors."""
    page, judgement = one.page, one.judgement
    said = f"{judgement.outcome} by {judgement.rule}: {judgement.reason}"
    return f"{page.name} is {page.label} ({page.kind}), judged {said}"


def _label(entry: Mapping[str, Any]) -> str:
    label = str(entry["label"])
    if label not in LABEL_VALUES:
        raise ValueError(f"label {label!r} of {entry}: expected one of {sorted(LABEL_VALUES)}")
    return label


def _manifest(corpus: Path) -> Iterator[dict[str, Any]]:
    for line in (corpus / "captures.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@contextmanager
def _bodies(corpus: Path) -> Iterator[Path]:
    """Yield the folder in which the manifest's files lie, unpacked where they are not yet."""
    if (corpus / "blobs").is_dir():
        yield corpus
        return
    with tempfile.TemporaryDirectory(prefix="termscape-bench-") as scratch:
        with tarfile.open(corpus / "captures.tar.xz") as archive:
            archive.extractall(scratch, filter="data")
        yield Path(scratch)


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--errors",
        choices=("none", "development", "all"),
        default=os.environ.get(ERRORS_VARIABLE, "none"),
        help="list the pages judged wrongly, and the tables of kinds, of this part",
    )
    chosen = options.parse_args().errors
    sets = {"written pages": [judged(page) for page in written_pages()]}
    if os.environ.get("TERMSCAPE_CORPUS"):
        sets["real captures"] = [judged(page) for page in captured_pages()]
        sets["together"] = [one for pages in sets.values() for one in pages]
    else:
        print("TERMSCAPE_CORPUS is not set: the written pages only")
    halves: dict[str, Callable[[Judged], bool]] = {
        "both halves": lambda one: True,
        "development": lambda one: not one.page.held_out,
        "held out": lambda one: one.page.held_out,
    }
    print(f"  {'':28} pages  held rightly  wrongly  let through wrongly  precision  recall  rule right")
    for name, pages in sets.items():
        for half, belongs in halves.items():
            _row(f"{name}, {half}", [one for one in pages if belongs(one)])
    shown = [one for one in list(sets.values())[-1] if chosen == "all" or not one.page.held_out]
    _kinds(shown, "both halves" if chosen == "all" else "the development half")
    if chosen != "none":
        print("\nerrors:")
        for one in shown:
            if one.expected != one.found:
                print(f"  {describe(one)}")


def _row(name: str, pages: Sequence[Judged]) -> None:
    count = figures(pages)
    held = [one for one in pages if one.expected and one.found]
    told = sum(one.judgement.rule in RIGHT_RULES[one.page.kind] for one in held)
    total = count.hits + count.false_alarms + count.misses + count.passed
    print(
        f"  {name:28} {total:5} {count.hits:13} {count.false_alarms:8} {count.misses:20}"
        f" {count.precision:10.3f} {count.recall:7.3f} {told / max(1, len(held)):11.3f}"
    )


def _kinds(pages: Sequence[Judged], part: str) -> None:
    print(f"\nby kind, {part}: pages, held, and the outcomes and rules that were given")
    for expected in (True, False):
        of_label = [one for one in pages if one.expected is expected]
        for kind in sorted({one.page.kind for one in of_label}):
            of_kind = [one for one in of_label if one.page.kind == kind]
            given = Counter(f"{one.judgement.outcome}/{one.judgement.rule}" for one in of_kind)
            rules = ", ".join(f"{rule} {count}" for rule, count in given.most_common())
            held = sum(one.found for one in of_kind)
            print(f"  {'' if expected else 'policy: '}{kind:22} {len(of_kind):4} {held:4}  {rules}")


if __name__ == "__main__":
    main()
