"""What of a web page is its article: everything else is marked with the rule that drops it.

Judged on the whole document: names and roles of elements, shares of links, where the bulk of the
prose stands, repetition, and entries of lists that come again as headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.convert.asking import asks
from generator.convert.blocks import Block, BlockStream, Container, Declared, Run
from generator.convert.cues import Cues, contains, fold, starts_with
from generator.convert.purposes import purpose
from generator.text import words

_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "dialog",
        "alertdialog",
        "search",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
    ]
)
_TAGS = {"nav": "navigation", "footer": "page footer", "form": "form", "fieldset": "form"}
_CAPTION = re.compile(
    r"caption|credit|copyright|legend|bildunterschrift|figcaption|photographer|image-?source"
)
_PROSE = 60
_PROSE_UNSPACED = 25
_SHORT = 30
_TITLE_SIGNS = 10


def clear_page(stream: BlockStream, cues: Cues) -> BlockStream:
    """The stream with everything that is no part of the article marked as dropped.

    The title gets its role, and so do a kicker above it and the lead.
    """
    page = _Page(stream, cues)
    page.clear()
    stated = tuple(
        one
        for one in stream.declared
        if one.field != "lead"
        and not (one.field == "author" and one.value.startswith(("http", "@", "/")))
    )
    return replace(stream, blocks=tuple(page.blocks), declared=(*page.facts(), *stated))


class _Page:
    """One page's blocks while they are judged."""

    def __init__(self, stream: BlockStream, cues: Cues) -> None:
        self.stream = stream
        self.cues = cues
        self.greek = stream.language.lower().startswith("el")
        self.blocks = list(stream.blocks)
        self.folded = [fold(one.text[:400]) for one in self.blocks]
        self.sizes = self._sizes()
        self.title = self._find_title()

    def clear(self) -> None:
        self._drop_named_elements()
        self._drop_small_things()
        self._drop_link_groups()
        self._drop_contents_lists()
        self._keep_the_main_part()
        self._drop_repeated()
        self._drop_pull_quotes()
        self._join_captions()
        self._drop_after_closing()
        self._give_roles()

    def facts(self) -> Iterator[Declared]:
        if self.title >= 0:
            yield Declared("title", self.blocks[self.title].text.replace("\n", " "), "h1")

    def drop(self, at: int, rule: str) -> None:
        if not self.blocks[at].dropped and at != self.title:
            self.blocks[at] = replace(self.blocks[at], dropped=rule)

    def kept(self) -> list[int]:
        return [at for at, one in enumerate(self.blocks) if not one.dropped]

    def chain(self, at: int) -> Iterator[int]:
        """The containers around a block, the nearest first."""
        inside = self.blocks[at].container
        while inside >= 0:
            yield inside
            inside = self.stream.containers[inside].parent

    def _sizes(self) -> list[int]:
        """How many characters of prose stand in each container."""
        sizes = [0] * len(self.stream.containers)
        for at in range(len(self.blocks)):
            weight = self._prose(at)
            if weight:
                for inside in self.chain(at):
                    sizes[inside] += weight
        return sizes

    def _prose(self, at: int) -> int:
        block = self.blocks[at]
        if (
            block.dropped
            or block.link_only
            or block.kind not in ("paragraph", "quote", "list", "table")
        ):
            return 0
        text = block.text
        linked = sum(len(run.text) for run in _runs(block) if run.href)
        spaced = len(words(text)) * 3 < len(text)
        enough = _PROSE if spaced else _PROSE_UNSPACED
        return len(text) if len(text) >= enough and linked * 2 < len(text) else 0

    def _find_title(self) -> int:
        """The main heading: the h1 most like the declared title, else the heading equal to it."""
        stated = {
            fold(one.value) for one in self.stream.declared if one.field in ("title", "page-title")
        }
        firsts = [
            at
            for at, one in enumerate(self.blocks)
            if one.kind == "heading" and one.level == 1 and self.folded[at]
        ]

        def near(at: int) -> float:
            mine = set(self.folded[at].split())
            return max(
                (len(mine & set(one.split())) / max(1, len(mine)) for one in stated), default=0.0
            )

        if firsts:
            return max(firsts, key=lambda at: (near(at), len(self.folded[at]) > 12, -at))
        headings = [at for at, one in enumerate(self.blocks) if one.kind == "heading"]
        found = next((at for at in headings if near(at) > 0.7), -1)
        if found >= 0:
            return found
        lines = [at for at, one in enumerate(self.blocks) if one.kind == "paragraph"]
        return next((at for at in lines if self._begins_title(at, stated)), -1)

    def _begins_title(self, at: int, stated: set[str]) -> bool:
        """True for a line that the page's own title is or begins with."""
        text = self.folded[at]
        block = self.blocks[at]
        return (
            len(text) >= _TITLE_SIGNS
            and not block.link_only
            and any(one == text or starts_with(one, [text]) for one in stated)
        )

    def _drop_named_elements(self) -> None:
        rules = [self._container_rule(one) for one in self.stream.containers]
        total = max(1, max(self.sizes, default=1))
        title_chain = set(self.chain(self.title)) if self.title >= 0 else set()
        for at in range(len(self.blocks)):
            for inside in self.chain(at):
                rule = rules[inside]
                if rule and inside not in title_chain and self.sizes[inside] < 0.4 * total:
                    self.drop(at, rule)
                    break

    def _container_rule(self, container: Container) -> str:
        if container.tag in _TAGS:
            return _TAGS[container.tag]
        if any(one in _ROLES for one in container.names):
            return "navigation"
        if container.tag == "aside" and not self._is_summary_box(container):
            return "aside"
        return purpose(container.names)

    def _is_summary_box(self, container: Container) -> bool:
        own = self.stream.containers.index(container)
        first = next((at for at in range(len(self.blocks)) if own in self.chain(at)), -1)
        return first >= 0 and starts_with(self.folded[first], self.cues.summary)

    def _drop_small_things(self) -> None:
        for at, block in enumerate(self.blocks):
            if not block.dropped and (rule := self._small_rule(at)):
                self.drop(at, rule)

    def _small_rule(self, at: int) -> str:
        block, text = self.blocks[at], self.folded[at]
        question = asks(block.text, greek=self.greek)
        if block.kind in ("rule", "image", "code", "table"):
            return ""
        if not any(sign.isalnum() for sign in block.text):
            return "separator"
        if text in self.cues.controls:
            return "control of the page"
        if block.style.tag in ("button", "label", "legend") and not question:
            return "control of the page"
        if text in self.cues.advertisement:
            return "advertisement"
        if block.kind == "caption" or self._is_caption(at):
            return "caption"
        count = len(text.split())
        if purpose(tuple(one.lower() for one in block.style.names)) and (
            count < _SHORT or block.link_only
        ):
            return purpose(tuple(one.lower() for one in block.style.names))
        if block.kind == "heading" and block.link_only:
            return "teaser"
        if (
            starts_with(text, self.cues.teaser)
            and count < _SHORT
            and (
                block.link_only or _has_link(block) or re.match(r"[^:：|]{2,50}[:：|]", block.text)
            )
        ):
            return "teaser"
        if (
            re.match(r"[A-ZÄÖÜ]{4,}(?: [A-ZÄÖÜ]+)?\s?[:|]\s", block.text)
            and starts_with(text, self.cues.teaser)
            and count < 40
        ):
            return "teaser"
        if block.link_only and not question and count < 40:
            return "links"
        if count < 60 and contains(text, self.cues.notices) >= (2 if count < _SHORT else 3):
            return "site notice"
        if count < _SHORT and contains(text, self.cues.newsletter) >= 2:
            return "newsletter"
        return ""

    def _is_caption(self, at: int) -> bool:
        block = self.blocks[at]
        if any(_CAPTION.search(one.lower()) for one in block.style.names):
            return True
        for depth, inside in enumerate(self.chain(at)):
            container = self.stream.containers[inside]
            if container.tag in ("figure", "figcaption"):
                return self.sizes[inside] < 1200
            if (
                depth < 3
                and any(_CAPTION.search(one) for one in container.names)
                and self.sizes[inside] < 800
            ):
                return True
        return False

    def _drop_link_groups(self) -> None:
        """Elements that hold little but links: lists of teasers, menus without a name."""
        letters: Counter[int] = Counter()
        linked: Counter[int] = Counter()
        members: Counter[int] = Counter()
        for at, block in enumerate(self.blocks):
            size = len(block.text)
            inside_links = sum(len(run.text) for run in _runs(block) if run.href)
            for inside in self.chain(at):
                letters[inside] += size
                linked[inside] += inside_links
                members[inside] += bool(size)
        for at in self.kept():
            for inside in self.chain(at):
                if (
                    members[inside] >= 3
                    and linked[inside] > 0.6 * letters[inside]
                    and self.title not in (at,)
                ):
                    if self.title >= 0 and inside in self.chain(self.title):
                        break
                    self.drop(at, "links")
                    break

    def _drop_contents_lists(self) -> None:
        """A list whose entries come again as headings or questions, with its title."""
        later = Counter(
            self.folded[at]
            for at, one in enumerate(self.blocks)
            if one.kind != "list" and self.folded[at]
        )
        for at in self.kept():
            block = self.blocks[at]
            entries = [
                fold(_NUMBER.sub("", "".join(run.text for run in one.runs))) for one in block.items
            ]
            again = sum(
                1
                for one in entries
                if one and (later[one] or any(one in other and len(one) > 14 for other in later))
            )
            if len(entries) >= 2 and again >= 0.6 * len(entries) and max(map(len, entries)) < 200:
                self.drop(at, "table of contents")
                before = next(
                    (one for one in range(at - 1, -1, -1) if not self.blocks[one].dropped), -1
                )
                if before >= 0 and starts_with(self.folded[before], self.cues.contents):
                    self.drop(before, "table of contents")

    def _keep_the_main_part(self) -> None:
        """Drops what stands outside the element that holds the bulk of the prose."""
        self.sizes = self._sizes()
        total = max(self.sizes, default=0)
        if not total:
            return
        main = max((at for at, size in enumerate(self.sizes) if size >= 0.75 * total), default=0)
        main = self._widen(main)
        first = last = -1
        for at in self.kept():
            if main in self.chain(at):
                first = at if first < 0 else first
                last = at
        begin = self.title if 0 <= self.title < last else first
        for at in self.kept():
            if (
                at > last
                or (at < begin and not self._is_kicker(at))
                or (begin < at < first and self._prose(at) == 0 and self._far(at))
            ):
                self.drop(at, "outside the article")

    def _widen(self, main: int) -> int:
        """The element around `main` that also holds questions with answers left outside it."""
        inside = [at for at in self.kept() if self._asks(at) and main not in self.chain(at)]
        answered = [at for at in inside if at + 1 < len(self.blocks) and self._prose(at + 1)]
        if len(answered) < 2:
            return main
        parent = self.stream.containers[main].parent
        while parent >= 0 and not all(parent in self.chain(at) for at in answered):
            parent = self.stream.containers[parent].parent
        return parent if parent >= 0 else main

    def _asks(self, at: int) -> bool:
        block = self.blocks[at]
        styled = (
            block.kind == "heading"
            or block.style.bold
            or block.style.tag in ("button", "summary", "dt")
        )
        return styled and asks(block.text, greek=self.greek)

    def _far(self, at: int) -> bool:
        return len(self.folded[at].split()) > 25

    def _is_kicker(self, at: int) -> bool:
        """A short line right above the title, inside an element that holds both."""
        if not 0 <= self.title - at <= 2 or len(self.folded[at].split()) > 8:
            return False
        shared = set(self.chain(at)) & set(self.chain(self.title))
        if (
            self.blocks[at].text.rstrip().endswith((":", "…"))
            or self.folded[at] in self.cues.contents
        ):
            return False
        return (
            bool(shared)
            and max(shared) >= max(self.chain(self.title)) - 1
            and not self.blocks[at].link_only
        )

    def _drop_repeated(self) -> None:
        counts = Counter(self.folded[at] for at in self.kept() if len(self.folded[at]) < 120)
        for at in self.kept():
            text = self.folded[at]
            often = 2 if len(text.split()) <= 5 and self.blocks[at].kind == "paragraph" else 3
            if (
                counts[text] >= often
                and not self._asks(at)
                and self.blocks[at].kind not in ("image", "rule")
            ):
                self.drop(at, "repeated")

    def _drop_pull_quotes(self) -> None:
        """Sentences shown a second time in large letters, and headings that are quotations."""
        prose = "\n".join(
            fold(self.blocks[at].text) for at in self.kept() if self.blocks[at].kind == "paragraph"
        )
        for at in self.kept():
            block = self.blocks[at]
            if (
                block.kind == "quote"
                and len(self.folded[at]) > 20
                and self.folded[at][:200] in prose
            ) or (
                block.kind == "heading"
                and _QUOTATION.match(block.text)
                and not asks(block.text, greek=self.greek)
            ):
                self.drop(at, "pull quote")

    def _join_captions(self) -> None:
        """Gives each picture the caption beside it, which then goes with it."""
        for at, block in enumerate(self.blocks):
            if block.dropped != "caption" or not block.text.strip():
                continue
            near = [one for one in (at - 1, at - 2, at + 1) if 0 <= one < len(self.blocks)]
            for other in near:
                found = self.blocks[other]
                if (
                    found.kind == "image"
                    and not found.dropped
                    and len(found.runs) == 1
                    and found.runs[0].image
                ):
                    picture = found.runs[0].image
                    caption = f"{picture.caption} {block.text}".strip().replace("\n", " ")
                    run = replace(found.runs[0], image=replace(picture, caption=caption))
                    self.blocks[other] = replace(found, runs=(run,))
                    self.blocks[at] = replace(block, dropped="caption, kept with its picture")
                    break

    def _drop_after_closing(self) -> None:
        kept = self.kept()
        prose = sum(self._prose(at) for at in kept)
        seen = 0
        for place, at in enumerate(kept):
            seen += self._prose(at)
            short = len(self.folded[at].split()) <= 8
            if (
                short
                and seen >= 0.5 * prose
                and self.folded[at] in self.cues.closing
                and not self._prose(at)
            ):
                if len(self._answered_after(kept[place:])) >= 2:
                    self.drop(at, "teaser")
                    continue
                for later in kept[place:]:
                    self.drop(later, "after the article")
                return

    def _answered_after(self, kept: Sequence[int]) -> set[str]:
        """The different questions among these blocks that prose follows."""
        pairs = pairwise(kept)
        return {self.folded[at] for at, after in pairs if self._asks(at) and self._prose(after)}

    def _give_roles(self) -> None:
        if self.title < 0:
            return
        self.blocks[self.title] = replace(self.blocks[self.title], role="title", dropped="")
        kickers = [
            at for at in range(max(0, self.title - 4), self.title) if self._named(at, _KICKER)
        ]
        near = range(max(0, self.title - 2), self.title)
        kickers += [at for at in near if not self.blocks[at].dropped and self._is_kicker(at)]
        if kickers and len(self.folded[kickers[0]].split()) <= 10:
            self.blocks[kickers[0]] = replace(self.blocks[kickers[0]], role="kicker", dropped="")
        described = {fold(one.value[:400]) for one in self.stream.declared if one.field == "lead"}
        title = set(words(self.folded[self.title]))
        for at in range(self.title + 1, min(self.title + 12, len(self.blocks))):
            block = self.blocks[at]
            if block.kind == "heading" and set(words(self.folded[at])) == title:
                self.drop(at, "repeats the title")
                continue
            if not block.dropped and self.folded[at] in described and len(self.folded[at]) > 40:
                self.blocks[at] = replace(block, role="lead")
                return
            is_first = block.kind in ("paragraph", "heading") and not block.dropped
            if is_first and (self._named(at, _LEAD) or (block.style.bold and self._prose(at))):
                if not self._asks(at) and len(self.folded[at].split()) >= 5:
                    self.blocks[at] = replace(block, role="lead")
                return
            if is_first and self._prose(at):
                return

    def _named(self, at: int, pattern: re.Pattern[str]) -> bool:
        """True when the block's own names, or those of the element right around it, match."""
        names = [*self.blocks[at].style.names]
        inside = self.blocks[at].container
        if inside >= 0 and self._holds_little(inside):
            names += self.stream.containers[inside].names
        return any(pattern.search(one.lower()) for one in names)

    def _holds_little(self, inside: int) -> bool:
        return sum(1 for one in self.blocks if one.container == inside) <= 2


_KICKER = re.compile(
    r"kicker|overline|eyebrow|dachzeile|topline|spitzmarke|rubric|supertitle|pretitle|surtitre|occhiello|antetitulo"
)
_LEAD = re.compile(
    r"(?:^|[-_])(?:lead|lede|standfirst|dek|intro|vorspann|chapo|chapeau|sommario|entradilla|bajada|subtitle|subheadline|subdeck|deck|perex|abstract|excerpt)(?:$|[-_])"
)
_QUOTATION = re.compile(r"[“„«»「『\"].{20,}[”“»«」』\"][.!]?$", re.DOTALL)
_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}[.):]|[•–—-])\s*")


def _runs(block: Block) -> Iterator[Run]:
    yield from block.runs
    for item in block.items:
        yield from item.runs
    for row in block.rows:
        for cell in row:
            yield from cell


def _has_link(block: Block) -> bool:
    return any(run.href for run in _runs(block))
