"""Datasette's own pages carry scripts in their HTML; only those that stand in its templates may run.

Each answer has a word of its own (a nonce), written into the script tags of the templates before any data is there, and
named by the answer's policy. What data brings along has no nonce and never runs.
"""

from __future__ import annotations

import re
import secrets
from base64 import b64encode
from collections.abc import Callable
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path

import datasette
from jinja2 import BaseLoader, Environment

_THEIRS = Path(datasette.__file__).parent
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)")
# Of the answer that a task works on: pages of errors are rendered without their request.
_nonce: ContextVar[str] = ContextVar("nonce", default="")
# The one script in an attribute: of the button by which columns are chosen on a phone.
_HANDLER = b64encode(sha256(b"openColumnChooser()").digest()).decode()


def begin() -> str:
    """A new nonce, for the answer to the request that this task works on."""
    nonce = secrets.token_urlsafe(16)
    _nonce.set(nonce)
    return nonce


def sources(nonce: str) -> str:
    """What a policy says of scripts."""
    return f"'self' 'nonce-{nonce}' 'unsafe-hashes' 'sha256-{_HANDLER}'"


def mark(env: Environment) -> None:
    """Marks the scripts of Datasette's templates, for all pages that are rendered from now on."""
    if env.loader:
        env.globals["csp_nonce"] = _nonce.get
        env.loader = Marked(env.loader)


class Marked(BaseLoader):
    """Templates as another loader has them; scripts in those of Datasette carry the nonce of the answer."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """As of the other loader; raises what that raises."""
        source, file, is_current = self._loader.get_source(environment, template)
        if file and Path(file).is_relative_to(_THEIRS):
            source = _INLINE.sub('<script nonce="{{ csp_nonce() }}"', source)
        return source, file, is_current

    def list_templates(self) -> list[str]:
        """As of the other loader."""
        return self._loader.list_templates()
