"""Files that a person asks a command to write: a path that cannot be one is said in a line, before any work is done."""

from __future__ import annotations

import os
from pathlib import Path

from assets.errors import InputError
from assets.home import replace_file


def check_output(path: Path) -> None:
    """Make sure that a file can be written at ``path``, so that a long command does not end for want of it.

    Raises:
        InputError: it cannot; the message says why.
    """
    folder = path.absolute().parent
    if path.is_dir():
        raise _unusable(path, "it is a folder. The path of a file was expected")
    if not folder.exists():
        raise _unusable(path, f"there is no folder {folder}. Make it first (mkdir -p)")
    if not folder.is_dir():
        raise _unusable(path, f"{folder} is a file, not a folder")
    if not os.access(path if _written_in_place(path) else folder, os.W_OK):
        raise _unusable(path, "you may not write there")


def write_output(path: Path, text: str) -> None:
    """Write a text as UTF-8 to where a person asked for it: whole or not at all; into a device or pipe as it comes.

    Raises:
        InputError: it cannot be written; the message names the path and says why.
    """
    check_output(path)
    try:
        if _written_in_place(path):
            path.write_text(text, encoding="utf-8")
        else:
            # a link stays one: the file it leads to is replaced
            replace_file(path.resolve(), text.encode())
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError) as error:
        raise _unusable(path, str(getattr(error, "strerror", None) or error)) from error


def _written_in_place(path: Path) -> bool:
    """Whether the path is something other than a file, such as /dev/stdout: it must not be replaced by one."""
    return path.exists() and not path.is_file()


def _unusable(path: Path, why: str) -> InputError:
    return InputError(f"cannot write {path}: {why}.")
