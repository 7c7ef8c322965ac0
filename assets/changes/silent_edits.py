"""Whether a document changed in silence: what matters differs, and neither its date nor a notice told of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assets.changes.model import Assessment
from assets.changes.version_class import SUBSTANTIVE, StepClass


def is_silent(
    declared_before: date | None,
    declared: date | None,
    whole: StepClass,
    differing: Iterable[tuple[Assessment, bool]],
) -> bool | None:
    """Return whether a step was silent; ``None`` where that cannot be said: no substance, or no date to go by.

    ``differing``: what each provision that differs comes to, and whether it stands in the newer text. A document
    of several parts may have several dates. An address or a name that changed is of low significance and needs
    no new date.
    """
    if whole.change_class != SUBSTANTIVE or declared_before is None or declared is None:
        return None
    told_of_it = any(
        found.rule == "date_stamp" or (found.rule == "notice" and stands) for found, stands in differing
    )
    return declared_before == declared and not told_of_it and whole.significance in ("high", "medium")
