"""The question run of plain text: which lines ask, found by the form that most of them share."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from generator.convert.alike import set_alike, stands_apart, with_statements, with_titles
from generator.convert.asking import asks
from generator.convert.blocks import Block
from generator.convert.cues import Cues, contains, fold, load_cues, speaks_to, starts_with
from generator.convert.labels import label
from generator.convert.marks import DASH, NUMBER, SIGN
from generator.convert.pasted import is_heading_like, is_prose
from generator.convert.speakers import asking_lines, dashed_lines
from generator.convert.turns import with_turns
from generator.text import collapse, words

_SENTENCES = re.compile(r"(?<=[.!?…。！？؟])['\"”’»)]*\s+|(?<=[。！？])")
# A point behind few letters ends no sentence: `vs.`, `z. B.`, `Nr.`, `J.`
_ABBREVIATED = re.compile(r"(?<=\b\w)\.|(?<=\b\w\w)\.|(?<=\b\w\w\w)\.(?=\s+[a-z\d])")
_MOST_WORDS = 36
_MOST_WORDS_OF_REPORTERS = 95
_LEAST = 2
_MOST_OF_ESSAYS = 3
_MOST_LISTED = 8
_MOST_OF_TALK = 2.5
"""Blocks a question: where there are fewer, two persons talk."""
_QUOTED = re.compile(r"[\"“„«»‟][^\"“”„«»]{2,600}[\"”“»«]")
_BRIEF = 24
"""Words of a question with a sentence before it, as a line of its own can be."""
_MOST_SIGNS = 60
"""Of a question that no question mark ends."""


def find_questions(blocks: Sequence[Block], begin: int, lang: str) -> tuple[list[int], int]:
    """The indexes of the blocks that are questions, and that of the sentence leading to them.

    Looks from `begin` on; the leading sentence is -1 where there is none. Questions that nobody
    answers and those of the intro are none. Fewer than two questions are no run: then both empty.
    """
    cues = load_cues(lang, "en")
    greek = lang.startswith("el")
    asking = [at for at in range(begin, len(blocks)) if _asks(blocks[at], cues, lang, greek=greek)]
    known = set(asking)
    # Right below a question, `Nothing. But who would try?` answers it.
    asking = [at for at in asking if not (at - 1 in known and _replies(blocks[at], lang))]
    cue = _leading_sentence(blocks, begin, asking, cues, lang)
    spoken = _spoken(blocks, begin, asking, lang)
    if spoken:
        return spoken, cue if cue < spoken[0] else -1
    after = [at for at in asking if at > cue]
    forms: dict[str, list[int]] = {}
    for at in after:
        forms.setdefault(form(blocks[at], lang), []).append(at)
    best: list[int] = []
    for name in sorted(forms, key=lambda one: one == "plain"):
        run = forms[name]
        if name in ("plain", "capitals"):
            run = _in_majority_form(blocks, run, cues)
        answered = _answered(blocks, run, after, marked=name not in ("plain", "capitals"))
        if len(answered) > len(best):
            best = answered
    if len(best) < _LEAST or not _convinces(blocks, best, lang, cues, cue):
        return [], -1
    mark = {"number": NUMBER, "sign": SIGN}.get(form(blocks[best[0]], lang))
    run = with_turns(blocks, with_statements(blocks, best, cues, mark=mark), cues)
    return with_titles(blocks, run) if cue >= 0 and mark is None else run, cue


def _spoken(blocks: Sequence[Block], begin: int, asking: Sequence[int], lang: str) -> list[int]:
    """What the person who asks says in a dialogue, statements too; empty where there is none."""
    for lines in (
        asking_lines(blocks, greek=lang.startswith("el")),
        dashed_lines(blocks, frozenset(asking)),
    ):
        answered = _answered(blocks, [at for at in lines if at >= begin], lines, marked=True)
        is_labelled = bool(answered) and label(blocks[answered[0]].text, "question_labels", lang)
        if len(answered) >= _LEAST and not is_labelled:
            return answered
    return []


def form(block: Block, lang: str) -> str:
    """How a question is marked: `label`, `sign`, `number`, `dash`, `capitals` or `plain`."""
    text = block.text
    if label(text, "question_labels", lang):
        return "label"
    if SIGN.match(text):
        return "sign"
    if NUMBER.match(text):
        return "number"
    if DASH.match(text):
        return "dash"
    return "capitals" if block.style.capitals and text != text.lower() else "plain"


def without_mark(text: str, lang: str) -> tuple[str, str]:
    """A question without its number, dash or label, and that mark."""
    mark = label(text, "question_labels", lang)
    for pattern in (SIGN, NUMBER, DASH):
        found = pattern.match(text[len(mark) :])
        if found:
            mark += found[0]
    return collapse(text[len(mark) :]), mark.strip()


def _asks(block: Block, cues: Cues, lang: str, *, greek: bool) -> bool:
    if block.kind not in ("paragraph", "heading") or block.dropped:
        return False
    text = block.text
    if label(text, "question_labels", lang) and len(words(text)) <= _MOST_WORDS_OF_REPORTERS:
        return True
    if text[0].islower():
        return False  # The rest of a line that was broken.
    if asks(text, greek=greek):
        return 1 <= len(words(text)) <= _MOST_WORDS_OF_REPORTERS
    if not cues.endings or len(text) > _MOST_SIGNS:
        return False
    # A line that ends without a full stop is set as a heading: there a short ending tells enough.
    ends = text.endswith(tuple(cues.endings)) if text[-1:] != "。" else False
    return ends or text.rstrip("。 ").endswith(tuple(one for one in cues.endings if len(one) > 1))


def _in_majority_form(blocks: Sequence[Block], run: Sequence[int], cues: Cues) -> list[int]:
    """Short questions where most are short; reporters' long ones where many are long."""
    run = set_alike(blocks, run, least=_LEAST)
    told = [at for at in run if _tells(blocks[at].text)]
    counts = sorted(len(words(blocks[at].text)) for at in run)
    typical = counts[len(counts) // 2] if counts else 0
    # One such line above all others is the last of the intro.
    inside = len(told) >= _LEAST or told[:1] > run[:1]
    is_interview = len(run) >= 3 and 0.3 * len(run) <= len(told) and inside and typical <= 60
    span = run[-1] - run[0] + 1 if run else 0
    if is_interview and span <= 7 * len(run):
        # Right below a question, an answer that ends with one.
        return [at for at in run if not (at in told and at - 1 in run and at - 1 not in told)]
    is_apart = bool(run) and all(stands_apart(blocks, at) for at in run)
    short = [at for at in run if at not in told]
    brief = [at for at in told if _is_spoken(blocks, at, short, cues)]
    return [
        at
        for at in run
        if (at not in told or at in brief)
        and len(words(blocks[at].text)) <= _MOST_WORDS * (2 if _unspaced(blocks[at].text) else 1)
        and (is_apart or not (_takes_up(blocks[at].text, cues) and len(run) > _LEAST))
    ]


def _is_spoken(blocks: Sequence[Block], at: int, short: Sequence[int], cues: Cues) -> bool:
    """True for `That is bad. What now?` among three short questions: a reader who asks on.

    Inside an answer such lines begin their question with `But`.
    """
    text = blocks[at].text
    # An interview that begins at once speaks to the person; an intro asks the reader.
    is_opening = at == 0 and speaks_to(text, cues)
    asked = fold(_sentences(text)[-1])
    return (
        len(short) > _LEAST
        and (is_opening or (at > short[0] and at - 1 not in short and is_prose(blocks[at - 1])))
        and len(words(text)) <= _BRIEF
        and not _unspaced(text)
        and at + 1 < len(blocks)
        and is_prose(blocks[at + 1])
        and not starts_with(asked, cues.conjunctions)
        and not starts_with(fold(text), cues.conjunctions)
    )


def _unspaced(text: str) -> bool:
    return len(text.split()) * 8 < len(text)


def _takes_up(text: str, cues: Cues) -> bool:
    """True for `But what does that mean?`: such questions stand inside texts.

    `And the dogs?` goes on to something else, as entries do.
    """
    folded = fold(text)
    if not starts_with(folded, cues.conjunctions):
        return False
    others = words(folded)[1:]
    is_bare = len(others) <= 1 and all(one in cues.question_words for one in others)
    points_back = any(one in cues.back_references for one in others)
    return is_bare or points_back or _unspaced(text)


def _replies(block: Block, lang: str) -> bool:
    """True for a statement with a question behind it, that no mark makes a question."""
    sentences = _sentences(block.text)
    states = [one for one in sentences[:-1] if not asks(one, greek=lang.startswith("el"))]
    return bool(states) and form(block, lang) == "plain"


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCES.split(_ABBREVIATED.sub(" ", text)) if one.strip()]


