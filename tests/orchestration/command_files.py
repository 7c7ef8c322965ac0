"""Files that tests of several commands give to them: a declaration and a page of platforms that do not exist."""

from __future__ import annotations

QUIBBLENEST = (
    "name: Quibblenest\naliases: [Quibble]\n"
    "documents:\n  Privacy Policy: https://quibblenest.example/privacy\n"
)

PAGE = (
    "<html><title>Terms</title><nav><a href='/'>Home</a></nav><main><h1>Terms of Service</h1>"
    "<p>You must be at least 16 years old to use Lumora, and you must follow these <a href='/rules'>rules</a>.</p>"
    "<ul><li>Do not sell your account.</li></ul></main></html>"
)
