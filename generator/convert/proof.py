"""The proof that nothing was lost and nothing changed its meaning on the way into Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from generator import frontmatter, markdown
from generator.convert.blocks import Block, BlockStream, Run
from generator.convert.placing import Explainer
from generator.text import words
from generator.yamltext import parse_yaml


class LostWords(AssertionError):
    """Words of the article are neither placed nor dropped, or are read back as others: a bug."""


def prove_account(stream: BlockStream, explainer: Explainer, name: str) -> None:
    """Checks that the characters placed and dropped are those that were read.

    Characters rather than words, because parting a glued line makes two words of one.
    """
    read = _characters(one.text for one in stream.blocks)
    accounted = _characters(one.text for one in explainer.placements)
    if read != accounted:
        lost = "".join((read - accounted).elements())[:60]
        invented = "".join((accounted - read).elements())[:60]
        raise LostWords(f"{name}: lost {lost!r}, invented {invented!r}")


def prove_text(explainer: Explainer, text: str, name: str) -> None:
    """Reads the written file back: the same fields, questions, and words in each answer."""
    top, body, _ = frontmatter.split(text)
    data = parse_yaml(top or "", name).data
    front = explainer.front
    _same(name, "title", words(front.title), words(str(data.get("title", ""))))
    _same(name, "kicker", words(front.kicker), words(str(data.get("kicker", ""))))
    if not explainer.raw_front:
        _same(name, "lead", words(front.lead), _inline_words(str(data.get("lead", ""))))
        points = [str(one) for one in data.get("summary", ())]
        _same(name, "summary", words("\n".join(front.summary)), _inline_words("\n".join(points)))
    parts = _parts(body)
    asked = [words(one.text) for one in explainer.entries]
    _same(name, "questions", asked, [question for question, _ in parts[1:]])
    told = [_words(explainer.intro), *(_words(one.answer) for one in explainer.entries)]
    for place, (wanted, found) in enumerate(zip(told, (one for _, one in parts), strict=True)):
        _same(name, f"answer {place}" if place else "intro", wanted, found)


def _same(name: str, what: str, wanted: Sequence[object], found: Sequence[object]) -> None:
    if list(wanted) == list(found):
        return
    pairs = enumerate(zip(wanted, found, strict=False))
    at = next((n for n, (one, other) in pairs if one != other), min(len(wanted), len(found)))
    here, there = list(wanted[max(0, at - 3) : at + 5]), list(found[max(0, at - 3) : at + 5])
    raise LostWords(f"{name}: the {what} is not read back equal: {here} became {there}")


def _parts(body: str) -> list[tuple[list[str], list[str]]]:
    """The words of the intro (without a question), then of each question and its answer."""
    tokens, _, _ = markdown.parse(body)
    parts: list[tuple[list[str], list[str]]] = []
    question: list[str] = []
    begin = 0
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0:
            parts.append((question, words(markdown.plain_text(tokens[begin:at]))))
            question = words(markdown.inline_text(tokens[at + 1].children or []))
            begin = at + 3
    parts.append((question, words(markdown.plain_text(tokens[begin:]))))
    return parts


def _inline_words(text: str) -> list[str]:
    tokens, _, _ = markdown.parse(text.replace("\n", "\n\n"))
    return words(markdown.plain_text(tokens))


def _words(blocks: Iterable[Block]) -> list[str]:
    return [word for block in blocks for word in words(_shown(block))]


def _shown(block: Block) -> str:
    """A block's text as a reader of the page sees it: pictures by their alternative text."""
    if block.kind == "list":
        return "\n".join(_told(item.runs) for item in block.items)
    if block.kind == "table":
        return "\n".join(_told(cell) for row in block.rows for cell in row)
    shown = [run for run in block.runs if run.image or run.text.strip()]
    if block.kind in ("image", "paragraph") and len(shown) == 1 and shown[0].image:
        picture = shown[0].image
        # A credit is shown, but is no text of the answer.
        return f"{picture.alt} {picture.caption}"
    return "" if block.kind == "rule" else _told(block.runs)


def _told(runs: Iterable[Run]) -> str:
    return "".join(run.image.alt if run.image else run.text for run in runs)


def _characters(texts: Iterable[str]) -> Counter[str]:
    counts = Counter("".join(texts))
    return Counter({sign: count for sign, count in counts.items() if sign.isalnum()})
