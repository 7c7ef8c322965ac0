"""Playing the embedded sample: invented captures, recorded at their own dates like any others."""

from __future__ import annotations

from assets.archive import Archive
from assets.captures.capture_import import CaptureReport, import_captures
from assets.sources.in_force import SAMPLE, SAMPLE_FOLDER
from assets.sources.registry import load_platforms
from assets.warehouse import Progress, silent


def replay_sample(archive: Archive, progress: Progress = silent) -> CaptureReport:
    """Record every capture of the sample that this archive does not have yet."""
    platforms, _ = load_platforms(SAMPLE_FOLDER / "platforms")
    return import_captures(
        archive, SAMPLE_FOLDER / "manifest.jsonl", platforms=platforms, collection=SAMPLE, progress=progress
    )
