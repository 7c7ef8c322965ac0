"""Which platforms a live home watches: all that are declared, its own, or those it names."""

from __future__ import annotations

import pytest

from assets.errors import InputError
from assets.home import Home
from assets.sources.in_force import platforms_in_force


@pytest.fixture
def live(home: Home) -> Home:
    """A home with one platform of its own."""
    home.claim("live")
    home.platforms.mkdir()
    (home.platforms / "lumora.yaml").write_text(
        "name: Lumora\naliases: [Lantern]\ndocuments:\n  Terms of Service: https://lumora.example/terms\n"
    )
    return home


def watched(home: Home) -> list[str]:
    return [platform.name for platform in platforms_in_force(home)[0]]


def test_without_a_word_everything_declared_is_watched(live: Home) -> None:
    assert "Lumora" in watched(live) and len(watched(live)) > 30


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("platforms: own", ["Lumora"]),
        ("platforms: [Lantern, Midjourney]", ["Lumora", "Midjourney"]),
        ("platforms:\n- lumora\n- Lumora", ["Lumora"]),
    ],
)
def test_a_home_may_watch_fewer(live: Home, text: str, names: list[str]) -> None:
    (live.path / "watch.yaml").write_text(text + "\n")
    assert watched(live) == names


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("platforms: [Lumora, Midjurney]", 1, "Midjourney"),
        ("platforms:\n- Lumora\n- {a: 1}", 3, "a platform"),
        ("platforms: some", 1, "all, own or a list"),
        ("platform: own", 1, "the one key platforms"),
        ("platforms: []", 1, "all, own or a list"),
        ("platforms: [", 2, "not YAML"),
        ("", 1, "platforms"),
    ],
)
def test_a_mistake_is_named_with_its_line(live: Home, text: str, line: int, hint: str) -> None:
    (live.path / "watch.yaml").write_text(text + "\n")
    with pytest.raises(InputError, match=rf"watch\.yaml:{line}: .*{hint}"):
        watched(live)


@pytest.mark.parametrize("text", ["platforms: [Lumorra, Midjurney]", "platforms:\n- {a: 1}\n- [b]"])
def test_all_mistakes_of_the_file_are_named_at_once(live: Home, text: str) -> None:
    (live.path / "watch.yaml").write_text(text + "\n")
    with pytest.raises(InputError) as caught:
        watched(live)
    assert str(caught.value).count("watch.yaml:") == 2
