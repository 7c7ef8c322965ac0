"""Errors a user can act on: every message says what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence


class TermscapeError(Exception):
    """The base of all errors that are the user's to fix; ``exit_code`` is the command's exit status.

    Anything else that escapes is a fault of ours and keeps its traceback.
    """

    exit_code = 1


class InputError(TermscapeError):
    """An input cannot be read: the message names the file, the line where there is one, and the fix."""

    exit_code = 2


class NothingFound(TermscapeError):
    """What was asked for does not exist here; the message names the nearest that does, as ``near`` holds them."""

    exit_code = 3

    def __init__(self, message: str, near: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.near = tuple(near)


class HomeBusy(TermscapeError):
    """Another run holds the home's lock; the message names it. Trying again later may work."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h: temporary failure, try again


class HomeUnusable(TermscapeError):
    """The home cannot be used: read-only, full, or of the other kind."""

    exit_code = 73  # EX_CANTCREAT of sysexits.h: cannot create output


class ArchiveDamaged(TermscapeError):
    """The archive's evidence does not check: a hash, a chain link or a body is not what was recorded."""

    exit_code = 74  # EX_IOERR of sysexits.h: input/output error


class ReleaseDamaged(TermscapeError):
    """A release is not what its manifest says: a file is missing, altered or added, or rows differ."""

    exit_code = 74  # EX_IOERR of sysexits.h: input/output error
