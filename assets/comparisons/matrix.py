"""The matrix platform × question as one wide view: it grows a column when a question is added."""

from __future__ import annotations

from assets.warehouse import Warehouse

VIEW = "matrix"

_QUESTIONS = (
    "SELECT question_id, title, experimental FROM ledger.questions ORDER BY experimental, question_id"
)


def make_matrix(warehouse: Warehouse) -> int:
    """Make the view ``matrix`` (a row a platform, a column a question) of the questions in force; return their number.

    A cell is the stance, of ``platform_answers``. Without questions there is no matrix.
    """
    questions = warehouse.rows(_QUESTIONS)
    with warehouse.transaction():
        warehouse.connection.execute(f"DROP VIEW IF EXISTS {VIEW}")
        if questions:
            for statement in _statements([(row["question_id"], _means(row)) for row in questions]):
                warehouse.connection.execute(statement)
    return len(questions)


def _means(row: dict[str, object]) -> str:
    doubt = " Experimental: not measured against a careful reader yet." if row["experimental"] else ""
    return f"{row['title']} The stance; what it means is in ledger.question_stances.{doubt}"


def _statements(columns: list[tuple[str, str]]) -> list[str]:
    cells = "".join(
        f',\n    any_value(a.stance) FILTER (a.question_id = {_text(name)}) AS "{name}"'
        for name, _ in columns
    )
    return [
        f"CREATE VIEW {VIEW} AS\nSELECT\n    a.platform_id,\n    any_value(a.platform) AS platform{cells}\n"
        "FROM platform_answers AS a\nGROUP BY a.platform_id\nORDER BY a.platform_id",
        f"COMMENT ON VIEW {VIEW} IS 'What each platform says to every question, side by side: one row a platform, one column a "
        "question; the words are in answers, the same in long form is answer_matrix.'",
        f"COMMENT ON COLUMN {VIEW}.platform_id IS 'The platform.'",
        f"COMMENT ON COLUMN {VIEW}.platform IS 'The platform''s name.'",
        *(f'COMMENT ON COLUMN {VIEW}."{name}" IS {_text(means)}' for name, means in columns),
    ]


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
