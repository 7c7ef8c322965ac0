"""Every document of the real corpus: offsets, nothing lost, identity through its real history."""

import re
import subprocess
from collections import Counter

import pytest

from assets.provisions import Tracker, plain, segment, sentences

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def repository(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("versions") / "versions.git"
    bundle = str(corpus / "genai-dev-versions.bundle")
    subprocess.run(["git", "clone", "-q", "--bare", bundle, str(folder)], check=True)
    return folder


def git(repository, *arguments):
    return subprocess.run(
        ["git", "-C", str(repository), *arguments], check=True, capture_output=True
    ).stdout.decode()


@pytest.fixture(scope="module")
def newest(repository):
    listed = git(repository, "ls-tree", "-rz", "--name-only", "HEAD").split("\0")
    paths = [path for path in listed if "/" in path and path.endswith(".md")]
    return {path: git(repository, "show", f"HEAD:{path}") for path in paths}


@pytest.fixture(scope="module")
def blocks(newest):
    return {path: segment(markdown) for path, markdown in newest.items()}


def test_offsets_are_exact_and_no_word_lies_between_blocks(newest, blocks):
    for path, markdown in newest.items():
        at = 0
        for block in [*blocks[path], None]:
            between = markdown[at : block.char_start if block else len(markdown)]
            visible = re.sub(r"(?m)^[\s>|*+-]*\d{1,3}[.)](?=\s)", "", between)
            assert not re.search(r"\w", plain(visible)), (path, between)
            if block:
                assert markdown[block.char_start : block.char_end] == block.text
                at = block.char_end


def test_sentences_leave_out_no_word_of_any_block(blocks):
    for cut in blocks.values():
        for block in cut:
            at = 0
            for start, end in [*sentences(block.text), (len(block.text),) * 2]:
                assert not re.search(r"\w", re.sub(r"<br\s*/?>", "", block.text[at:start]))
                at = end


def test_headings_in_a_path_are_titles_and_not_clauses(blocks):
    titles = [title for cut in blocks.values() for block in cut for title in block.heading_path]
    lengths = [len(title.split()) for title in titles]
    assert max(lengths) <= 40
    assert sum(length <= 15 for length in lengths) / len(lengths) > 0.97


def test_identity_is_carried_through_a_real_history(repository):
    path = "Midjourney/Terms of Service.md"
    tracker, ids, carried = Tracker("t"), [], Counter()
    for commit in git(repository, "log", "--topo-order", "--reverse", "--format=%H", "--", path).split():
        tracked = tracker.track(commit, segment(git(repository, "show", f"{commit}:{path}")))
        ids.append({t.provision_id for t in tracked})
        carried.update(t.carried_by for t in tracked)
    # Twenty real revisions: most of the first version is still there, under the ids it had.
    assert len(ids[0] & ids[-1]) > 0.8 * len(ids[0])
    assert carried["unchanged"] > 0.9 * carried.total()
