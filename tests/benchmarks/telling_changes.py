"""How well changes are told from noise on invented documents: import, judge, and compare with the labels, by half.

Half of the documents are for developing: their misses are printed. Of the others only figures are.
Run: python -m tests.benchmarks.telling_changes (``--home FOLDER`` keeps the home for a look).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.telling.history import Version, histories

COLLECTION = "Telling changes"
LABELS = ("substantive", "editorial", "noise")
AUTHOR = "Recorder <recorder@example.test>"


@dataclass(frozen=True)
class Judged:
    """One step: what its label says and what Termscape said, with the reason."""

    version: Version
    old_commit: str
    new_commit: str
    told: str
    reason: str


def build_repository(versions: Iterable[Version], folder: Path) -> list[str]:
    """A git repository as the archive's engine lays it out, one commit a version; the commits in that order."""
    stream: list[bytes] = []
    seen: set[str] = set()
    marks = 0
    for version in versions:
        marks += 1
        service, terms = version.path.split("/")
        first = version.path not in seen
        seen.add(version.path)
        subject = f"{'First record' if first else 'Record new changes'} of {service} {terms}"
        message = (
            f"{subject}\n\nThis version was recorded after extracting from snapshot {marks:040x}\n".encode()
        )
        when = f"{int(version.recorded_at.timestamp())} +0000"
        text = version.markdown.encode()
        stream.append(
            f"commit refs/heads/main\nmark :{marks}\nauthor {AUTHOR} {when}\ncommitter {AUTHOR} {when}\n".encode()
            + b"data %d\n%s\n" % (len(message), message)
            + f'M 100644 inline "{version.path}.md"\n'.encode()
            + b"data %d\n%s\n" % (len(text), text)
        )
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    exported = folder / ".git" / "marks"
    command = ["git", "-C", str(folder), "fast-import", "--quiet", f"--export-marks={exported}"]
    subprocess.run(command, input=b"".join(stream), check=True)
    by_mark = dict(line.split() for line in exported.read_text("ascii").splitlines())
    subprocess.run(["git", "-C", str(folder), "reset", "-q", "--hard"], check=True)
    return [by_mark[f":{number}"] for number in range(1, marks + 1)]


def judge(home: Path, work: Path) -> list[Judged]:
    """Import the invented histories into a home and let Termscape tell every step."""
    versions = sorted((v for history in histories() for v in history), key=lambda v: (v.recorded_at, v.path))
    commits = build_repository(versions, work / "versions")
    _termscape(
        "import", "ota", "--versions", str(work / "versions"), "--collection", COLLECTION, "--home", str(home)
    )
    pairs, steps, last = [], [], dict[str, str]()
    for version, commit in zip(versions, commits, strict=True):
        if version.label:
            pairs.append(
                {"path": f"{version.path}.md", "old_commit": last[version.path], "new_commit": commit}
            )
            steps.append(version)
        last[version.path] = commit
    asked, answered = work / "pairs.jsonl", work / "told.jsonl"
    asked.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), "utf-8")
    _termscape("eval", "changes", str(asked), "--output", str(answered), "--home", str(home))
    told = [json.loads(line) for line in answered.read_text("utf-8").splitlines()]
    return [
        Judged(version, pair["old_commit"], pair["new_commit"], line["label"], str(line.get("reason", "")))
        for version, pair, line in zip(steps, pairs, told, strict=True)
    ]


def figures(judged: Sequence[Judged]) -> str:
    """Noise suppressed, substantive kept, editorial F1 and the confusion, as a text."""
    pairs = Counter((step.version.label, step.told) for step in judged)
    true = Counter(step.version.label for step in judged)
    told = Counter(step.told for step in judged)
    right = pairs["editorial", "editorial"]
    f1 = 2 * right / max(1, true["editorial"] + told["editorial"])
    lines = [
        f"{len(judged)} steps: noise suppressed {pairs['noise', 'noise'] / max(1, true['noise']):.1%}, "
        f"substantive kept {pairs['substantive', 'substantive'] / max(1, true['substantive']):.1%}, "
        f"editorial F1 {f1:.2f}",
        f"  {'label':14}" + "".join(f"{'told ' + label:>18}" for label in LABELS),
    ]
    lines += [f"  {label:14}" + "".join(f"{pairs[label, other]:18}" for other in LABELS) for label in LABELS]
    return "\n".join(lines)


def _termscape(*arguments: str) -> None:
    command = [str(Path(sys.executable).with_name("termscape")), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"termscape {' '.join(arguments[:2])} failed:\n{done.stdout}\n{done.stderr}")


def main() -> None:
    """Judge, print the figures of both halves and the misses of the developing one."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(sys.argv[2]) if sys.argv[1:2] == ["--home"] else Path(folder) / "home"
        judged = judge(kept, Path(folder))
    for name, half in (("developing", True), ("held out", False)):
        print(f"\n{name}: {figures([step for step in judged if step.version.developing is half])}")
    print("\nmisses of the developing half")
    for step in judged:
        if step.version.developing and step.told != step.version.label:
            print(
                f"- {step.version.label} told {step.told}: {step.version.path} {step.version.recorded_at:%Y-%m-%d}"
            )
            print(
                f"    {step.version.kind}\n    {step.old_commit[:10]} {step.new_commit[:10]} {step.reason[:160]}"
            )


if __name__ == "__main__":
    main()
