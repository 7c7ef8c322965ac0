"""``make bench``: every measurement quoted in the docs, one after the other, on the real corpus."""

from __future__ import annotations

import importlib
import sys

BENCHMARKS = (
    "storage",
    "extraction_speed",
    "extraction_quality",
    "pipeline",
    "fetching",
    "lineage",
    "changes",
    "telling_changes",
    "assessing",
    "answer_accuracy",
    "claims",
    "topic_precision",
    "reading_speed",
    "judging",
    "adding",
    "comparing",
    "site",
)


def main() -> None:
    """Run the benchmarks named as arguments, or all of them."""
    chosen = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in chosen if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"no benchmark {unknown[0]!r}; there are: {', '.join(BENCHMARKS)}")
    for name in chosen:
        print(f"\n== {name}", flush=True)
        sys.argv = [name]
        importlib.import_module(f"tests.benchmarks.{name}").main()


if __name__ == "__main__":
    main()
