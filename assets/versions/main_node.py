"""Choose the element of a pruned page that holds the policy: the smallest with nearly all of its prose."""

from __future__ import annotations

from assets.versions.page_tree import Element, Tree

# An element that says of itself it is the main one is believed if it holds this share of the page's prose.
BELIEVED_SHARE = 0.5
# One step down is taken while the child keeps this share of the prose of where it started and of its parent.
KEPT_SHARE = 0.93
# What may come along when the title stands outside the chosen element (about 50 words: a date, a subtitle).
TITLE_SURROUNDINGS_LETTERS = 300

# What the main element calls itself, by its tag or its role: the surer first.
_MAIN = ("main", "article")
_TITLE = frozenset({"h1"})
_ANY_TITLE = frozenset({"h1", "h2", "h3"})


def choose(tree: Tree) -> list[Element]:
    """Return the main element, and before it the title where that stands outside."""
    start = _declared_main(tree) or tree.root
    chosen = start
    while True:
        child = max(chosen.elements, key=lambda element: element.prose_letters, default=None)
        if child is None or child.prose_letters <= 0 or child.tag in ("p", "ul", "ol", "table"):
            break
        if child.prose_letters < KEPT_SHARE * max(chosen.prose_letters, start.prose_letters):
            break
        chosen = child
    return _with_title(chosen, start)


def _declared_main(tree: Tree) -> Element | None:
    enough = BELIEVED_SHARE * tree.root.prose_letters
    names = frozenset(_MAIN)
    named = [
        element
        for element in tree.elements
        if element.tag in names or (element.attributes and element.attributes.get("role") in names)
    ]
    large = [
        element
        for element in named
        if element.letters and element.prose_letters >= enough and not element.dropped
    ]
    for wanted in _MAIN:
        candidates = [
            element for element in large if element.tag == wanted or element.attributes.get("role") == wanted
        ]
        if candidates:
            return min(candidates, key=lambda element: element.letters)
    return None


def _with_title(chosen: Element, start: Element) -> list[Element]:
    """Add what leads from the nearest title outside the chosen element to it, if that is little."""
    inner, outer = chosen, chosen.parent
    if _has(chosen, _TITLE):
        return [chosen]
    # Within what calls itself the main element the first heading is the title, whatever its level.
    wanted = _TITLE if start.tag == "body" or chosen is start else _ANY_TITLE
    before: list[Element] = []
    while outer is not None:
        siblings = outer.elements
        before = [*siblings[: siblings.index(inner)], *before]
        titled = [number for number, element in enumerate(before) if _has(element, wanted)]
        if titled:
            for lead in (before[titled[-1] :], before[titled[-1] : titled[-1] + 1]):
                if sum(element.prose_letters for element in lead) <= TITLE_SURROUNDINGS_LETTERS:
                    return [*lead, chosen]
            return [chosen]
        wanted = _TITLE if outer is start else wanted
        inner, outer = outer, outer.parent
    return [chosen]


def _has(element: Element, headings: frozenset[str]) -> bool:
    if headings is _TITLE:
        return element.titles > 0
    return any(inner.tag in headings and inner.letters for inner in element.walk())
