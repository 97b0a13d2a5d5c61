"""What keeps a page from doing harm: headers, hosts, tokens.

Words of articles are data: templates escape them, no script of a page is inline, and the browser is told to run none
and to ask no other host (Content-Security-Policy). Reviews change the record: they need a token that only our own form
has (CSRF), and, where the server is reachable from other machines, a password that the server printed at its start.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from ipaddress import ip_address

from fastapi import Request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
SESSION = "greffier_session"
LOGIN = "greffier_login"


def is_loopback(host: str) -> bool:
    """Whether an address is reachable from this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """The secrets of one running server. `password` is None where only this machine can reach it."""

    def __init__(self, host: str) -> None:
        self.secret = secrets.token_bytes(32)
        self.loopback = is_loopback(host)
        self.password = None if self.loopback else secrets.token_urlsafe(16)

    def _sign(self, purpose: str, value: str) -> str:
        return hmac.new(self.secret, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()

    def host_allowed(self, host: str) -> bool:
        """On loopback only its own names are answered, so that no page elsewhere can reach us by a name it made up."""
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return not self.loopback or is_loopback(name) or name == "testserver"

    def new_session(self) -> str:
        """A value for the session's cookie."""
        return secrets.token_urlsafe(18)

    def form_token(self, session: str) -> str:
        """The token that a form of this session carries."""
        return self._sign("form", session)

    def form_is_ours(self, request: Request, token: str) -> bool:
        """Whether a form came from a page that we gave to this session."""
        session = request.cookies.get(SESSION, "")
        origin = request.headers.get("origin")
        same = origin is None or origin.split("://", 1)[-1] == request.headers.get("host")
        return bool(session) and same and hmac.compare_digest(token, self.form_token(session))

    def login(self, password: str) -> str | None:
        """The value of the login's cookie for the right password, else None."""
        if self.password is not None and hmac.compare_digest(password, self.password):
            return self._sign("login", "reviewer")
        return None

    def may_review(self, request: Request) -> bool:
        """On this machine everybody may; elsewhere who has logged in."""
        return self.loopback or hmac.compare_digest(request.cookies.get(LOGIN, ""), self._sign("login", "reviewer"))
