"""What the classes of candidate versions mean, as the help of a command lists them."""

from __future__ import annotations

from assets.changes.classes import CLASSES

__all__ = ["CLASSES", "as_markdown"]


def as_markdown() -> str:
    """Return them as a list for a command's help."""
    listed = [f"- **{name.replace('_', ' ')}**: {meaning}" for name, meaning in CLASSES.items()]
    return (
        "What the classes mean (in tables they are written with underscores; *held* is what is quarantined):\n\n"
        + "\n".join(listed)
        + '\n\nCheck one: `termscape sql "FROM noise_ledger"` has its id; `termscape diff PLATFORM TERMS ID` shows it.'
    )
