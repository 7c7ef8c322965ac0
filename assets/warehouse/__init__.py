"""The warehouse and what is published of it: the only place that opens DuckDB, applies the schema and loads rows."""

from assets.warehouse.connecting import attach, connect
from assets.warehouse.progress import Progress, silent
from assets.warehouse.reading import Reader, open_file, open_published, read_frame
from assets.warehouse.schema import (
    SQL_FOLDER,
    ColumnDescription,
    described_columns,
    described_tables,
    schema_files,
    schema_version,
    table_names,
    views_version,
)
from assets.warehouse.writing import BATCH_ROWS, Warehouse, in_batches, open_copy, remove_warehouse

__all__ = [
    "BATCH_ROWS",
    "SQL_FOLDER",
    "ColumnDescription",
    "Progress",
    "Reader",
    "Warehouse",
    "attach",
    "connect",
    "described_columns",
    "described_tables",
    "in_batches",
    "open_copy",
    "open_file",
    "open_published",
    "read_frame",
    "remove_warehouse",
    "schema_files",
    "schema_version",
    "silent",
    "table_names",
    "views_version",
]
