"""Three invented platforms whose pages try everything to be more than text, in a small hand-made published database."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assets.answers.building import build_answers
from assets.answers.catalogue import load_questions
from assets.answers.provision_pages.building import build_pages
from assets.changes.building import build_changes
from assets.comparisons.matrix import make_matrix
from assets.home import Home
from assets.provisions.building import build_provisions
from assets.releases.publication import publish
from assets.topics.building import build_topics
from assets.topics.taxonomy import load_taxonomy
from assets.warehouse import Warehouse
from orchestration.sql_files import sql_models
from orchestration.sql_models import materialise

MARK = "hostilemark"
"""A word in every attack: whatever ran or was asked for would have to carry it."""
START = datetime(2024, 2, 1, 12, tzinfo=UTC)
QUESTIONS = ("ai_training", "retention_period")
TOPICS = ("ai-training-on-user-data", "retention")

ATTACKS = (
    f"<script>window.{MARK}=1;alert('{MARK}')</script>",
    f'<img src=x onerror="window.{MARK}=1">',
    f"</p></main><iframe src='javascript:parent.{MARK}=1'></iframe>",
    f'[a link](javascript:window.{MARK}=1) and [another](https://evil.example/?q="onmouseover="{MARK})',
    f"![a picture](https://evil.example/{MARK}.png) <https://evil.example/{MARK}>",
    f"[data](data:text/html,<script>{MARK}</script>) and [file](file:///etc/{MARK})",
    f'{{{{ 7 * 7 }}}} {{% raw %}} ${{{MARK}}} " onfocus="{MARK}" \' autofocus \'',
    f"</script><script>window.{MARK}=2</script> ]]> --> <!-- {MARK}",
    f"We \u202eevig \u2066override\u2069 direc\u200btion and a control \x07 sign of {MARK}.",
    f"Long{'w' * 400}{MARK}",
)
PLATFORMS = {
    "lumora": "Lumora",
    "quell": f'Quell & <i onclick="{MARK}">Sons</i>',
    "ørn": "Ørn “O'Brien” \u202e梦",
}

_POLICY = """# Privacy Policy <b onclick="alert(1)">of {name}</b>

Effective date: {date}

## Messages "><script>alert('heading')</script>

We {may} use your messages to train our language models. {attack}

## Deletion

We keep what you write for {days} days after you close your account, and then delete it from our servers. {item}

- {item}
- Item with a pipe | and `code` and **bold** words about cookies

| Data | Purpose {cell} |
| --- | --- |
| Email {cell} | we share it with advertisers for marketing |

## Other

{others}

## 数据

