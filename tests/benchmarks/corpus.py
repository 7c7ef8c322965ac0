"""Finding the real corpus for benchmarks, unpacked into a folder that goes away afterwards."""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def corpus_folder() -> Path:
    """Return the corpus named by TERMSCAPE_CORPUS, or leave with what to do."""
    named = os.environ.get("TERMSCAPE_CORPUS")
    if not named or not (Path(named) / "captures.jsonl").is_file():
        sys.exit(
            "set TERMSCAPE_CORPUS to the folder with captures.jsonl, captures.tar.xz and the versions bundle"
        )
    return Path(named).resolve()


@contextmanager
def unpacked_captures() -> Iterator[Path]:
    """Yield a folder with captures.jsonl and the bodies it names."""
    corpus = corpus_folder()
    with tempfile.TemporaryDirectory(prefix="termscape-bench-") as scratch:
        with tarfile.open(corpus / "captures.tar.xz") as archive:
            archive.extractall(scratch, filter="data")
        shutil.copy(corpus / "captures.jsonl", scratch)
        yield Path(scratch)
