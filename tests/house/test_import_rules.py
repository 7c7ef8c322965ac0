"""The house: domain code knows no Dagster, imports run downwards, one door to DuckDB and one to the network."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE = ("errors", "names", "leftovers", "home", "parallel", "warehouse", "archive")
STAGES = (
    "sources",
    "captures",
    "versions",
    "provisions",
    "topics",
    "changes",
    "answers",
    "comparisons",
    "releases",
    "site",
    "notices",
)
# What stands beside the stages, and the last stage it may use: no stage imports it.
BESIDE = {"proposing": "versions"}
LONGEST_MODULE = 400


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", modules("assets"), ids=name)
def test_domain_code_imports_neither_dagster_nor_orchestration(path: Path) -> None:
    if path.name == "assets.py":
        pytest.skip("the thin Dagster layer of its stage")
    assert [m for m in imports(path) if m.split(".")[0] in {"dagster", "orchestration"}] == []


@pytest.mark.parametrize("path", modules("assets"), ids=name)
def test_imports_run_only_downwards(path: Path) -> None:
    room = path.relative_to(ROOT / "assets").parts[0].removesuffix(".py")
    allowed = {"__init__", *BASE}
    last = BESIDE.get(room, room)
    if last in STAGES:
        allowed |= {room, *STAGES[: STAGES.index(last) + 1]}
    used = {m.split(".")[1] for m in imports(path) if m.startswith("assets.")}
    assert used <= allowed, f"{name(path)} reaches up to {sorted(used - allowed)}"


def test_only_the_warehouse_opens_duckdb() -> None:
    opening = [
        name(p) for p in modules("assets") + modules("orchestration") if "duckdb.connect" in p.read_text()
    ]
    assert opening == ["assets/warehouse/connecting.py"]


def test_only_the_fetcher_talks_to_the_network() -> None:
    """And who serves the UI: it asks the process it started on 127.0.0.1 whether it answers.

    ``handing_over.py`` sends nothing: it watches what Apprise sends through requests.
    """
    clients = {"httpx", "httpcore", "requests", "urllib.request", "http.client", "aiohttp", "socket"}
    talking = [name(p) for p in modules("assets") + modules("orchestration") if clients & set(imports(p))]
    assert [m for m in talking if not m.startswith("assets/captures/fetching/")] == [
        "assets/notices/handing_over.py",
        "orchestration/web.py",
    ]


def test_only_one_module_sends_messages() -> None:
    sending = [name(p) for p in modules("assets") + modules("orchestration") if "apprise" in imports(p)]
    assert sending == ["assets/notices/sending.py"]


def test_one_module_opens_the_fetchers_connections() -> None:
    opening = ("AsyncConnectionPool(", "AsyncHTTPTransport(", "connect_tcp(", "getaddrinfo(")
    doors = [name(p) for p in modules("assets") if any(word in p.read_text() for word in opening)]
    assert doors == ["assets/captures/fetching/connecting.py"]


@pytest.mark.parametrize("path", modules("assets") + modules("orchestration"), ids=name)
def test_a_module_says_what_it_is_for_and_stays_one_subject(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{name(path)} does not say what it is for"
    assert len(text.splitlines()) <= LONGEST_MODULE


def test_every_stage_has_one_thin_dagster_layer() -> None:
    present = [stage for stage in STAGES if (ROOT / "assets" / stage).is_dir()]
    assert [s for s in present if not (ROOT / "assets" / s / "assets.py").is_file()] == []
