"""The published database: a checked copy of the warehouse, put in place in one rename."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from assets.home import sync_folder, writing
from assets.leftovers import clear_leftovers, name_of_own
from assets.warehouse import Warehouse, open_copy

READ_ONLY = 0o444


@dataclass(frozen=True)
class Publication:
    """What was published: the size of the file and how many rows stayed out, by check."""

    bytes: int
    withheld: Mapping[str, int]


def publish(
    warehouse: Warehouse, withheld: Mapping[str, tuple[str, str, list[str]]] | None = None
) -> Publication:
    """Copy the warehouse to the home's ``published/termscape.duckdb``; whoever has it open keeps the old one.

    ``withheld`` maps a check's name to a table, its key column, and the keys of the rows that failed:
    they are left out of the copy, and the warehouse keeps them. The file is written beside the old one,
    synced, and renamed over it, so a reader sees one or the other, and a crash leaves the old one.
    """
    home = warehouse.home
    warehouse.connection.execute("CHECKPOINT")
    with writing(home.published):
        home.published.mkdir(parents=True, exist_ok=True)
        clear_leftovers(home.published)
        temporary = name_of_own(home.published_database)
        try:
            shutil.copyfile(home.warehouse, temporary)
            taken_out: dict[str, int] = {}
            if withheld and any(keys for _, _, keys in withheld.values()):
                with open_copy(temporary) as copy:
                    for check, (table, key, keys) in withheld.items():
                        copy.execute(f"DELETE FROM {table} WHERE list_contains($1, {key})", [keys])
                        taken_out[check] = len(keys)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.chmod(READ_ONLY)
            temporary.replace(home.published_database)
            sync_folder(home.published)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    return Publication(home.published_database.stat().st_size, taken_out)
