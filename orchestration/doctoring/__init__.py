"""Explaining the state of an installation: one function a subject, each yielding findings (``subjects.py`` lists them)."""

from orchestration.doctoring.findings import Finding, Patient
from orchestration.doctoring.subjects import SUBJECTS, examine

__all__ = ["SUBJECTS", "Finding", "Patient", "examine"]
