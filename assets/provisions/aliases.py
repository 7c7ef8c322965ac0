"""Ids given out once stay findable: what a provision is called now that its timeline was made again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assets.warehouse import Warehouse

_FORGET_PLACES = """
DELETE FROM ledger.replaced_places
WHERE version_id IN (SELECT version_id FROM ledger.provision_occurrences WHERE $1 IS NULL OR timeline_id = $1)
"""
_KEEP_PLACES = """
INSERT INTO ledger.replaced_places BY NAME
SELECT timeline_id, version_id, provision_id, char_start
FROM ledger.provision_occurrences
WHERE $1 IS NULL OR timeline_id = $1
"""
_FOLLOW_PLACES = """
UPDATE ledger.id_aliases AS a SET new_id = o.provision_id
FROM ledger.provision_occurrences AS o
WHERE a.since_version_id = o.version_id AND a.char_start >= o.char_start AND a.char_start < o.char_end
  AND o.version_id IN (SELECT unnest($1))
"""
_NEW_ALIASES = """
INSERT INTO ledger.id_aliases BY NAME
WITH replaced AS (
    SELECT r.provision_id AS old_id, o.provision_id AS new_id, r.timeline_id,
           'provision' AS kind, r.version_id AS since_version_id, r.char_start
    FROM ledger.replaced_places AS r
    JOIN ledger.provision_occurrences AS o
        ON r.version_id = o.version_id AND r.char_start >= o.char_start AND r.char_start < o.char_end
    JOIN ledger.versions AS v ON r.version_id = v.version_id
    WHERE r.version_id IN (SELECT unnest($1)) AND r.provision_id <> o.provision_id
    QUALIFY row_number() OVER (
        PARTITION BY r.provision_id, o.provision_id ORDER BY v.sequence, v.version_id, r.char_start
    ) = 1
)
FROM replaced
ANTI JOIN ledger.id_aliases AS known USING (old_id, new_id)
"""
_DROP_REPEATED = """
DELETE FROM ledger.id_aliases
WHERE old_id = new_id
   OR (old_id, new_id, since_version_id, char_start) NOT IN (
       SELECT (old_id, new_id, since_version_id, char_start)
       FROM ledger.id_aliases AS a LEFT JOIN ledger.versions AS v ON a.since_version_id = v.version_id
       QUALIFY row_number() OVER (
           PARTITION BY old_id, new_id ORDER BY v.sequence NULLS LAST, since_version_id, char_start
       ) = 1
   )
"""
_DANGLING = """
SELECT a.old_id, a.new_id, a.since_version_id, a.char_start,
       arg_min(b.new_id, (b.since_version_id <> a.since_version_id, v.sequence, b.new_id)) AS target
FROM ledger.id_aliases AS a
LEFT JOIN ledger.id_aliases AS b ON a.new_id = b.old_id AND b.new_id IN (SELECT provision_id FROM ledger.provision_states)
LEFT JOIN ledger.versions AS v ON b.since_version_id = v.version_id
WHERE a.timeline_id IN (SELECT unnest($1))
  AND a.new_id NOT IN (SELECT provision_id FROM ledger.provision_states)
GROUP BY ALL
"""


def keep_places(warehouse: Warehouse, timeline_id: str | None = None) -> None:
    """Remember which provision stands where in a timeline (``None``: in all), before they are made again.

    Belongs into the transaction that empties them, or before it: keeping them twice does no harm.
    """
    warehouse.connection.execute(_FORGET_PLACES, [timeline_id])
    warehouse.connection.execute(_KEEP_PLACES, [timeline_id])


def write_aliases(warehouse: Warehouse, version_ids: Sequence[str]) -> None:
    """Write what the provisions of these versions, just cut anew, were called before.

    Belongs into the transaction that cuts them. Older aliases follow their place to its present id.
    """
    if not warehouse.value("SELECT EXISTS (FROM ledger.id_aliases) OR EXISTS (FROM ledger.replaced_places)"):
        return
    versions = [list(version_ids)]
    warehouse.connection.execute(_FOLLOW_PLACES, versions)
    warehouse.connection.execute(_NEW_ALIASES, versions)
    warehouse.connection.execute(
        "DELETE FROM ledger.replaced_places WHERE version_id IN (SELECT unnest($1))", versions
    )


def settle_aliases(warehouse: Warehouse, timelines: Collection[str]) -> None:
    """Close the books of timelines that are wholly cut: every alias of theirs points to a present id, or goes.

    An alias goes only with the last version that showed its provision.
    """
    scope = [sorted(timelines)]
    with warehouse.transaction():
        warehouse.connection.execute(
            "DELETE FROM ledger.replaced_places WHERE timeline_id IN (SELECT unnest($1))", scope
        )
        for row in warehouse.rows(_DANGLING, scope):
            place = [row["old_id"], row["new_id"], row["since_version_id"], row["char_start"]]
            where = "WHERE (old_id, new_id, since_version_id, char_start) = ($1, $2, $3, $4)"
            if row["target"] is None:
                warehouse.connection.execute(f"DELETE FROM ledger.id_aliases {where}", place)
            else:
                warehouse.connection.execute(
                    f"UPDATE ledger.id_aliases SET new_id = $5 {where}", [*place, row["target"]]
                )
        warehouse.connection.execute(_DROP_REPEATED)
