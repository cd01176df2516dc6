"""What every answer of the preview has in common: only whom the guard lets in is answered."""

from __future__ import annotations

from typing import Any

from tornado import web

from generator.preview.guard import COOKIE, Guard
from generator.preview.session import Session


class Guarded(web.RequestHandler):
    """Answers only what the guard lets in."""

    def initialize(self, session: Session, guard: Guard, editor: str = "") -> None:
        self.session, self.guard, self.editor = session, guard, editor

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cache-Control", "no-cache")

    def prepare(self) -> None:
        headers = self.request.headers
        if refusal := self.guard.refusal(headers):
            self.refuse(refusal)
        elif self.guard.is_known(headers):
            return
        elif self.guard.is_introduced(self.request.query):
            # The cookie stays, the token leaves the address bar, where it would be copied along.
            self.set_cookie(COOKIE, self.guard.token, httponly=True, samesite="Strict")
            self.redirect(self.request.path)
        else:
            self.refuse("open the link that the terminal shows: it holds the token")

    def refuse(self, reason: str) -> None:
        """Answers 403 and says why."""
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"403: {reason}\n")

    def write_error(self, status_code: int, **details: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}: {self._reason}\n")