def _tells(text: str) -> bool:
    """True when statements stand before the question."""
    sentences = [one for one in _SENTENCES.split(_ABBREVIATED.sub(" ", text)) if one.strip()]
    return any(not asks(one) and len(words(one)) > 4 for one in sentences[:-1])


def _leading_sentence(
    blocks: Sequence[Block], begin: int, asking: Sequence[int], cues: Cues, lang: str
) -> int:
    """The last block before at least two questions that announces them; -1 when none does."""
    found = -1
    # What answers a question with a label announces none: `A: FAQ stands for …`.
    labelled = {at + 1 for at in asking if form(blocks[at], lang) == "label"}
    known = {*asking, *labelled}
    for at in range(begin, asking[-_LEAST] if len(asking) >= _LEAST else 0):
        if at in known:
            continue
        before = bisect_left(asking, at)
        if found >= 0 and before > bisect_left(asking, found):
            break
        # Where many were asked before it, it only heads the rest of them.
        if 2 * before >= len(asking) - before + 2:
            break
        if contains(fold(blocks[at].text[-300:]), cues.announces):
            found = at
    return found


def _answered(
    blocks: Sequence[Block], run: Sequence[int], asking: Sequence[int], *, marked: bool = False
) -> list[int]:
    """The questions that something is said to before the next line that asks.

    Below a marked one, short lines are an answer, too. Behind the first one, an answer may itself
    end with a question.
    """
    found = []
    known = set(run)
    stops = [at for at in asking if at in known or not _tells(blocks[at].text)]
    for at in run:
        ends = asking if at == run[0] else stops
        after = bisect_right(ends, at)
        end = ends[after] if after < len(ends) else len(blocks)
        said = [one for one in blocks[at + 1 : end] if not one.dropped and words(one.text)]
        if said and (
            marked
            or is_prose(said[0])
            or not is_heading_like(said[0])
            or len(said) == 1
            or any(map(is_prose, said[:2]))
            # A list that was pasted without its marks, among other questions.
            or (run[0] < at < run[-1] and len(said) <= _MOST_LISTED)
        ):
            found.append(at)
    return found