我们可能会使用您的消息来训练我们的模型。
"""


def policy(name: str, *, may: str, days: int, date: str, shift: int) -> str:
    """Return a policy in which every attack stands, each platform with another one in the clauses that are read."""
    at = [ATTACKS[(place + shift) % len(ATTACKS)] for place in range(len(ATTACKS))]
    return _POLICY.format(
        name=name,
        may=may,
        days=days,
        date=date,
        attack=at[0],
        item=at[1],
        cell=at[2].replace("|", " "),
        others="\n\n".join(f"You agree that we may process this: {one}" for one in at),
    )


def publish_hostile(home: Home) -> Home:
    """Make a home whose published database holds these platforms, two texts each, and return it."""
    home.claim("live")
    warehouse = Warehouse(home)
    _collections(warehouse)
    for shift, (platform_id, name) in enumerate(PLATFORMS.items()):
        _platform(warehouse, platform_id, name, shift)
    taxonomy = load_taxonomy()
    build_provisions(warehouse)
    build_topics(warehouse, taxonomy)
    build_changes(warehouse, "test")
    build_answers(warehouse, [one for one in load_questions() if one.question_id in QUESTIONS])
    build_pages(warehouse, taxonomy)
    make_matrix(warehouse)
    _claims(warehouse)
    for model in sql_models():
        materialise(warehouse, model)
    # a chart a topic: two are as good as fifty, and drawn in a twentieth of the time
    warehouse.connection.execute("DELETE FROM topic_adoption WHERE NOT list_contains(?, topic_id)", [TOPICS])
    publish(warehouse)
    warehouse.close()
    return home


def _collections(warehouse: Warehouse) -> None:
    warehouse.insert(
        "ledger.collections",
        [
            {
                "collection_id": "harbour",
                "name": f"Harbour {ATTACKS[1]}",
                "kind": "live",
                "licence": f"CC0 {ATTACKS[0]}",
                "attribution": f"Nobody {ATTACKS[7]}",
                "url": f"javascript:window.{MARK}=1",
            }
        ],
    )


def _platform(warehouse: Warehouse, platform_id: str, name: str, shift: int) -> None:
    document_id = f"{platform_id}/privacy-policy"
    timeline_id = f"{document_id}@harbour"
    warehouse.insert("ledger.platforms", [{"platform_id": platform_id, "name": name}])
    warehouse.insert(
        "ledger.documents",
        [
            {
                "document_id": f"{platform_id}/{slug}",
                "platform_id": platform_id,
                "terms_type": terms_type,
                "declared": True,
            }
            for slug, terms_type in (
                ("privacy-policy", "Privacy Policy"),
                ("terms-of-service", "Terms of Service"),
            )
        ],
    )
    warehouse.insert(
        "ledger.source_documents",
        [
            {
                "document_id": document_id,
                "collection_id": "harbour",
                "source_id": "main",
                "has_selector": False,
                "cadence_hours": 24,
                "unsupported": [],
                "url": f"javascript:alert('{MARK}')"
                if shift
                else f'https://evil.example/{MARK}"onclick="alert(1)',
            }
        ],
    )
    timeline = {"timeline_id": timeline_id, "document_id": document_id, "collection_id": "harbour"}
    warehouse.insert("ledger.timelines", [{**timeline, "jurisdiction": "", "language": "", "vantage": ""}])
    texts = [
        policy(name, may="do not", days=30, date="1 January 2024", shift=shift),
        policy(name, may="may", days=90, date="1 May 2024", shift=shift + 1),
    ]
    for number, text in enumerate(texts):
        _version(warehouse, timeline_id, document_id, START + timedelta(days=31 * shift + 120 * number), text)
    _look(
        warehouse,
        timeline_id,
        START + timedelta(days=300 + shift),
        outcome="http_error",
        reason=f"the server said {ATTACKS[0]}",
    )


def _look(
    warehouse: Warehouse,
    timeline_id: str,
    when: datetime,
    *,
    outcome: str,
    reason: str | None = None,
    version_id: str | None = None,
) -> None:
    look = {"observation_id": f"{timeline_id} {when:%Y-%m-%d}", "timeline_id": timeline_id}
    warehouse.insert(
        "ledger.observations",
        [
            {
                **look,
                "source_id": "main",
                "sequence": int(when.timestamp()),
                "observed_at": when,
                "fetch_outcome": "fetched",
                "format": "html",
                "fetcher": "test",
                "chain_no": int(when.timestamp()),
                "recorded_at": when,
                "run_id": "test",
            }
        ],
    )
    told = {
        "outcome": outcome,
        "reason": reason,
        "rule": "test",
        "version_id": version_id,
        "rules_version": "1",
    }
    warehouse.insert("ledger.observation_results", [{**look, **told}])


def _version(warehouse: Warehouse, timeline_id: str, document_id: str, when: datetime, text: str) -> None:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    warehouse.insert("ledger.markdowns", [{"markdown_sha256": sha256, "markdown": text}])
    first = not warehouse.rows("FROM ledger.versions WHERE timeline_id = ?", [timeline_id])
    version_id = f"{timeline_id}/{when:%Y%m%dT%H%M%SZ}-{sha256[:12]}"
    row: dict[str, Any] = dict.fromkeys(("rule", "decided_by", "extractor"), "test")
    warehouse.insert(
        "ledger.versions",
        [
            {
                **row,
                "version_id": version_id,
                "timeline_id": timeline_id,
                "document_id": document_id,
                "sequence": int(when.timestamp()),
                "first_seen": when,
                "status": "published",
                "noise_class": "first" if first else "substantive",
                "title": ATTACKS[0],
                "language": "en",
                "words": len(text.split()),
                "markdown_sha256": sha256,
                "text_sha256": sha256,
                "masked_sha256": sha256,
                "extractor_version": "1",
                "rules_version": "1",
            }
        ],
    )
    _look(warehouse, timeline_id, when, outcome="changed", version_id=version_id)


def _claims(warehouse: Warehouse) -> None:
    claim = {
        "claim_id": "claim-1",
        "source_id": "paper",
        "source_title": f"A paper {ATTACKS[0]}",
        "publisher": ATTACKS[1],
        "source_url": f"javascript:alert('{MARK}')",
        "source_date": "2024",
        "read_on": "2024-07-01",
        "claim_no": 1,
        "platform_id": "lumora",
        "text": f"Lumora says {ATTACKS[2]}",
        "how_checked": "by rules",
        "questions": ["ai_training"],
        "experimental": True,
        "rules_version": "1",
    }
    check = {
        "check_id": "check-1",
        "claim_id": "claim-1",
        "valid_from": START,
        "cause": "first_look",
        "verdict": "supported",
        "reason": f"Because {ATTACKS[0]}",
        "currency": "observed",
        "documents_searched": [],
        "inputs_sha256": "-",
        "rules_version": "1",
    }
    warehouse.insert("ledger.claims", [claim])
    warehouse.insert("ledger.claim_checks", [check])


def hostile_home(folder: Path) -> Home:
    """Return the home in a folder, made if it is not there."""
    home = Home(folder)
    return home if home.published_database.exists() else publish_hostile(home)
