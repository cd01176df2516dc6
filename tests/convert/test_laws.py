"""Whatever comes in: no crash, and every word is placed or dropped."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import markdown
from generator.conversion import convert
from generator.convert.blocks import RawArticle
from generator.convert.report import word_account
from generator.diagnostics import GeneratorError

HERE = Path(__file__).parent
SOURCES = sorted([*(HERE / "articles").iterdir(), *(HERE / "wire" / "items").iterdir()])
LINES = st.sampled_from(
    [
        "Why are the pipes replaced?",
        "But what does that mean?",
        "Q: Who pays?",
        "A: Everyone does, in equal shares, says the operator of the works.",
        "1. When is it done?",
        "The pipes were laid ninety years ago and lose a fifth of the water.",
        "# A heading",
        "## And another?",
        "- one",
        "* two",
        "---",
        "| a | b |",
        "> said somebody",
        "In brief",
        "Read also: something else",
        "dpa",
        "3.5.2024 - 17:30",
        "By Ann Field",
        "Photo: a trench",
        "Contents",
        "",
        "<b>bold</b> & [link](x) ![image](y) `code` *em* _em_ \\ ~~no~~",
        "<!-- comment",
        "-->",
        "```",
        "    indented",
        "[^1]: note",
        "It costs $5 and $a_b$ each, or $$x^2$$ in sum: ==much== H~2~O ^up^",
        "$$",
        "$$ in all, said the mayor, and C$",
        "a fee (US$) and `a $b` or a rent (C$) are paid [here]($x)",
        "**$a** and *b$* are names",
        ": a definition",
        "*[HTML]: a language",
        "> [!NOTE]",
        "::: timeline",
        "- 1969: landed",
        "{.class} {#id}",
        "[ref]: https://example.org",
        "なぜですか？",
        "لماذا؟",
    ]
)
NAMES = """
    p h1 h2 h3 div ul li ol button summary details dt dd dl b strong em a span table tr td th
    blockquote figure figcaption img br hr nav aside article main footer pre code
"""
TAGS = st.sampled_from(NAMES.split())
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def account(name: str, data: bytes) -> None:
    """Converts; the operation itself proves that nothing is lost and that it reads back equal.

    On a site with formulas, too: no text of an article is one.
    """
    try:
        text, explainer = convert(RawArticle(name, data))
    except GeneratorError as refusal:
        if refusal.status != 2:
            raise
        return
    count = word_account(explainer)
    assert count["read"] == count["placed"] + count["dropped"]
    tokens, _, _ = markdown.parse(text.partition("\n---\n")[2], math=True)
    inline = [child for token in tokens for child in token.children or ()]
    assert not [token for token in (*tokens, *inline) if token.type.startswith("math")]


@SETTINGS
@given(st.lists(LINES, min_size=1, max_size=30))
def test_any_soup_of_lines_is_accounted_for(lines: list[str]) -> None:
    account("soup.txt", "\n".join(lines).encode())


@SETTINGS
@given(st.lists(LINES, min_size=1, max_size=30))
def test_any_soup_of_markdown_is_accounted_for(lines: list[str]) -> None:
    account("soup.md", "\n".join(lines).encode())


@SETTINGS
@given(st.lists(st.tuples(TAGS, LINES, st.booleans()), min_size=1, max_size=30))
def test_any_soup_of_elements_is_accounted_for(parts: list[tuple[str, str, bool]]) -> None:
    body = "".join(f"<{tag}>{text}" + ("" if leave else f"</{tag}>") for tag, text, leave in parts)
    account("soup.html", f"<html><body><p>{body}</body></html>".encode())


@SETTINGS
@given(st.text(max_size=400))
def test_any_text_is_accounted_for(text: str) -> None:
    account("any.txt", text.encode("utf-8", "replace"))


@SETTINGS
@given(st.sampled_from(SOURCES), st.integers(0, 2000), st.integers(0, 80), st.binary(max_size=20))
def test_a_damaged_article_is_accounted_for(source: Path, at: int, cut: int, new: bytes) -> None:
    data = source.read_bytes()
    at %= len(data)
    account(source.name, data[:at] + new + data[at + cut :])
