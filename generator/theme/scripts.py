"""The scripts that all themes share, stripped of comments and spaces, those of search joined.

The home of rjsmin. Those of search also get short names, as they are the largest.
"""

from __future__ import annotations

from functools import lru_cache

from generator.theme.lookup import SHARED, built_in_themes, walk
from generator.theme.renaming import shorten, statements

_JOINED = {"search.js": ("engine.js", "form.js")}
"""Files of the site's assets that are made of several scripts of the shared folder, in order."""


@lru_cache(maxsize=1)
def shared_scripts() -> dict[str, bytes]:
    """The scripts by name, as they are published."""
    from rjsmin import jsmin

    folder = built_in_themes() / SHARED
    written = {name: path.read_text("utf-8") for name, path in walk(folder) if path.suffix == ".js"}
    found = {
        name: "\n".join(
            shorten([jsmin(one) for one in statements(written.pop(part))]) for part in parts
        )
        for name, parts in _JOINED.items()
    }
    found |= {name: jsmin(text) for name, text in written.items()}
    return {name: text.encode() for name, text in found.items()}
