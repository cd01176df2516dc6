"""“Not known yet”: quotes that begin with these bold words are boxes of their own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from markdown_it.token import Token

from generator.markdown.rendering import inline_text

_ENDS = " .:;,!?–—-\u061f\u060c"


def mark_unknowns(tokens: Sequence[Token], words: Callable[[], Collection[str]]) -> str:
    """Turns such quotes into boxes, and gives what they say.

    The bold words are left out where a sign parts them from the rest.

    `words` are in lower case, without a sign at their end; asked for when a quote begins in bold.
    """
    said = []
    for at, token in enumerate(tokens):
        if token.type != "blockquote_open" or not _begins_so(tokens[at + 1 : at + 3], words):
            continue
        end = next(
            place
            for place in range(at + 1, len(tokens))
            if tokens[place].type == "blockquote_close" and tokens[place].level == token.level
        )
        token.type, tokens[end].type = "unknown_open", "unknown_close"
        told = [one for one in tokens[at:end] if one.type == "inline"]
        said.append(_told(told))
    return " ".join(filter(None, said))


def _begins_so(tokens: Sequence[Token], words: Callable[[], Collection[str]]) -> bool:
    if len(tokens) < 2 or tokens[0].type != "paragraph_open" or tokens[1].type != "inline":
        return False
    parts = tokens[1].children or []
    if not parts or parts[0].type != "strong_open":
        # An empty text stands before emphasis.
        parts = [one for one in parts if one.type != "text" or one.content]
    if not parts or parts[0].type != "strong_open":
        return False
    end = next((at for at, one in enumerate(parts) if one.type == "strong_close"), 0)
    return inline_text(parts[:end]).casefold().strip(_ENDS) in words()


def _told(told: Sequence[Token]) -> str:
    first = told[0].children or []
    end = next(at for at, one in enumerate(first) if one.type == "strong_close")
    words, rest = inline_text(first[:end]), inline_text(first[end:])
    is_label = words.strip()[-1:] in _ENDS or rest.strip()[:1] in _ENDS
    texts = [rest if is_label else words + rest]
    texts += [inline_text(one.children or []) for one in told[1:]]
    return " ".join(" ".join(texts).split()).lstrip(_ENDS)
