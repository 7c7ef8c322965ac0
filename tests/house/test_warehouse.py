"""The warehouse's schema: tables decide whether it is made again, views and macros are remade when they differ."""

from __future__ import annotations

import pytest

import assets.warehouse.writing
from assets.home import Home
from assets.warehouse import Warehouse


def names(warehouse: Warehouse) -> set[str]:
    return {
        row["view_name"] for row in warehouse.rows("SELECT view_name FROM duckdb_views() WHERE NOT internal")
    }


def test_a_view_that_a_new_release_no_longer_has_does_not_linger_and_no_row_is_lost(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Warehouse(home)
    old.connection.execute("CREATE VIEW left_over AS SELECT 1")
    old.connection.execute("CREATE MACRO left_over_macro(x) AS TABLE SELECT x")
    old.connection.execute("INSERT INTO ledger.link_readings VALUES ('a', 'b')")
    old.close()
    monkeypatch.setattr(assets.warehouse.writing, "views_version", lambda: "another")
    new = Warehouse(home)
    assert "left_over" not in names(new)
    assert "noise_ledger" in names(new)
    assert not new.rows("SELECT * FROM duckdb_functions() WHERE function_name = 'left_over_macro'")
    assert not new.was_reset
    assert new.value("SELECT count(*) FROM ledger.link_readings") == 1
    new.close()


def test_another_definition_of_a_table_makes_the_warehouse_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    Warehouse(home).close()
    monkeypatch.setattr(assets.warehouse.writing, "schema_version", lambda: "another")
    again = Warehouse(home)
    assert again.was_reset
    again.close()
