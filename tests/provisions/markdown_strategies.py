"""Hypothesis strategies for Markdown as converters, archives and vandals write it."""

from hypothesis import strategies as st

_MARKS = """
# ## ### - * + • – \\- > > > 1. 12) 2024. | || --- === - - - *** ** __ _ ` ``` ~~~ \\ \\* \\_ [ ] ( ) : ; , … ?!
(a) (ii) 3. 2.1 Section 5 第三条 “Term” means **Title** **3\\._Title_** e.g. U.S. Inc. &amp; &nbsp;
"""
_WORDS = "word We may share Data. 你好。 You must not:"
_SPACES = [
    "\n",
    "\n\n",
    "  \n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    " ",
    "\x0b",
    "\u2028",
    "\n    ",
    "\n  > ",
    "\u200b",
    "\xa0",
]
_ROWS = ["\n| a | b |\n", "\n|---|---|\n"]
_UNSEEN = """
[text](https://example.org/a_(b)) ![alt](img.png) [](#anchor) <br> <br/> <p> </li> <div <!-- --> <https://example.org>
"""

_readable = [*_MARKS.split(), *_WORDS.split(), *_SPACES, *_SPACES, *_ROWS]

readable_markdown = st.lists(st.sampled_from(_readable), max_size=60).map("".join)
"""Every mark of Markdown, in any order, without what hides text: links, images, tags and comments."""

hostile_markdown = st.lists(
    st.one_of(st.sampled_from([*_readable, *_UNSEEN.split()]), st.text(max_size=8)), max_size=60
).map("".join)
"""Anything at all."""
