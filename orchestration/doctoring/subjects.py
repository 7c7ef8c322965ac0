"""The subjects the doctor examines, in order: a new one is a function of a ``Patient`` and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assets.errors import TermscapeError
from orchestration.doctoring.archive import examine_archive
from orchestration.doctoring.environment import examine_environment
from orchestration.doctoring.findings import Finding, Patient, broken, in_words
from orchestration.doctoring.homes import examine_home
from orchestration.doctoring.machine import examine_machine
from orchestration.doctoring.outputs import examine_outputs
from orchestration.doctoring.published import examine_published
from orchestration.doctoring.runs import examine_runs
from orchestration.doctoring.settings_files import examine_settings
from orchestration.doctoring.watching import examine_watching

Examine = Callable[[Patient], Iterator[Finding]]

SUBJECTS: Mapping[str, Examine] = {
    "machine": examine_machine,
    "home": examine_home,
    "environment": examine_environment,
    "settings": examine_settings,
    "runs": examine_runs,
    "archive": examine_archive,
    "published file": examine_published,
    "outputs": examine_outputs,
    "watching": examine_watching,
}

_FAILED = "mend what else is broken here, a full disk or a read-only home first, and ask again"


def examine(patient: Patient) -> Iterator[tuple[str, Finding]]:
    """Yield every finding with its subject; what a subject cannot tell becomes a finding, not the end."""
    for subject, function in SUBJECTS.items():
        try:
            for finding in function(patient):
                yield subject, finding
        except TermscapeError as error:
            yield subject, broken(subject, str(error))
        except (
            Exception
        ) as error:  # of a library, or ours: what the other subjects tell is needed all the more
            yield subject, broken(subject, f"could not be examined to the end: {in_words(error)}", _FAILED)
