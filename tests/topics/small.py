"""A small taxonomy about an inn, with exemplars, so that a regression is fitted in a moment."""

from __future__ import annotations

from pathlib import Path

import yaml

DRINKS = ["tea", "coffee", "milk", "cider", "lemonade", "soup", "cocoa", "juice", "water", "ale"]
ROOMS = ["room", "bed", "attic", "cabin", "hall", "loft", "suite", "stable", "tent", "barn"]

TAXONOMY = r"""
topics:
  - id: drinks
    name: Drinks
    definition: Says what is served to drink.
    rules:
      - id: served
        weight: 0.9
        pattern: '\bserves? (?:\w+ ){0,2}?(?:tea|coffee)\b'
        examples: ["We serve tea."]
        counterexamples: ["We burn tea."]
  - id: nights
    name: Nights
    definition: Says where guests sleep.
    parent: lodging
    rules:
      - id: sleeps
        weight: 0.9
        pattern: '\bsleeps? in the (?:room|bed)\b'
        examples: ["You sleep in the bed."]
        counterexamples: ["The bed is old."]
  - id: lodging
    name: Lodging
    definition: Says anything on guests who stay.
    rules:
      - id: stays
        weight: 0.9
        pattern: '\bguests stay\b'
        examples: ["Our guests stay."]
        counterexamples: ["Guests leave."]
"""


def exemplars() -> dict[str, dict[str, object]]:
    """Return the exemplars by file."""
    return {
        "drinks": {
            "topic": "drinks",
            "is": [f"We pour hot {drink} for every guest at the long table." for drink in DRINKS]
            + [f"A cup of {drink} is brought to whoever is thirsty after a walk." for drink in DRINKS],
            "is_not": [
                {"text": f"The {room} was painted the colour of {drink} last year.", "are": []}
                for room, drink in zip(ROOMS, DRINKS, strict=True)
            ],
        },
        "nights": {
            "topic": "nights",
            "is": [f"Whoever is tired may lie down in the {room} until the morning." for room in ROOMS]
            + [{"text": f"the {room} upstairs", "stem": "You can spend the night in:"} for room in ROOMS],
            "is_not": ["We sweep the floor every morning before the guests come."],
        },
        "lodging": {
            "topic": "lodging",
            "is": [f"Visitors who remain for a while get a key to the {room}." for room in ROOMS]
            + [f"Those who stop over with us find a towel in the {room}." for room in ROOMS],
        },
        "none": {"topic": "none", "is": [f"The {room} has {n} windows." for n, room in enumerate(ROOMS * 2)]},
    }


def write_inn(directory: Path) -> Path:
    """Write the taxonomy with its exemplars into a directory, and return it."""
    (directory / "inn.yaml").write_text(TAXONOMY)
    (directory / "exemplars").mkdir()
    for name, content in exemplars().items():
        (directory / "exemplars" / f"{name}.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
    return directory
