"""The whole product on the real corpus: import, captures, no-change runs, rebuild; time, memory, Dagster's share."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from tests.benchmarks.corpus import corpus_folder, unpacked_captures

COMMAND = Path(sys.executable).parent / "termscape"


@dataclass(frozen=True)
class Measured:
    """What one command took: wall and CPU seconds, peak memory of its largest process in MB."""

    wall: float
    cpu: float
    peak_megabytes: float


def measure(home: Path, *arguments: str) -> Measured:
    """Run a command in a fresh process and measure it with everything it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    command = ["/usr/bin/env", f"TERMSCAPE_HOME={home}", str(COMMAND), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _resident(process.pid))
        time.sleep(0.05)
    assert process.stderr is not None
    if process.returncode != 0:
        sys.exit(f"{' '.join(arguments)} failed:\n{process.stderr.read()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(time.monotonic() - started, cpu, peak)


def _resident(pid: int) -> float:
    """Return the resident memory of a process and its children, in MB."""
    total = 0
    for task in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = task.read_text().rsplit(")", 1)[1].split()
            if int(task.parent.name) == pid or int(fields[1]) == pid:
                total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            continue
    return total / 1e6


def dagster_overhead(home: Path) -> tuple[float, float]:
    """Return the newest run's seconds inside its steps and outside of them."""
    os.environ["DAGSTER_HOME"] = str(home / "dagster")
    with dg.DagsterInstance.get() as instance:
        run = instance.get_run_records(limit=1)[0]
        steps = instance.get_run_step_stats(run.dagster_run.run_id)
        inside = sum((s.end_time or 0) - (s.start_time or 0) for s in steps)
        return inside, (run.end_time or 0) - (run.start_time or 0) - inside


def main() -> None:
    """Print a row a command."""
    corpus = corpus_folder()
    bundle, declarations = str(corpus / "genai-dev-versions.bundle"), str(corpus / "declarations")
    with tempfile.TemporaryDirectory(prefix="termscape-bench-") as scratch, unpacked_captures() as captures:
        home = Path(scratch) / "home"
        import_ota = ("import", "ota", "--versions", bundle, "--declarations", declarations)
        manifest = str(captures / "captures.jsonl")
        replay = ("import", "captures", manifest, "--declarations", declarations, "--licence", "ODC-By-1.0")
        print(f"{'':44}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}{'in steps':>10}{'outside':>9}")
        for name, arguments, dagster in (
            ("import the bundle, archive only", (*import_ota, "--no-publish"), False),
            ("first run: versions to publication", ("run", "--live", "--offline"), True),
            ("import the bundle again", import_ota, True),
            ("replay 710 captures, to publication", replay, True),
            ("run with nothing new", ("run", "--live", "--offline"), True),
            ("rebuild all from the archive", ("rebuild",), True),
        ):
            took = measure(home, *arguments)
            inside, outside = dagster_overhead(home) if dagster else (0.0, 0.0)
            print(
                f"{name:44}{took.wall:8.1f}{took.cpu:8.1f}{took.peak_megabytes:9.0f}{inside:10.1f}{outside:9.1f}"
            )
        finished = subprocess.run(
            ["/usr/bin/env", f"TERMSCAPE_HOME={home}", str(COMMAND), "status", "--json"],
            capture_output=True,
            text=True,
        )
        documents = json.loads(finished.stdout)["documents"]
        archive = sum(p.stat().st_size for p in (home / "archive").rglob("*") if p.is_file())
        print(
            f"{len(documents)} documents; archive {archive / 1e6:.1f} MB, warehouse {(home / 'warehouse.duckdb').stat().st_size / 1e6:.1f} MB"
        )


if __name__ == "__main__":
    main()
