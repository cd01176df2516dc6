"""Synthetic explainers for two generators: the same words as Markdown of ours and of Hugo's.

python -m benchmarks.build.corpus FOLDER --explainers 1000 [--format ours|hugo]

Explainer n depends on its number alone, so a larger corpus holds the smaller one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

HERE = Path(__file__).parent
TAGS = 200
_CONSONANTS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "st", "tr", "pl", "br")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_SMALL = """the of and to in a is that for it was on are as with they be at this from or had by not
but what all were we when can there use each which how if will up other about out many"""
_STEMS = (
    "What is the {0} {1}?",
    "Why does the {0} matter to the {1}?",
    "Who decides about the {0}?",
    "When does the {0} begin?",
    "How much does a {0} cost the {1}?",
    "What happens if the {0} fails?",
    "Can the {0} replace the {1}?",
)
# What makes a plain site of ours: the same kinds of pages as the Hugo site beside it.
PLAIN = (
    "title: Explainers\nurl: https://example.org/\nsearch: false\nquestion_pages: false\n"
    "related_questions: false\nfor_machines: false\nembeddable: false\nsocial_cards: false\n"
    "answer_feeds: false\n"
)
FULL = "title: Explainers\nurl: https://example.org/\n"


@dataclass(frozen=True, slots=True)
class Explainer:
    """A page of the corpus."""

    slug: str
    title: str
    lead: str
    points: tuple[str, ...]
    tags: tuple[str, ...]
    date: datetime
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    """Wording, and the answer's blocks; links are `[text](slug)`."""


@cache
def _words() -> tuple[Sequence[str], Sequence[float]]:
    source = random.Random("words")
    words = dict.fromkeys(_SMALL.split())
    while len(words) < 12_000:
        parts = source.choice((2, 2, 3))
        made = "".join(source.choice(_CONSONANTS) + source.choice(_VOWELS) for _ in range(parts))
        words[made + source.choice(("", "n", "r", "s", "l"))] = None
    return list(words), list(accumulate(1 / (place + 3) for place in range(len(words))))


def explainer(number: int) -> Explainer:
    """The explainer of that number, from 0."""
    source = random.Random(f"explainer {number}")
    words, weights = _words()
    topic = source.sample(words[100:], 12)

    def sentence(least: int = 10, most: int = 24) -> str:
        chosen = source.choices(words, cum_weights=weights, k=source.randint(least, most))
        chosen[source.randrange(len(chosen))] = source.choice(topic)
        text = " ".join(chosen)
        return text[0].upper() + text[1:] + "."

    def paragraph() -> str:
        text = " ".join(sentence() for _ in range(source.randint(2, 4)))
        first = text.split(" ", 6)
        if source.random() < 0.3:
            first[3] = f"[{first[3]}](https://example.net/{source.choice(topic)})"
        if source.random() < 0.15 and number:
            first[4] = f"[{first[4]}]({_slug(source.randrange(number))})"
        if source.random() < 0.2:
            first[5] = f"**{first[5].rstrip('.')}**"
        return " ".join(first)

    def answer() -> Iterator[str]:
        for _ in range(source.randint(1, 3)):
            yield paragraph()
            if source.random() < 0.2:
                yield "\n".join(f"- {sentence(5, 12)}" for _ in range(source.randint(2, 4)))

    tags = source.sample(words[100 : 100 + TAGS], 3)
    return Explainer(
        slug=_slug(number),
        title=f"The {topic[0]} and the {topic[1]}",
        lead=sentence(),
        points=tuple(sentence() for _ in range(3)),
        tags=tuple(tags),
        date=datetime(2016, 1, 1, 6, tzinfo=UTC) + timedelta(hours=7 * number),
        questions=tuple(
            (source.choice(_STEMS).format(*source.sample(topic, 2)), tuple(answer()))
            for _ in range(source.randint(4, 8))
        ),
    )


def _slug(number: int) -> str:
    words, _ = _words()
    source = random.Random(f"slug {number}")
    return f"{'-'.join(source.sample(words[100:], 3))}-{number:05}"


def write_ours(folder: Path, count: int, *, settings: str = PLAIN) -> list[Path]:
    """A site of ours; its content files, the oldest first."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.yml").write_text(settings, encoding="utf-8")
    return [
        _write(folder / "content" / f"{one.slug}.md", one, {"summary": list(one.points)}, "{}.md")
        for one in map(explainer, range(count))
    ]


def write_hugo(folder: Path, count: int) -> list[Path]:
    """A Hugo site with the same pages, lists, tags, feed and sitemap."""
    shutil.copytree(HERE / "hugo", folder, dirs_exist_ok=True)
    return [
        _write(folder / "content" / f"{one.slug}.md", one, {"points": list(one.points)}, "/{}/")
        for one in map(explainer, range(count))
    ]


def _write(path: Path, one: Explainer, more: dict[str, list[str]], address: str) -> Path:
    front = {
        "title": one.title,
        "lead": one.lead,
        "tags": list(one.tags),
        **more,
    }
    lines = ["---", *(f"{key}: {json.dumps(value)}" for key, value in front.items())]
    lines += [f"date: {one.date.isoformat()}", f"slug: {one.slug}", "---", ""]
    for wording, blocks in one.questions:
        lines += [f"## {wording}", ""]
        for block in blocks:
            inner = re.sub(r"\]\(([^):]*)\)", lambda at: f"]({address.format(at[1])})", block)
            lines += [inner, ""]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def main() -> None:
    """Writes a corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--explainers", type=int, default=1000)
    parser.add_argument("--format", choices=("ours", "hugo"), default="ours")
    args = parser.parse_args()
    write = write_ours if args.format == "ours" else write_hugo
    print(f"{len(write(args.folder, args.explainers))} explainers in {args.folder}")


if __name__ == "__main__":
    main()
