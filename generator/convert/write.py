"""An explainer as Markdown in which no text of the article means anything but itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.convert.blocks import BREAK, Block, Item, Picture, Run
from generator.convert.placing import Explainer
from generator.editorial import QuestionMeta
from generator.frontmatter import write_front_matter, write_question_comment

# What inline Markdown gives a meaning to, wherever it stands.
_INLINE = re.compile(r"[\\`*_\[\]<>~]|&(?=#?\w+;)|!(?=\[)")
# What a site with `math: true` would read as a formula. Single signs, as of prices, are none: they
# stay as they are, for the file to read well.
_FORMULA = re.compile(r"^\s*\$\$|(?<![\\\d])\$(?!\s)[^$]+(?<![\s\\])\$(?!\d)", re.MULTILINE)
_INLINE_AND_DOLLARS = re.compile(rf"{_INLINE.pattern}|\$")
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
    escaped = _marked(text, _INLINE_AND_DOLLARS if _FORMULA.search(text) else _INLINE)
    return _LINE.sub(_guarded, escaped) if _LINE.match(escaped) else escaped


def _marked(text: str, meanings: re.Pattern[str]) -> str:
    return meanings.sub(lambda found: "\\" + found[0], text)


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
        longest = max((len(one) for one in re.findall("`+", block.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{block.text}\n{fence}"
    return _inline(block.runs)


def _list(items: Iterable[Item]) -> str:
    lines = []
    counts: dict[int, int] = {}
    deepest = -1
    for item in items:
        # A step of more than one would read as indented code.
        depth = min(item.depth, deepest + 1)
        deepest = depth
        counts = {level: count for level, count in counts.items() if level <= depth}
        counts[depth] = counts.get(depth, 0) + 1
        mark = f"{counts[depth]}." if item.ordered else "-"
        indent = "    " * depth
        # Indented as deep as the mark is wide, for a list to keep what stands below it.
        inside = indent + " " * (len(mark) + 1)
        text = _inline(item.runs).replace("\n", f"\n{inside}")
        lines.append(f"{indent}{mark} {text}")
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
    listed = [run for run in runs if run.text or run.image]
    text = _rendered(listed, _INLINE)
    return _rendered(listed, _INLINE_AND_DOLLARS) if _FORMULA.search(text) else text


def _rendered(listed: Sequence[Run], meanings: re.Pattern[str]) -> str:
    parts = []
    for at, run in enumerate(listed):
        before = listed[at - 1].text[-1:] if at else ""
        after = listed[at + 1].text[:1] if at + 1 < len(listed) else ""
        if run.text == BREAK:
            parts.append("\\\n")
        elif run.image is not None:
            parts.append(_picture(run.image, meanings))
        else:
            # The backticks of two that touch would read as one longer mark.
            touches = any(one.code for one in listed[max(0, at - 1) : at + 2] if one is not run)
            plain = replace(run, code=run.code and not touches)
            parts.append(_dressed(plain, before, after, meanings))
    lines = "".join(parts).strip().split("\\\n")
    kept = [one.strip() for one in lines if one.strip()]
    return "\\\n".join(_at_start(one) for one in kept)


def _picture(picture: Picture, meanings: re.Pattern[str]) -> str:
    """The reference; caption and credit stand in its title, which the page shows below it."""
    address = picture.src.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    told = picture.caption
    if picture.credit or "|" in picture.caption:
        # What stands behind the last bar is the credit.
        told = f"{picture.caption} | {picture.credit}".strip()
    told = _marked(told, meanings).replace('"', "&quot;")
    title = ' "' + told.replace("(", "&#40;").replace(")", "&#41;") + '"' if told else ""
    return f"![{_marked(picture.alt, meanings)}](<{address}>{title})"


def _dressed(run: Run, before: str, after: str, meanings: re.Pattern[str]) -> str:
    text = _marked(run.text, meanings)
    bare = text.strip()
    if not bare:
        return text
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if run.code and "`" not in run.text:
        bare = f"`{run.text.strip()}`"
    elif (run.strong or run.emphasis) and _may_lean(run.text.strip(), head, tail, before, after):
        marks = "*" * (2 * run.strong + run.emphasis)
        bare = f"{marks}{bare}{marks}"
    if run.href:
        bare = f"[{bare}](<{run.href.replace('<', '%3C').replace('>', '%3E')}>)"
    return head + bare + tail


def _may_lean(text: str, head: str, tail: str, before: str, after: str) -> bool:
    """True where marks of emphasis open and close (CommonMark 6.2, flanking runs)."""
    opens = bool(head) or not before or before.isspace() or text[0].isalnum()
    closes = bool(tail) or not after or after.isspace() or text[-1].isalnum()
    apart = (bool(head) or not before.isalnum()) and (bool(tail) or not after.isalnum())
    return opens and closes and (apart or (text[0].isalnum() and text[-1].isalnum()))


def _at_start(text: str) -> str:
    return _LINE.sub(_guarded, text) if _LINE.match(text) else text
