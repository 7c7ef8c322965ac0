"""What is wrong with a declaration file: where, what was expected, and how to put it right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class DeclarationProblem:
    """One mistake in one file; ``line`` counts from 1.

    An ``error`` means that something declared is not (or not fully) used; a ``warning`` means that it is
    used, and that someone should look. ``fix`` is a suggestion, empty where there is none to give.
    """

    file: str
    line: int
    message: str
    fix: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return one line in the form compilers and editors understand: ``file:line: severity: …``."""
        advice = f" ({self.fix})" if self.fix else ""
        return f"{self.file}:{self.line}: {self.severity}: {self.message}{advice}"


@dataclass
class Problems:
    """Collects the problems of one file, so that all of them are reported and not just the first.

    ``omissions`` counts the errors that leave something out; a reader compares the count before and
    after reading a part to know whether that part can be used.
    """

    file: str
    found: list[DeclarationProblem] = field(default_factory=list)
    omissions: int = 0

    def error(self, line: int, message: str, fix: str = "") -> None:
        """Record a mistake because of which the part that holds it is left out."""
        self.omissions += 1
        self.found.append(DeclarationProblem(self.file, line, message, fix))

    def ignored(self, line: int, message: str, fix: str = "") -> None:
        """Record a mistake that is an error, though what surrounds it is used without it."""
        self.found.append(DeclarationProblem(self.file, line, message, fix))

    def warning(self, line: int, message: str, fix: str = "") -> None:
        """Record something that is used as it stands and that someone should look at."""
        self.found.append(DeclarationProblem(self.file, line, message, fix, "warning"))
