"""The page of one provision, read from the published database: every part of it, with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assets.answers.provision_pages.texts import read_texts
from assets.errors import InputError, NothingFound
from assets.home import Home
from assets.warehouse import read_frame
from orchestration.asked import platform_asked

Row = dict[str, Any]

NAMED = 5
"""Provisions a message lists, where several fit what was asked for."""
LONGEST_NAME = 90
"""Characters of a provision's words in such a list."""

_PAGE = "SELECT * FROM provision_pages WHERE provision_id = ? ORDER BY ordinal LIMIT 1"
_BY_PREFIX = """
SELECT p.provision_id, p.platform, p.terms_type, p.text FROM provision_pages AS p
WHERE starts_with(p.provision_id, $given)
   OR p.provision_id IN (SELECT a.new_id FROM ledger.id_aliases AS a WHERE starts_with(a.old_id, $given))
ORDER BY p.platform, p.terms_type, p.ordinal
"""
_BY_WORDS = """
SELECT p.provision_id, p.platform, p.terms_type, p.text FROM provision_pages AS p
WHERE p.platform_id = $platform
  AND contains(lower(regexp_replace(concat_ws(' ', p.stem, p.text), '[\\s*_]+', ' ', 'g')), $words)
ORDER BY p.document_id, p.ordinal
"""
_GONE = """
SELECT h.provision_id, h.document_id, h.text, max(h.last_seen) AS last_seen FROM provision_history AS h
WHERE starts_with(h.provision_id, ?) GROUP BY ALL ORDER BY last_seen DESC LIMIT 1
"""
_SLOTS = """
SELECT s.slot, l.label, l.denial, s.filled_in, s.denied, s.words, s.quote, s.quoted_provision_id, s.version_id, s.char_start, s.char_end
FROM ledger.provision_slots AS s JOIN ledger.slots AS l ON s.slot = l.slot
WHERE s.provision_id = ? AND s.state_no = ? ORDER BY s.slot_no
"""
_COMPARABLE = """
SELECT c.other_platform AS platform, c.other_terms_type AS terms_type, c.other_text AS text, c.other_stem AS stem,
       c.other_polarity AS polarity, c.other_stance_label AS stance, c.other_exposure AS exposure, c.similarity,
       c.other_provision_id AS provision_id, c.other_version_id AS version_id, c.other_char_start AS char_start,
       c.other_char_end AS char_end
FROM comparable_provisions AS c WHERE c.provision_id = ? ORDER BY c.place
"""
_HISTORY = "SELECT * EXCLUDE (document_id, timeline_id) FROM provision_history(?)"
_DOCUMENT = """
SELECT count(*) FILTER (change_class = 'substantive') AS substantive_changes, count(*) AS changes,
       max(changed_before) FILTER (change_class = 'substantive') AS newest_substantive
FROM changes WHERE document_id = ?
"""
_LAWS = """
SELECT DISTINCT regulation, articles, why, jurisdiction, authorities, status, checked, source, topic, is_lead_topic, title, url
FROM provision_regulations WHERE provision_id = ? ORDER BY is_lead_topic DESC, topic, regulation
"""
_CORRECTED = """
SELECT c.topic_id, t.name AS topic, c.band = 'automatic' AS is_about, c.explanation AS told
FROM ledger.provision_topics AS c JOIN ledger.topics AS t ON c.topic_id = t.topic_id
WHERE c.provision_id = ? AND c.state_no = ? AND c.method = 'correction' ORDER BY c.topic_id
"""
_STANCE = """
SELECT method AS stance_method, explanation AS stance_explanation FROM ledger.answers
WHERE platform_id = ? AND question_id = ? AND valid_to IS NULL AND NOT coalesce(beside, FALSE)
"""
_LANGUAGE = "SELECT language FROM ledger.versions WHERE version_id = ?"
_SEEN = "SELECT last_seen, declared_date FROM versions WHERE version_id = ?"


