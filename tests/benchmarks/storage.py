"""Storage: what the archive takes for the corpus' captures, against git with the same captures, side by side."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from pathlib import Path

from assets.archive.bodies import BodyStore
from tests.benchmarks.corpus import unpacked_captures


def git_size(rows: list[dict[str, str]], bodies: Path, folder: Path, repack: list[str]) -> tuple[int, float]:
    """Commit each capture at its own path in a git repository, repack it, and return bytes and seconds."""
    subprocess.run(["git", "init", "-q", "--bare", str(folder)], check=True)
    stream = subprocess.Popen(["git", "-C", str(folder), "fast-import", "--quiet"], stdin=subprocess.PIPE)
    assert stream.stdin is not None
    for number, row in enumerate(rows):
        content = (bodies / row["file"]).read_bytes()
        path = f"{row['service']}/{row['terms_type']}.{row['source_document'] or 'main'}.html"
        stream.stdin.write(
            f"commit refs/heads/main\ncommitter b <b@example.org> {1_700_000_000 + number} +0000\ndata 1\nx\n"
            f'M 100644 inline "{path}"\ndata {len(content)}\n'.encode()
            + content
            + b"\n"
        )
    stream.stdin.close()
    stream.wait()
    started = time.monotonic()
    subprocess.run(["git", "-C", str(folder), *repack], check=True, capture_output=True)
    seconds = time.monotonic() - started
    return sum(p.stat().st_size for p in (folder / "objects" / "pack").glob("*")), seconds


def main() -> None:
    """Print the bytes each way takes."""
    with unpacked_captures() as bodies, tempfile.TemporaryDirectory() as scratch:
        manifest = bodies / "captures.jsonl"
        rows = sorted(map(json.loads, manifest.read_text().splitlines()), key=lambda row: row["fetched_at"])
        raw = sum((bodies / row["file"]).stat().st_size for row in rows)
        started = time.monotonic()
        store = BodyStore(Path(scratch) / "bodies")
        for start in range(0, len(rows), 200):
            store.put_many(
                (r["service"], (bodies / r["file"]).read_bytes()) for r in rows[start : start + 200]
            )
        while store.compact():
            pass
        seconds = time.monotonic() - started
        ours = store.size()
        print(f"{len(rows)} captures, {raw / 1e6:.0f} MB raw")
        print(f"archive (packs, level 9)     {ours / 1e6:7.2f} MB  {seconds:6.1f} s  1.00×")
        for name, command in (
            ("git gc", ["gc", "--quiet"]),
            ("git repack -adf (recomputed)", ["repack", "-q", "-a", "-d", "-f"]),
            ("git gc --aggressive", ["gc", "--quiet", "--aggressive"]),
        ):
            size, seconds = git_size(rows, bodies, Path(scratch) / name.replace(" ", "-"), command)
            print(f"{name:28} {size / 1e6:7.2f} MB  {seconds:6.1f} s  archive is {ours / size:.2f}× of it")


if __name__ == "__main__":
    main()
