"""What an operator switched on in a home: kept in ``switches.json``, read when Dagster loads the definitions."""

from __future__ import annotations

import msgspec

from assets.errors import HomeUnusable
from assets.home import Home, replace_file, writing


class Switches(msgspec.Struct, frozen=True):
    """``schedules``: whether rounds, retries and the digest run by themselves."""

    schedules: bool = False


def read_switches(home: Home) -> Switches:
    """Return the switches of a home; all are off where nobody switched one on.

    Raises:
        HomeUnusable: the file was damaged.
    """
    path = home.path / "switches.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Switches)
    except FileNotFoundError:
        return Switches()
    except msgspec.DecodeError as error:
        raise HomeUnusable(f"{path} cannot be read ({error}). Remove it: everything is off then.") from error


def write_switches(home: Home, switches: Switches) -> None:
    """Record the switches of a home."""
    with writing(home.path):
        replace_file(home.path / "switches.json", msgspec.json.encode(switches) + b"\n")
