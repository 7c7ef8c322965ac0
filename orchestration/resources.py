"""The home as a Dagster resource: locked, recovered, opened for one run, and closed whatever happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from pydantic import Field, PrivateAttr

from assets.archive import Archive
from assets.home import Home, default_home
from assets.names import known_platform
from assets.warehouse import Warehouse
from orchestration.recovery import recover_dead_runs


@dataclass
class OpenHome:
    """What a run works with: the home, its archive, its warehouse, and what it was asked to do.

    ``observe``: look at the documents that are due; ``everything``: also at those that are not.
    """

    home: Home
    archive: Archive
    warehouse: Warehouse
    platforms: Sequence[str] = ()
    observe: bool = True
    everything: bool = False

    def timelines(self) -> list[str] | None:
        """Return the timelines this run is narrowed to (``None``: all of them).

        Raises:
            NothingFound: a platform named in the run's config is not known; the message names the nearest.
        """
        if not self.platforms:
            return None
        known = dict(
            self.warehouse.connection.execute("SELECT platform_id, name FROM ledger.platforms").fetchall()
        )
        wanted = [known_platform(name, known) for name in self.platforms]
        found = self.warehouse.frame(
            "SELECT timeline_id FROM ledger.timelines JOIN ledger.documents USING (document_id) "
            "WHERE list_contains($1, platform_id)",
            [wanted],
        )
        return list(found["timeline_id"])


class HomeResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """A home that this run alone may change; its path comes from TERMSCAPE_HOME unless configured.

    ``platforms`` narrows a run to these (names or ids): only their pages, versions and provisions are worked on.
    ``observe`` (usual) looks at the documents that are due; without it a run works on what is archived.
    ``everything`` looks at those that are not due as well.

    Opening it takes the home's lock (a second run fails at once and says who holds it) and frees what
    a killed run left behind.
    """

    path: str = ""
    platforms: list[str] = Field(default_factory=list)
    observe: bool = True
    everything: bool = False
    _open: OpenHome | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[HomeResource]:
        """Lock and open the home for the length of a run."""
        home = Home(Path(self.path) if self.path else default_home())
        run_id = context.run.run_id if context.run else ""
        with home.locked(f"run {run_id[:8]}"):
            if context.instance:
                for dead in recover_dead_runs(context.instance, except_run=run_id):
                    if context.log:
                        context.log.warning(f"run {dead[:8]} had died; marked as failed")
            warehouse = Warehouse(home)
            try:
                self._open = OpenHome(
                    home, Archive(home, run_id), warehouse, self.platforms, self.observe, self.everything
                )
                yield self
            finally:
                self._open = None
                warehouse.close()

    @property
    def opened(self) -> OpenHome:
        """The open home.

        Raises:
            RuntimeError: no run has opened it.
        """
        if self._open is None:
            raise RuntimeError("the home is opened by a run; there is none")
        return self._open
