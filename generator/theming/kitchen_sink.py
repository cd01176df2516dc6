"""A site of difficult pages, to try a theme on.

None, one and forty questions, parts, Arabic, long words, no summary, many sources, a picture that
is wide, everything that Markdown brings, more explainers than a list page holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from generator.model import Config

_FEATURES = Path(__file__).resolve().parent / "features.md"
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


def write_sink(folder: Path, config: Config) -> None:
    """Writes the source of the site into the folder, with theme, tokens and `extra` of `config`."""
    settings = {
        "title": "Kitchen sink",
        "url": "https://example.org/sink/",
        "description": "Pages that try a theme.",
        "theme": config.theme,
        "tokens": dict(config.tokens),
        "extra": dict(config.extra),
        "page_size": 5,
        "math": True,
        "nav": [
            {"title": "All questions", "path": "questions/"},
            {"title": "About", "path": "about/"},
        ],
    }
    files: Mapping[str, str] = {
        # JSON is YAML.
        "site.yml": json.dumps(settings, ensure_ascii=False, indent=1),
        "static/lock.svg": _PICTURE,
        "content/features.md": _FEATURES.read_text(encoding="utf-8"),
        **{f"content/{name}.md": text for name, text in _pages().items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _pages() -> dict[str, str]:
    return {
        "about": _page(
            "About the sink", "", "## What this is\n\n" + _RICH + _SOURCES, head="kind: page\n"
        ),
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
            "summary: [Water flows in by itself., No pump is needed., The gates bear the load.]\n"
            + _CORRECTIONS,
            f"{_TEXT}\n\n"
            f"## What is a lock?\n\n{_RICH}\n"
            f"## Who pays?\n<!-- q\nid: who-pays\nreview: 30d\nowner: The desk\n"
            f"related: [one.md#how-does-a-lock-work]\n-->\n\n{_RICH}\n"
            f"## Why?\n<!-- q\nexpires: 2024-09-01\n-->\n\n{_RICH}\n" + _SOURCES,
        ),
        "forty": _page(
            "Forty questions in four parts",
            "tags: [water]\n"
            "image: {src: lock.svg, alt: Two levels, caption: A lock., credit: The desk}\n",
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


_CORRECTIONS = """\
corrections:
  - {date: 2024-06-25, question: who-pays, was: The state pays for all., now: Boats pay a toll.}
  - {date: 2024-06-28, was: The yearbook is of 2022., now: It is of 2023.}
"""
_PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="500" viewBox="0 0 1200 500">
<path fill="#35607f" d="M0 300h600v200H0zM600 150h600v350H600z"/><path d="M590 80h20v420h-20z"/>
</svg>
"""
_SOURCES = """
[^a]: https://example.org/a-long-address/that-has/no-place/to-break "The lock keepers’ handbook"
"""


def _page(title: str, front: str, body: str, *, head: str = "") -> str:
    return f"---\ntitle: {title!r}\ndate: 2024-06-19\n{head}{front}---\n\n{body}\n"