def _convinces(
    blocks: Sequence[Block], run: Sequence[int], lang: str, cues: Cues, cue: int
) -> bool:
    """Questions in an ordinary article are few, apart, and ask back; a run is dense and asks."""
    if cue >= 0 or form(blocks[run[0]], lang) in ("label", "number", "sign"):
        return True
    span = len(blocks) - run[0]
    if span > _MOST_OF_TALK * len(run) and _narrates(blocks, run, cues):
        return False
    if len(run) > _LEAST:
        return True
    worded = sum(1 for at in run if _has_question_word(blocks[at].text, cues))
    titles = sum(
        1
        for at in range(len(blocks) - 1)
        if at not in run and is_heading_like(blocks[at]) and is_prose(blocks[at + 1])
    )
    return worded >= _LEAST and span <= 16 * len(run) and titles < len(run)


def _narrates(blocks: Sequence[Block], run: Sequence[int], cues: Cues) -> bool:
    """True where who writes tells of themselves and asks nobody: an essay's questions."""
    if len(run) > _MOST_OF_ESSAYS or any(speaks_to(blocks[at].text, cues) for at in run):
        return False
    told = (_QUOTED.sub(" ", one.text) for at, one in enumerate(blocks) if at not in run)
    return sum(bool(cues.narrator & _folded(one)) for one in told) >= _LEAST


def _folded(text: str) -> set[str]:
    return {fold(one) for one in re.findall(r"\w+", text)}


def _has_question_word(text: str, cues: Cues) -> bool:
    found = [fold(one) for one in re.findall(r"[\w'’-]+", text)]
    return any(one in cues.question_words for one in found[:4]) or any(
        one in text for one in cues.question_words if not one.isascii()
    )
