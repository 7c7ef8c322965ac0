"""What a run ends with on the terminal: what was observed, what changed, one comparison, and what to try next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assets.home import Home
from assets.warehouse import read_frame
from orchestration import display
from orchestration.display import counted
from orchestration.sql_files import sql_checks

if TYPE_CHECKING:
    from orchestration.pipeline import RunOutcome

_COUNTS = """
SELECT (SELECT count(*) FROM platforms WHERE documents > 0) AS platforms,
       (SELECT count(*) FROM documents WHERE coverage = 'captured') AS documents,
       (SELECT count(*) FROM observations) AS observations,
       (SELECT count(*) FROM versions) AS published_versions,
       (SELECT count(*) FROM ledger.versions WHERE status = 'noise') AS noise,
       (SELECT count(*) FROM ledger.versions WHERE status = 'quarantined') AS quarantined,
       (SELECT count(*) FROM provisions) AS current_provisions
"""
_LOOKS = """
SELECT CASE outcome
           WHEN 'changed' THEN 'a text that differs from the one before'
           WHEN 'unchanged' THEN 'the same text again'
           WHEN 'not_modified' THEN 'not modified, says the server'
           WHEN 'not_a_policy' THEN 'not the policy'
           WHEN 'incomplete' THEN 'another page of the document was missing'
           ELSE replace(outcome, '_', ' ')
       END AS what_came, count(*) AS looks, max(observed_at) AS latest,
       coalesce(max_by(document_id || ': ' || reason, observed_at), '') AS for_example
FROM observations
WHERE observation_id IN (SELECT observation_id FROM ledger.observations WHERE run_id = ?)
GROUP BY ALL ORDER BY looks DESC
"""
_DAYS = """
SELECT min(observed_at) AS first, max(observed_at) AS last, count(DISTINCT observed_at::DATE) AS days
FROM ledger.observations WHERE run_id = ?
"""
_NEWEST_CHANGES = """
SELECT changed_before AS seen, p.name AS platform, d.terms_type AS terms, change_class AS class,
       provisions_added AS added, provisions_removed AS removed, provisions_edited AS edited
FROM changes AS c JOIN platforms AS p USING (platform_id) JOIN documents AS d USING (document_id)
ORDER BY changed_before DESC, d.document_id LIMIT 8
"""
_ANSWERS = """
SELECT platform, stance, quote FROM answers WHERE question_id = 'ai_training' AND stance <> 'not_captured'
ORDER BY platform LIMIT 8
"""


def summarise(home: Home, outcome: RunOutcome, *, json_output: bool = False) -> None:
    """Say what this run observed, what a home holds after it, and what to try next."""
    counts = read_frame(home, _COUNTS).to_dicts()[0]
    if json_output:
        display.as_json(
            {
                "home": str(home.path),
                "run_id": outcome.run_id,
                **counts,
                "warnings": list(outcome.warnings),
                "too_little_seen": outcome.too_little_seen,
            }
        )
        return
    _observed(home, outcome.run_id)
    display.out.print(
        f"{counted(counts['observations'], 'observation')} of {counted(counts['documents'], 'document')} of "
        f"{counted(counts['platforms'], 'platform')}: {counted(counts['published_versions'], 'published version')}, "
        f"{counts['noise']} noise, {counts['quarantined']} quarantined; "
        f"{counted(counts['current_provisions'], 'provision')} in force."
    )
    display.table(read_frame(home, _NEWEST_CHANGES).to_dicts(), title="The newest changes")
    display.table(
        read_frame(home, _ANSWERS).to_dicts(),
        title="Do they train on what users write? (termscape ask ai_training)",
        wide=["quote"],
    )
    described = {check.name: check.description for check in sql_checks()}
    for warning in outcome.warnings:
        display.notes.print(
            f"worth a look, the check {warning} found rows: {described.get(warning, '')}", markup=False
        )
    tries = [
        "termscape ask ai_training",
        "termscape status",
        'termscape sql "FROM documents"',
        "termscape ui",
    ]
    if home.kind == "live":
        tries.insert(2, "termscape schedule on")
    display.out.print(f"Published: {home.published_database}\nNext: {' · '.join(tries)}", markup=False)


def _observed(home: Home, run_id: str) -> None:
    looks: list[dict[str, Any]] = read_frame(home, _LOOKS, [run_id]).to_dicts()
    if not looks:
        display.out.print("Nothing was due to be looked at in this run.")
        return
    days = read_frame(home, _DAYS, [run_id]).to_dicts()[0]
    when = f"on {days['first']:%Y-%m-%d}"
    if days["days"] > 1:
        when = f"on {days['days']} days from {days['first']:%Y-%m-%d} to {days['last']:%Y-%m-%d}"
    number = counted(sum(look["looks"] for look in looks), "look")
    display.table(looks, title=f"Observed in this run: {number} {when}", wide=["for_example"])
