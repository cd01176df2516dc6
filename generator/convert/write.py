"""An explainer as Markdown in which no text of the article means anything but itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from generator.convert.blocks import BREAK, Block, Item, Picture, Run
from generator.convert.placing import Explainer
from generator.frontmatter import write_front_matter, write_question_comment
from generator.model import QuestionMeta

# What inline Markdown gives a meaning to, wherever it stands.
_INLINE = re.compile(r"[\\`*_\[\]<>~]|&(?=#?\w+;)|!(?=\[)")
# What gives a line a meaning at its beginning.
_LINE = re.compile(
    r"(#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$)|\d{1,9}(?=[.)](?:\s|$))|:(?=\s|-)|\|)", re.MULTILINE
)


def write_explainer(explainer: Explainer) -> str:
    """The file's text; the program's own parser reads the same explainer back."""
    front = explainer.front
    if not explainer.raw_front:
        summary = tuple(map(escape, front.summary))
        front = replace(front, lead=escape(front.lead), summary=summary)
    parts = [write_front_matter(front).rstrip("\n"), *_blocks(explainer.intro)]
    for entry in explainer.entries:
        comment = write_question_comment(QuestionMeta(id=entry.id))
        parts.append(f"## {escape(entry.text)}" + (f"\n{comment}" if comment else ""))
        parts += _blocks(entry.answer)
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Text as inline Markdown that shows exactly it."""
    escaped = _INLINE.sub(lambda found: "\\" + found[0], text)
    return _LINE.sub(_guarded, escaped) if _LINE.match(escaped) else escaped


def _guarded(found: re.Match[str]) -> str:
    if found.start() != 0:
        return found[0]
    # A number's mark is its dot; a backslash before a digit would show.
    return found[0] + "\\" if found[0].isdigit() else "\\" + found[0]


def _blocks(blocks: Iterable[Block]) -> Iterable[str]:
    """Each block's Markdown; neighbouring lists of one kind are one list."""
    items: list[Item] = []
    for block in blocks:
        if block.kind == "list":
            items += block.items
            continue
        if items:
            yield _list(items)
            items = []
        text = _block(block)
        if text:
            yield text
    if items:
        yield _list(items)


def _block(block: Block) -> str:
    if block.kind == "rule":
        return ""
    if block.kind == "heading":
        return f"### {_inline(block.runs)}"
    if block.kind == "quote":
        return "\n".join(f"> {one}" for one in _inline(block.runs).split("\n"))
    if block.kind == "table":
        return _table(block)
    if block.kind == "image":
        return _inline(block.runs)
    if block.kind == "code":
        return "\n".join(f"    {one}" for one in block.text.split("\n"))
    return _inline(block.runs)


def _list(items: Iterable[Item]) -> str:
    lines = []
    counts: dict[int, int] = {}
    for item in items:
        counts[item.depth] = counts.get(item.depth, 0) + 1
        mark = f"{counts[item.depth]}." if item.ordered else "-"
        lines.append(f"{'    ' * item.depth}{mark} {_inline(item.runs)}")
    return "\n".join(lines)


def _table(block: Block) -> str:
    rows = [
        [_inline(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in block.rows
    ]
    if not rows:
        return ""
    head = rows[0] if block.header_rows else [""] * len(rows[0])
    body = rows[1:] if block.header_rows else rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _inline(runs: Iterable[Run]) -> str:
    parts = []
    for run in runs:
        if run.text == BREAK:
            parts.append("\\\n")
        elif run.image is not None:
            parts.append(_picture(run.image))
        else:
            parts.append(_dressed(run))
    return _at_start("".join(parts).strip())


def _picture(picture: Picture) -> str:
    """The reference; caption and credit stand in its title, which the page shows below it."""
    address = picture.src.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    told = " ".join(one for one in (picture.caption, picture.credit) if one)
    told = _INLINE.sub(lambda found: "\\" + found[0], told).replace('"', "&quot;")
    title = ' "' + told.replace("(", "&#40;").replace(")", "&#41;") + '"' if told else ""
    return f"![{_INLINE.sub(lambda found: chr(92) + found[0], picture.alt)}](<{address}>{title})"


def _dressed(run: Run) -> str:
    text = _INLINE.sub(lambda found: "\\" + found[0], run.text)
    bare = text.strip()
    if not bare:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if run.code and "`" not in run.text:
        bare = f"`{run.text.strip()}`"
    if run.emphasis:
        bare = f"*{bare}*"
    if run.strong:
        bare = f"**{bare}**"
    if run.href:
        bare = f"[{bare}](<{run.href.replace('<', '%3C').replace('>', '%3E')}>)"
    return before + bare + after


def _at_start(text: str) -> str:
    return _LINE.sub(_guarded, text) if _LINE.match(text) else text
