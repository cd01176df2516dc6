"""A site of difficult pages: none, one and forty questions, parts, long words, Arabic, sources."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent
_SITE = """\
title: Kitchen sink
url: https://example.org/sink/
description: Pages that try a theme.
nav:
  - {title: All questions, path: questions/}
  - {title: About, path: about/}
"""
_LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"
_TEXT = (
    "A lock keeps two levels of water apart. A boat that wants to climb enters at the lower one, "
    "the gate closes behind it, and water flows in from above until both are level."
)
_ARABIC = "يفصل الهويس بين مستويين من الماء. تدخل السفينة من الأسفل، ثم تُغلق البوابة خلفها."
_RICH = f"""\
{_TEXT}[^a] A link in the text leads to [a page elsewhere](https://example.org/locks).

| Lock | Rise in metres | Minutes | Boats a day | Built |
| :-- | --: | --: | --: | --: |
| Upper lock | 7.2 | 14 | 60 | 1894 |
| {_LONG} | 12.5 | 22 | 41 | 1931 |

- One boat at a time
  - with its crew
- Two when they are short

> Water does the lifting; the keeper only opens a door.

### A heading inside an answer

1. Close the lower gate.
2. Open the upper sluice.

```
level = lower
while level < upper: level = level + flow  # far too long for a telephone held upright
```
"""


def write_site(folder: Path) -> None:
    """Writes the source of the site into the folder."""
    content = folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    (folder / "site.yml").write_text(_SITE, encoding="utf-8")
    for name, text in _pages().items():
        (content / f"{name}.md").write_text(text, encoding="utf-8")


def build_site(source: Path, output: Path) -> None:
    """Builds it with the program of this checkout, drafts included."""
    command = [sys.executable, "-m", "generator", "build", "--source", str(source)]
    subprocess.run([*command, "--output", str(output), "--drafts"], check=True, cwd=_CHECKOUT)


def _pages() -> dict[str, str]:
    return {
        "about": _page("About the sink", "", _RICH + _SOURCES, head="kind: page\n"),
        "none": _page("An explainer that asks nothing", "", _TEXT),
        "one": _page("One question", "draft: true\n", "## How does a lock work?\n\n" + _TEXT),
        "long-words": _page(
            f"{_LONG} and its consequences",
            "kicker: Shipping\nlang: de\n",
            f"## Was ist die {_LONG}?\n\n{_TEXT} {_LONG}{_LONG}\n\n## Und jetzt?\n\n{_TEXT}",
        ),
        "many-sources": _page(
            "How a lock lifts a ship",
            "kicker: Canals\nlead: A door, a basin and gravity.\nupdated: 2024-07-02\n"
            "source: {name: The lock keepers’ yearbook, url: https://example.org/yearbook}\n"
            "authors: [The desk]\ntags: [water, technology]\n"
            "summary: [Water flows in by itself., No pump is needed., The gates bear the load.]\n",
            f"{_TEXT}\n\n"
            + "".join(f"## {ask}\n\n{_RICH}\n" for ask in ("What is a lock?", "Who pays?", "Why?"))
            + _SOURCES,
        ),
        "forty": _page(
            "Forty questions in four parts",
            "tags: [water]\n",
            "".join(
                (f"# Part {number // 10 + 1}\n\n" if number % 10 == 0 else "")
                + f"## Question number {number + 1}: what happens then?\n\n{_TEXT}\n\n"
                for number in range(40)
            ),
        ),
        "arabic": _page(
            "كيف ترفع الأهوسة السفن؟",
            f"kicker: قنوات\nlang: ar\nlead: {_ARABIC}\nsummary: ['{_ARABIC}', '{_ARABIC}']\n"
            "tags: [ماء]\n",
            f"{_ARABIC}\n\n"
            + "".join(
                f"## {ask}\n\n{_ARABIC} {_ARABIC}\n\n- {_ARABIC}\n- {_ARABIC}\n\n> {_ARABIC}\n\n"
                for ask in ("ما هو الهويس؟", "من أين يأتي الماء؟", "كم يدوم العبور؟")
            ),
        ),
    }


_SOURCES = """
[^a]: https://example.org/a-long-address/that-has/no-place/to-break "The lock keepers’ handbook"
"""


def _page(title: str, front: str, body: str, *, head: str = "") -> str:
    return f"---\ntitle: {title!r}\ndate: 2024-06-19\n{head}{front}---\n\n{body}\n"
