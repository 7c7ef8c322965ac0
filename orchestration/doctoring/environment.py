"""The variables of the environment that runs heed: what each is set to, or what a run would say of it."""

from __future__ import annotations

import os
from collections.abc import Iterator

from assets.captures.fetching.settings import CONTACT_VARIABLE
from assets.site.base_url import BASE_URL_VARIABLE
from assets.topics.choosing import CLASSIFIER_VARIABLE, TRAIN_DATA_VARIABLE
from orchestration.doctoring.findings import Finding, Patient, broken, ok
from orchestration.leaving_out import VARIABLE as LEAVE_OUT_VARIABLE
from orchestration.settings import mistakes_in_environment

VARIABLES = (
    CONTACT_VARIABLE,
    BASE_URL_VARIABLE,
    LEAVE_OUT_VARIABLE,
    CLASSIFIER_VARIABLE,
    TRAIN_DATA_VARIABLE,
)


def examine_environment(patient: Patient) -> Iterator[Finding]:
    """Yield a finding for each variable that is set; of a home that is not made yet too, which none would be."""
    wrong = mistakes_in_environment(patient.kind)
    for variable in VARIABLES:
        if variable in wrong:
            yield broken(
                variable,
                wrong[variable].removeprefix(f"{variable}: "),
                "set it right, or unset it: nothing runs until then",
            )
        elif os.environ.get(variable):
            yield ok(variable, os.environ[variable])
