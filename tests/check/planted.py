"""A copy of the demo with faults planted in it, each with the place where it is to be reported."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT


@dataclass(frozen=True)
class Fault:
    """One fault: the code that tells it, and the line by what stands in it."""

    file: str
    code: str
    at: str
    """Text of the line at which it is reported, once in the file; empty for no line at all."""
    old: str = ""
    """What it takes the place of; empty: `new` is added at the end of the file."""
    new: str = ""


HEAD = "---\ntitle: {}\ndate: 2025-06-01\ntags: [science]\n---\n\n"
NOTE = '[^s]\n\n[^s]: https://example.org/ "A source"\n'

# Whole new files, each right but for what is planted in it below.
FILES = {
    "content/yaml.md": HEAD.format("Traps of YAML") + "## What is it?\n\nText." + NOTE,
    "content/marks.md": HEAD.format("Marks of questions") + "## First?\n\nText." + NOTE,
    "content/links.md": HEAD.format("Links that lead nowhere") + "## Where?\n\nText." + NOTE,
    "content/draft.md": HEAD.format("Not yet").replace("---\n\n", "draft: true\n---\n\n"),
    "content/no-head.md": "# A page without front matter\n",
    "content/open-head.md": "---\ntitle: Never closed\ndate: 2025-06-01\n\nText.\n",
    "content/same-address.md": HEAD.format("The same address").replace(
        "date:", "slug: tides\ndate:"
    ),
    "content/taken-address.md": HEAD.format("A taken address").replace(
        "date:", "slug: questions\ndate:"
    ),
    "content/taken-alias.md": HEAD.format("A taken alias").replace(
        "date:", "aliases: [kilogram/]\ndate:"
    ),
    "content/no-date.md": "---\ntitle: Without a date\n---\n\nText.\n",
    "content/no-title.md": "---\ndate: 2025-06-01\n---\n\nText.\n",
    "content/bad-date.md": HEAD.format("A day that is none").replace("2025-06-01", "2025-02-30"),
    "content/back-in-time.md": HEAD.format("Changed too early").replace(
        "tags:", "updated: 2024-01-01\ntags:"
    ),
    "content/spelling.md": HEAD.format("Spelt otherwise").replace("science", "Science"),
    "content/colon.md": HEAD.format("The colon: a trap"),
    "content/picture.md": HEAD.format("A picture that is not there").replace(
        "tags:", "image: {src: images/missing.svg, alt: Nothing, credit: Nobody}\ntags:"
    ),
    "themes/mine/templates/partials/footer.html": "<footer>\n{{ pgae.title }}\n</footer>\n",
    "themes/mine/theme.yml": "extends: default\n",
    "content/expired.md": HEAD.format("True once"),
    "static/images/lonely.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
}

FAULTS = (
    # site.yml
    Fault("site.yml", "unknown-key", "tittle: twice", new="tittle: twice\n"),
    Fault("site.yml", "unknown-timezone", "Europe/Zurch", "Europe/Zurich", "Europe/Zurch"),
    Fault("site.yml", "bad-value", "page_size", new="page_size: 0\n"),
    Fault("site.yml", "unknown-code", "emtpy-answer", new="severities: {emtpy-answer: off}\n"),
    Fault("site.yml", "missing-page", "path: abuot/", "path: about/", "path: abuot/"),
    # The registers
    Fault(
        "glossary.yml", "unused-term", "nowhere:", new="nowhere:\n  term: N\n  text: Not named.\n"
    ),
    Fault("authors.yml", "unused-author", "nobody:", new="nobody:\n  name: Nobody\n"),
    Fault("content/links.md", "undefined-term", "term:nothing", new="\n[t](term:nothing)\n"),
    Fault(
        "content/back-in-time.md",
        "unknown-author",
        "Stranger",
        "tags:",
        "authors: [Stranger]\ntags:",
    ),
    # Whole files
    Fault("content/no-head.md", "missing-front-matter", "# A page without"),
    Fault("content/open-head.md", "unclosed-front-matter", "---"),
    Fault("content/same-address.md", "duplicate-slug", "slug: tides"),
    Fault("content/taken-address.md", "reserved-slug", "slug: questions"),
    Fault("content/taken-alias.md", "alias-taken", "aliases: [kilogram/]"),
    Fault("content/no-date.md", "missing-key", "---"),
    Fault("content/no-title.md", "missing-key", "---"),
    Fault("content/bad-date.md", "bad-date", "2025-02-30"),
    Fault("content/back-in-time.md", "updated-before-date", "updated: 2024"),
    Fault("content/spelling.md", "tag-spelling", "tags: [Science]"),
    Fault("content/colon.md", "yaml-colon", "The colon: a trap"),
    Fault("content/picture.md", "missing-image", "images/missing.svg"),
    Fault("static/images/lonely.svg", "unused-image", "<svg"),
    Fault("themes/mine/templates/partials/footer.html", "undefined-name", "pgae.title"),
    # Front matter
    Fault("content/yaml.md", "yaml-sexagesimal", "kicker: 23:31", "tags:", "kicker: 23:31\ntags:"),
    Fault("content/yaml.md", "yaml-boolean", "lang: no", "tags:", "lang: no\ntags:"),
    Fault("content/yaml.md", "unknown-key", "autor: me", "tags:", "autor: me\ntags:"),
    Fault("content/yaml.md", "bad-slug", "slug: a/b", "tags:", "slug: a/b\ntags:"),
    Fault("content/yaml.md", "bad-review", "review: often", "tags:", "review: often\ntags:"),
    Fault("content/yaml.md", "bad-tag", "[science, '!']", "[science]", "[science, '!']"),
    Fault(
        "content/yaml.md",
        "bad-address",
        "url: htps://example.org",
        "tags:",
        "source: {name: N, url: htps://example.org}\ntags:",
    ),
    Fault("content/kilogram.md", "duplicate-key", "lang: de", "lang: en\n", "lang: en\nlang: de\n"),
    Fault(
        "content/links.md",
        "missing-alt",
        "![](/images/a-series.svg)",
        new="\n![](/images/a-series.svg)\n",
    ),
    Fault(
        "content/expired.md",
        "expired",
        "## Long past?",
        new="\n## Long past?\n<!-- q\nexpires: 2020-01-01\n-->\n\nText." + NOTE,
    ),
    # Questions
    Fault(
        "content/marks.md",
        "bad-id",
        "id: a b",
        new="\n## Second?\n<!-- q\nid: a b\n-->\n\nT.[^s]\n",
    ),
    Fault(
        "content/marks.md",
        "duplicate-id",
        "## Fourth?",
        new="".join(
            f"\n## {one}?\n<!-- q\nid: same\n-->\n\nT.[^s]\n" for one in ("Third", "Fourth")
        ),
    ),
    Fault("content/marks.md", "empty-answer", "## Fifth?", new="\n## Fifth?\n"),
    Fault(
        "content/marks.md",
        "stray-question-comment",
        "<!-- q stray",
        new="\n## Sixth?\n\nText.[^s]\n\n<!-- q stray: 1 -->\n",
    ),
    Fault(
        "content/marks.md",
        "empty-question",
        "## <!-- nothing -->",
        new="\n## <!-- nothing -->\n\nText.[^s]\n",
    ),
    Fault(
        "content/marks.md", "text-outside-answer", "Lost text.", new="\n# A part\n\nLost text.\n"
    ),
    Fault(
        "content/marks.md",
        "unused-note",
        "[^unused]:",
        new="\n## Eighth?\n\nT.[^s]\n\n[^unused]: A note.\n",
    ),
    Fault(
        "content/marks.md",
        "missing-note",
        "nowhere.[^gone]",
        new="\n## Ninth?\n\nT.[^s] A note is nowhere.[^gone]\n",
    ),
    Fault(
        "content/marks.md",
        "unclosed-comment",
        "<!-- open",
        new="\n## Last?\n\nT.[^s]\n\n<!-- open\n",
    ),
    # Links
    Fault("content/links.md", "missing-page", "[a](gone.md)", new="\n## A?\n\n[a](gone.md)[^s]\n"),
    Fault(
        "content/links.md", "missing-page", "again [a](gone.md)", new="\nand again [a](gone.md)\n"
    ),
    Fault(
        "content/links.md", "missing-anchor", "tides.md#nowhere", new="\n[b](tides.md#nowhere)\n"
    ),
    Fault("content/links.md", "missing-anchor", "[c](#nothing)", new="\n[c](#nothing)\n"),
    Fault("content/links.md", "link-to-hidden-page", "draft.md", new="\n[d](draft.md)\n"),
    Fault("content/links.md", "missing-page", "/plan.pdf", new="\n[e](/plan.pdf)\n"),
    Fault("content/links.md", "missing-page", "/images/none.png", new="\n![f](/images/none.png)\n"),
    Fault(
        "content/links.md", "missing-page", "[ref]: lost.md", new="\n[g][ref]\n\n[ref]: lost.md\n"
    ),
    Fault("content/tides.md", "missing-page", "kilogramm.md", new="\n[h](kilogramm.md)\n"),
    Fault(
        "content/tides.md", "missing-anchor", "/blue-sky/#green", new="\n[i](/blue-sky/#green)\n"
    ),
)


def plant(folder: Path) -> Path:
    """Writes the broken copy of the demo into the folder, and gives the folder."""
    for name in ("content", "static"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("glossary.yml", "authors.yml"):
        shutil.copy(ROOT / name, folder)
    settings = (ROOT / "site.yml").read_text(encoding="utf-8")
    (folder / "site.yml").write_text(settings + "theme: mine\n", encoding="utf-8")
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    for one in FAULTS:
        if not one.new:
            continue
        file = folder / one.file
        text = file.read_text(encoding="utf-8")
        assert not one.old or one.old in text, one
        text = text.replace(one.old, one.new, 1) if one.old else text.rstrip("\n") + "\n" + one.new
        file.write_text(text, encoding="utf-8")
    return folder


def line_of(folder: Path, one: Fault) -> int:
    """The line at which the fault is to be reported, from 1."""
    lines = (folder / one.file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if one.at in line)
