"""How a round of looking went: how many of the due documents could be observed, and which could not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from assets.warehouse import Warehouse

# DESIGN section 4: a round that saw less than this share of the due documents must not look green.
ENOUGH = 0.8

# Failures of the way to the server: where nothing else is met, there is no network.
UNREACHABLE = frozenset({"name_not_found", "connection", "timeout"})

# Names that only networks of one's own answer for (RFC 6761, RFC 6762, RFC 8375, and .internal by ICANN).
_OWN_NAMES = (".localhost", ".local", ".home.arpa", ".internal")

_ROUND = "SELECT started_at, documents_due, documents_observed FROM rounds WHERE run_id = ?"
_FAILING = """
SELECT p.name AS platform, d.terms_type AS terms, o.source_id AS page, o.outcome, o.reason, o.rule, l.fetch_class AS class,
       s.failing_since, s.failed_looks, s.next_due, o.url
FROM observations AS o
JOIN ledger.observations AS l USING (observation_id)
JOIN ledger.documents AS d ON o.document_id = d.document_id
JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
JOIN ledger.collections AS c ON o.collection_id = c.collection_id
LEFT JOIN schedule AS s ON o.timeline_id = s.timeline_id
WHERE l.run_id = ? AND c.kind = 'live' AND o.outcome NOT IN ('changed', 'unchanged', 'not_modified', 'incomplete')
ORDER BY lower(p.name), d.terms_type, o.source_id
"""


@dataclass(frozen=True)
class Round:
    """A round as recorded; ``failing`` has a row for each page that did not show the policy."""

    started_at: datetime
    due: int
    observed: int
    failing: tuple[dict[str, Any], ...]

    @property
    def share(self) -> float:
        """The share of the due documents that could be observed, 0 to 1."""
        return self.observed / self.due

    @property
    def enough(self) -> bool:
        """Whether enough was seen for the round to pass."""
        return self.share >= ENOUGH

    @property
    def unreachable(self) -> bool:
        """Whether nothing at all could be reached: then it is the network, not the platforms.

        Servers of one's own network say nothing about that: one that is down refuses with a network, too.
        """
        failing = [row for row in self.failing if not _of_own_network(row["url"])]
        return not self.observed and bool(failing) and all(row["class"] in UNREACHABLE for row in failing)

    def __str__(self) -> str:
        """The round in a sentence."""
        said = f"{self.observed} of {self.due} due documents could be observed ({self.share:.0%})"
        if self.unreachable:
            return f"{said}; no server could be reached: is there a network?"
        return said


def round_of(warehouse: Warehouse, run_id: str) -> Round | None:
    """Return the round a run made, once its looks were judged; ``None``: it looked at nothing."""
    rows = warehouse.rows(_ROUND, [run_id])
    if not rows:
        return None
    failing = tuple(warehouse.rows(_FAILING, [run_id]))
    return Round(rows[0]["started_at"], rows[0]["documents_due"], rows[0]["documents_observed"], failing)


def _of_own_network(url: str | None) -> bool:
    """Whether an address is one of this machine or of a private network, as far as it says so itself."""
    host = (urlsplit(url or "").hostname or "").rstrip(".")
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_OWN_NAMES)
