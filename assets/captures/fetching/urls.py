"""Addresses as they may be recorded and shown: without passwords, and without the values of secret parameters."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus, urlsplit, urlunsplit

HIDDEN = "hidden"
UNREADABLE = "an address that cannot be read"
# The last word of a parameter's name: `access_token`, `clientSecret`, `X-Amz-Signature`, `PHPSESSID`.
_SECRET = re.compile(
    r"(?i)(?:^|[^a-z])(?:x-amz-[a-z-]+|(?:access|auth|id|refresh|session|csrf|xsrf)?[_-]?token|"
    r"(?:php|j|asp\.?net_?)?sess(?:ion)?(?:_?id)?|sid|sig|signature|auth(?:orization)?|(?:api|access)?[_-]?key|"
    r"(?:client)?[_-]?secret|pass(?:word|wd|phrase)?|pwd|jwt|code|credentials?|state|nonce|ticket|otp|sas)$"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PAIR = re.compile(r"[^&;]+")
_PATH_PARAMETER = re.compile(r";[^;/?#]*")
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")


def shown_url(url: str) -> str:
    """Return an address without user and password, and with the values of secret-looking parameters hidden.

    Parameters are looked for in the query, in the fragment and behind semicolons in the path.

    >>> shown_url("https://me:pw@lumora.example/terms?lang=en&session_id=81f2")
    'https://lumora.example/terms?lang=en&session_id=hidden'
    """
    try:
        parts = urlsplit(_CONTROLS.sub("", url))
        place = parts.netloc.rpartition("@")[2]
        path = _PATH_PARAMETER.sub(lambda found: ";" + _shown(found[0][1:]), parts.path)
        if not parts.netloc and "@" in path:
            # `http:me:pw@host` or `me:pw@host`: no address, but it may hold what one would
            path = path.rpartition("@")[2]
        query = _PAIR.sub(lambda found: _shown(found[0]), parts.query)
        fragment = _PAIR.sub(lambda found: _shown(found[0]), parts.fragment)
        return urlunsplit((parts.scheme, place, path, query, fragment))
    except ValueError:
        return UNREADABLE


def _shown(pair: str) -> str:
    name, equals, _ = pair.partition("=")
    plain = _HUMP.sub("_", unquote_plus(name).rstrip("[]"))  # `user[password]`, `token[]`
    return f"{name}{equals}{HIDDEN}" if equals and _SECRET.search(plain) else pair
