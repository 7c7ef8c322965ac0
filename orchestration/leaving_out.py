"""Which outputs a run leaves out after it published: the words in TERMSCAPE_LEAVE_OUT."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, get_args

from assets.errors import InputError

if TYPE_CHECKING:
    import dagster as dg

VARIABLE = "TERMSCAPE_LEAVE_OUT"
Output = Literal["release", "site", "feeds"]


def left_out(output: Output) -> bool:
    """Whether a run makes no such output.

    Raises:
        InputError: the variable holds a word that names no output.
    """
    return output in outputs_left_out()


def told_left_out(output: Output) -> dg.MaterializeResult[None]:
    """Return what the page of an asset says when a run left it out."""
    import dagster as dg  # it takes a second to import: who only reads the variable need not wait

    return dg.MaterializeResult(
        metadata={"left out": f"{VARIABLE} names {output}; what was there before stays"}
    )


def outputs_left_out() -> set[str]:
    """Return the outputs that runs leave out.

    Raises:
        InputError: the variable holds a word that names no output.
    """
    words = set(os.environ.get(VARIABLE, "").replace(",", " ").split())
    if unknown := words - set(get_args(Output)):
        raise InputError(
            f"{VARIABLE}: {', '.join(sorted(unknown))} is no output of a run. "
            f"Expected any of: {', '.join(get_args(Output))}."
        )
    return words
