"""What a run ends with on the terminal: what was observed, what changed, one comparison, and what to try next."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.captures.due import documents_looked_at
from assets.captures.outcomes import outcome_in_words
from assets.home import Home
from assets.notices.watchlists import read_watchlists
from assets.warehouse import read_frame
from orchestration import display
from orchestration.claimed import problems_of_claims
from orchestration.display import counted
from orchestration.switches import read_switches
from orchestration.worth_a_look import worth_a_look

if TYPE_CHECKING:
    from orchestration.pipeline import RunOutcome

_COUNTS = """
SELECT (SELECT count(DISTINCT document_id) FROM observations) AS documents_observed,
       (SELECT count(*) FROM platforms WHERE documents > 0) AS platforms,
       (SELECT count(*) FROM documents WHERE coverage = 'captured') AS documents,
       (SELECT count(*) FROM observations) AS observations,
       (SELECT count(*) FROM versions) AS published_versions,
       (SELECT count(*) FROM ledger.versions WHERE status = 'noise') AS noise,
       (SELECT count(*) FROM ledger.versions WHERE status = 'quarantined') AS quarantined,
       (SELECT count(*) FROM held) AS held_now,
       (SELECT count(*) FROM provisions WHERE kind <> 'heading') AS current_provisions
"""
_LOOKS = """
SELECT o.outcome, CASE o.outcome WHEN 'changed' THEN v.status END AS status,
       CASE WHEN o.outcome = 'changed' AND v.noise_class = 'first' THEN 'first' END AS noise_class,
       count(*) AS looks, max(o.observed_at) AS latest,
       coalesce(max_by(o.document_id || ': ' || o.reason, o.observed_at), '') AS for_example
FROM observations AS o
LEFT JOIN ledger.versions AS v ON o.version_id = v.version_id
WHERE o.observation_id IN (SELECT observation_id FROM ledger.observations WHERE run_id = ?)
GROUP BY ALL ORDER BY looks DESC, latest DESC, o.outcome
"""
_SCHEDULE = "SELECT document_id, failed_looks, next_due FROM schedule"
_DAYS = """
SELECT min(observed_at) AS first, max(observed_at) AS last, count(DISTINCT observed_at::DATE) AS days
FROM ledger.observations WHERE run_id = ?
"""
_NEWEST_CHANGES = """
SELECT strftime(changed_before, '%Y-%m-%d') AS seen, p.name AS platform, c.terms_type AS terms, significance,
       c.summary AS what_changed
