"""Pages somebody found on the sites of an invented platform: a policy among menus, a hub, a shell, a wall."""

from __future__ import annotations

CLAUSES = [
    "We collect the personal information you give us when you open an account: your name and your address.",
    "We process it to keep the agreement with you, and share it with no third party without your consent.",
    "You may ask us at any time to disclose, correct or delete the personal information we hold about you.",
    "We retain personal information for 30 days after you close your account, and then delete it for good.",
    "Our service must not be used by anyone under the age of 16; we remove such accounts when we learn of them.",
    "If a law changes what we must do, we will notify you before the policy changes, as the law requires.",
]


def policy_page(title: str = "Privacy Policy", *, inside: str = "", clauses: list[str] | None = None) -> str:
    """A policy inside ``<div id="policy-content">`` of a page with a menu, a footer, and links to other documents."""
    written = "".join(
        f"<h2>{n}. Clause</h2><p>{text}</p>" for n, text in enumerate(clauses or CLAUSES, start=1)
    )
    return (
        f"<html lang=en><head><title>{title} | Lumora</title><meta property='og:site_name' content='Lumora'></head>"
        "<body class='css-1x2y3z'><nav><a href='/'>Home</a> <a href='/pricing'>Pricing</a></nav>"
        f"<div class='sc-bdVaJa kXyZab'><div id='policy-content' class='mx-auto max-w-3xl'>{inside}"
        f"<h1>{title}</h1><p>Last updated: 1 May 2026</p>{written}</div></div>"
        "<footer><a href='/legal/terms'>Terms of Service</a> <a href='/legal/cookies'>Cookie Policy</a> "
        "<a href='/legal/privacy/2024'>Previous versions of the privacy policy</a> "
        "<a href='https://elsewhere.example/terms'>Terms of our host</a> © 2026 Lumora</footer></body></html>"
    )


HUB = (
    "<html><title>Legal | Lumora</title><body><main><h1>Legal center</h1><p>All of our policies in one place.</p><ul>"
    "<li><a href='/legal/privacy'>Privacy Policy</a></li><li><a href='/legal/terms'>Terms of Service</a></li>"
    "<li><a href='/legal/cookies'>Cookie Policy</a></li><li><a href='/legal/dpa'>Data Processing Addendum</a></li>"
    "</ul></main></body></html>"
)
SHELL = "<html><title>Lumora</title><body><div id=root></div><p>You need to enable JavaScript to run this app.</p></body></html>"
WALL = "<html><title>Just a moment...</title><body><h1>Checking your browser</h1><p>Verify you are human.</p></body></html>"
