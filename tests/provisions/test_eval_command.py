"""``termscape eval lineage``: two files in, links out, and errors a user can mend."""

import json

import pytest
import typer
from typer.testing import CliRunner

from assets.errors import InputError
from orchestration.commands import evaluating

OLD = "# Rules\n\nYou may close your account at any time. We then delete what it held.\n\nFees are due on the first of May."
NEW = OLD.replace("time. We", "time.\n\nWe").replace("first", "second")


@pytest.fixture
def run(tmp_path):
    app = typer.Typer()
    evaluating.register(app)

    def run(old, new, *options):
        for name, content in (("old.md", old), ("new.md", new)):
            if content is not None:
                (tmp_path / name).write_bytes(content)
        paths = [str(tmp_path / "old.md"), str(tmp_path / "new.md")]
        result = CliRunner().invoke(app, ["eval", "lineage", *paths, *options])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.stdout

    return run


def test_json_names_the_blocks_of_both_files_and_their_links(run):
    found = json.loads(run(OLD.encode(), NEW.encode(), "--json"))
    assert found.keys() == {"old", "new", "links"}
    assert found["new"][0] == {"index": 0, "char_start": 2, "char_end": 7, "kind": "heading", "text": "Rules"}
    links = [(link["old"], link["new"], link["operation"], link["moved"]) for link in found["links"]]
    assert links == [
        ([0], [0], "unchanged", False),
        ([1], [1, 2], "split", False),
        ([2], [3], "modified", False),
    ]
    assert found["links"][2].keys() >= {"similarity", "margin"}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_offsets_are_those_of_the_decoded_file_whatever_its_line_ends_and_byte_order_mark(run, ending, mark):
    text = OLD.replace("\n", ending).replace("Fees", "💶 Fees")
    found = json.loads(run((mark + text).encode(), NEW.encode(), "--json"))
    assert [text[block["char_start"] : block["char_end"]] for block in found["old"]] == [
        block["text"] for block in found["old"]
    ]


def test_without_json_a_table_shows_what_changed(run):
    shown = run(OLD.encode(), NEW.encode())
    assert "split" in shown and "second of May" in shown
    assert "Rules" not in shown


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(None, "cannot be read"), (b"\xff\xfe\x41", "byte 0 is not UTF-8"), (b"a\0b", "NUL")],
)
def test_what_is_no_text_is_refused_by_name(run, content, complaint):
    with pytest.raises(InputError, match=r"new\.md: .*" + complaint):
        run(OLD.encode(), content)


def test_an_empty_file_is_a_text_without_blocks(run):
    found = json.loads(run(OLD.encode(), b"", "--json"))
    assert {link["operation"] for link in found["links"]} == {"removed"}