FROM changes AS c JOIN platforms AS p USING (platform_id)
WHERE c.change_class = 'substantive' AND c.recorded_first_as IS NULL
ORDER BY changed_before DESC, c.document_id LIMIT 8
"""
_ANSWERS = """
SELECT platform, stance_label AS stance, quote FROM answers WHERE question_id = 'ai_training' AND stance <> 'not_captured'
ORDER BY platform LIMIT 8
"""


def summarise(home: Home, outcome: RunOutcome, *, looked: bool = False, json_output: bool = False) -> None:
    """Say what this run observed, what a home holds after it, and what to try next.

    ``looked``: it was to look at what is due; others work on what is archived.
    """
    counts = read_frame(home, _COUNTS).to_dicts()[0]
    waiting = _waiting(home)
    looks = [_in_words(row) for row in read_frame(home, _LOOKS, [outcome.run_id]).to_dicts()]
    if json_output:
        display.as_json(
            {
                "home": str(home.path),
                "run_id": outcome.run_id,
                "looks": sum(row["looks"] for row in looks),
                **counts,
                "failing_documents": waiting["failing"],
                "next_due": waiting["next_due"],
                "warnings": list(outcome.warnings),
                "claims_not_checked": problems_of_claims(home),
                "watchlists_not_used": _watchlists_not_used(home),
                "too_little_seen": outcome.too_little_seen,
            }
        )
        return
    if looks:
        _observed(home, outcome.run_id, looks)
    else:
        _nothing_observed(waiting, looked=looked)
    _held_here(counts)
    display.table(
        read_frame(home, _NEWEST_CHANGES).to_dicts(),
        title="The newest changes (termscape changes)",
        wide=["what_changed"],
    )
    display.table(
        read_frame(home, _ANSWERS).to_dicts(),
        title="Do they train on what users write? (termscape ask ai_training)",
        wide=["quote"],
    )
    for line in worth_a_look(home, outcome.warnings):
        display.notes.print(f"worth a look: {line}", markup=False)
    for problem in problems_of_claims(home):
        display.notes.print(f"claims not checked: {problem}", markup=False)
    for problem in _watchlists_not_used(home):
        display.notes.print(f"watchlist not used, nothing is sent by it: {problem}", markup=False)
    tries = [
        "termscape ask ai_training",
        "termscape status",
        'termscape sql "FROM documents"',
        "termscape ui",
    ]
    if home.kind == "live" and not read_switches(home).schedules:
        tries.insert(2, "termscape schedule on")
    display.out.print(f"Published: {home.published_database}", markup=False)
    for what, path in _made_of_it(home):
        display.out.print(f"{what}: {path}", markup=False)
    display.out.print(f"Next: {' · '.join(tries)}", markup=False)


def _watchlists_not_used(home: Home) -> list[str]:
    """What is wrong with watchlists that cannot be used: a run goes on without them, and whoever set them must know."""
    return [str(problem) for problem in read_watchlists(home).problems]


def _made_of_it(home: Home) -> list[tuple[str, Path]]:
    """Where the site, the newest release and the feeds stand, those that are there."""
    places = {
        "Site, for a browser": home.published / "site" / "index.html",
        "Release (termscape verify)": home.published / "latest",
        "Feeds": home.published / "feeds" / "index.html",
    }
    return [(what, path) for what, path in places.items() if path.exists()]


def _waiting(home: Home) -> dict[str, Any]:
    """How many documents and platforms fail, and when the next look is due."""
    looked_at = documents_looked_at(home) if home.kind == "live" else set()
    rows = [row for row in read_frame(home, _SCHEDULE).to_dicts() if row["document_id"] in looked_at]
    failing = [row["document_id"] for row in rows if row["failed_looks"]]
    return {
        "failing": len(failing),
        "platforms": len({document_id.partition("/")[0] for document_id in failing}),
        "next_due": min((row["next_due"] for row in rows if row["next_due"]), default=None),
    }


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    said = outcome_in_words(row.pop("outcome"), row.pop("status"), row.pop("noise_class"))
    return {"what_came": said, **row}


def _observed(home: Home, run_id: str, looks: list[dict[str, Any]]) -> None:
    days = read_frame(home, _DAYS, [run_id]).to_dicts()[0]
    when = f"on {days['first']:%Y-%m-%d}"
    if days["days"] > 1:
        when = f"on {days['days']} days from {days['first']:%Y-%m-%d} to {days['last']:%Y-%m-%d}"
    number = counted(sum(look["looks"] for look in looks), "look")
    display.table(looks, title=f"Observed in this run: {number} {when}", wide=["for_example"])


def _nothing_observed(waiting: dict[str, Any], *, looked: bool) -> None:
    """Say that nothing was looked at, what fails all the same, and when the next look is due."""
    said = ["Nothing was due." if looked else "Nothing was looked at: this run worked on what is archived."]
    if waiting["failing"]:
        said.append(
            f"{counted(waiting['failing'], 'document')} of {counted(waiting['platforms'], 'platform')} could not "
            "be observed at their last look (termscape status --failing)."
        )
    if due := waiting["next_due"]:
        now = due <= datetime.now(UTC)
        said.append(f"Next due: {'now' if now else f'{due:%Y-%m-%d %H:%M} UTC'}.")
    display.out.print(" ".join(said), markup=False)


def _held_here(counts: dict[str, Any]) -> None:
    """Say what the home holds by now, from all runs and imports."""
    without = counts["documents_observed"] - counts["documents"]
    display.out.print(
        f"In this home: {counted(counts['observations'], 'look')} at "
        f"{counted(counts['documents_observed'], 'document')} of {counted(counts['platforms'], 'platform')}"
        + (f", no text yet of {without} of them" if without > 0 else "")
        + f"; {counted(counts['published_versions'], 'published version')}, {counts['noise']} noise, "
        f"{counts['quarantined']} quarantined ({counts['held_now']} held now); "
        f"{counted(counts['current_provisions'], 'provision')} in force.",
        markup=False,
    )
