-- Everything lies in schema ledger; what readers meet first are the safe views of sql/schema/90_views.sql.

CREATE SCHEMA IF NOT EXISTS ledger;

CREATE TABLE IF NOT EXISTS ledger.stage_versions (
    stage VARCHAR NOT NULL,
    version VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.stage_versions IS 'Which code and rules made the rows of each stage: one row a stage; another version makes them again.';
COMMENT ON COLUMN ledger.stage_versions.stage IS 'Name of the stage.';
COMMENT ON COLUMN ledger.stage_versions.version IS 'Version of its code and rules.';

CREATE TABLE IF NOT EXISTS ledger.table_stages (
    schema_name VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    stage VARCHAR NOT NULL
);
COMMENT ON TABLE ledger.table_stages IS 'Which stage of the pipeline a table or view of the schema belongs to: one row a table or view.';
COMMENT ON COLUMN ledger.table_stages.schema_name IS 'main or ledger.';
COMMENT ON COLUMN ledger.table_stages.table_name IS 'Name of the table or view.';
COMMENT ON COLUMN ledger.table_stages.stage IS 'The stage, sources, captures, versions, ... in the order data flows; pipeline: none alone.';