def provision_asked(home: Home, given: str, words: str | None) -> tuple[str, list[Row]]:
    """Return the provision meant, and the others that fit as well.

    Args:
        home: whose published database is read.
        given: a provision's id or the beginning of it; with ``words``, a platform.
        words: words of the clause, as it has them; case, spaces and emphasis do not count.

    Raises:
        NothingFound: there is no such provision in force; the message says when it was last seen, if ever.
        InputError: the beginning of an id that several provisions share.
    """
    if words is not None:
        platform_id = platform_asked(home, given)
        wanted = " ".join(words.replace("*", " ").replace("_", " ").lower().split())
        if not wanted:
            raise InputError('--find is empty: give some words of the clause, e.g. --find "train our models"')
        found = read_frame(home, _BY_WORDS, {"platform": platform_id, "words": wanted}).to_dicts()
        if not found:
            raise NothingFound(
                f"no provision of {platform_id} in force holds {words!r}. Fewer words may find it; all of them: "
                f"termscape sql \"SELECT provision_id, text FROM provisions WHERE platform_id = '{platform_id}'\""
            )
        return str(found[0]["provision_id"]), found[1:]
    found = read_frame(home, _BY_PREFIX, {"given": given}).to_dicts()
    exact = [row for row in found if row["provision_id"] == given]
    if len(found) > 1 and not exact:
        raise InputError(f"{given!r} begins several ids: {listed(found)}. Give more of it.")
    if not found:
        raise NothingFound(_why_none(home, given))
    return str((exact or found)[0]["provision_id"]), []


def page_of(home: Home, provision_id: str) -> Row:
    """Return everything a page shows of a provision in force.

    Keys beside the columns of ``provision_pages``: ``slots``, ``comparable``, ``history``, ``document_changes``,
    ``regulations``, ``corrections`` (what people decided on its topics: who, when, why), ``stance_method``,
    ``stance_explanation``, ``language``, ``cite_as``, ``last_seen``, ``declared_date``, ``note``.
    """
    page = read_frame(home, _PAGE, [provision_id]).to_dicts()[0]
    page["slots"] = read_frame(home, _SLOTS, [provision_id, page["state_no"]]).to_dicts()
    page["comparable"] = read_frame(home, _COMPARABLE, [provision_id]).to_dicts()
    page["history"] = read_frame(home, _HISTORY, [provision_id]).to_dicts()
    page["document_changes"] = read_frame(home, _DOCUMENT, [page["document_id"]]).to_dicts()[0]
    page["regulations"] = read_frame(home, _LAWS, [provision_id]).to_dicts()
    page |= read_frame(home, _SEEN, [page["version_id"]]).to_dicts()[0]
    page |= read_frame(home, _LANGUAGE, [page["version_id"]]).to_dicts()[0]
    page["corrections"] = read_frame(home, _CORRECTED, [provision_id, page["state_no"]]).to_dicts()
    stance = read_frame(home, _STANCE, [page["platform_id"], page["question_id"]]).to_dicts()
    page |= stance[0] if stance else {"stance_method": None, "stance_explanation": None}
    page["cite_as"] = f"{provision_id}@{page['version_id']}#{page['char_start']}-{page['char_end']}"
    page["note"] = read_texts().note
    return page


def listed(rows: list[Row]) -> str:
    """Return provisions for a message: id, platform, the beginning of the words."""
    named = [f"{row['provision_id']} ({row['platform']}: {_beginning(row)})" for row in rows[:NAMED]]
    more = f" … and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return "; ".join(named) + more


def _beginning(row: Mapping[str, Any]) -> str:
    text = " ".join(row["text"].split())
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def _why_none(home: Home, given: str) -> str:
    gone = read_frame(home, _GONE, [given]).to_dicts()
    if gone:
        row = gone[0]
        return (
            f"{row['provision_id']} is not in force: it was last seen on {row['last_seen']:%Y-%m-%d} in "
            f"{row['document_id']}. Its story: termscape sql \"FROM provision_history('{row['provision_id']}')\""
        )
    return (
        f"no provision's id begins with {given!r}. By its words: "
        'termscape show PLATFORM --find "words of the clause"'
    )
