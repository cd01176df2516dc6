"""The ways in which pages of common systems set questions and answers: each is understood."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.conversion import convert
from generator.convert.blocks import RawArticle

PAIRS = (
    ("Why are the pipes replaced?", "They were laid ninety years ago and lose a fifth of it all."),
    ("Who pays for the work?", "Every household pays about four euros more each month."),
    ("When is the work done?", "The last street is due to be finished in about six years."),
    ("What about the trees?", "They stay where they are and get new roots to grow in better soil."),
)  # fmt: skip
TEXT = "The town council voted on the plan in the spring, and the first works begin next year. "


def page(body: str) -> str:
    return (
        "<!doctype html><html lang='en'><head><title>New pipes for the old town - The Gazette"
        "</title></head><body><header><nav><a href='/'>Home</a> <a href='/s'>Sport</a></nav>"
        f"</header><main><article><h1>New pipes for the old town</h1><p>{TEXT}</p>{body}"
        "</article></main><aside class='related'><h3>More</h3><ul><li><a href='/a'>Why do prices "
        "rise?</a></li><li><a href='/b'>What is a tariff?</a></li></ul></aside>"
        "<footer><a href='/i'>Imprint</a><p>© The Gazette</p></footer></body></html>"
    )


def each(form: str) -> str:
    return "".join(form.format(n=n, q=q, a=a) for n, (q, a) in enumerate(PAIRS, 1))


SHAPES: dict[str, Callable[[], str]] = {
    "strong in a section": lambda: each(
        '<div class="faq-section"><strong class="faq-q">{q}</strong> <p class="faq-a">{a}</p></div>'
    ),
    "tab title with a link": lambda: each(
        '<div class="item"><div class="tab-title" role="button"><a class="t" tabindex="0">{q}</a>'
        '</div><div class="tab-content"><p>{a}</p></div></div>'
    ),
    "button in a heading": lambda: each(
        '<div class="card"><div class="card-header"><h5><button>{q}</button></h5></div>'
        '<div class="collapse"><div class="card-body">{a}</div></div></div>'
    ),
    "named elements": lambda: each(
        '<div class="item"><div class="question">{q}</div><div class="answer">{a}</div></div>'
    ),
    "named paragraphs": lambda: each('<p class="frage">{q}</p><p>{a}</p>'),
    "names without meaning": lambda: each('<div class="t1">{q}</div><div class="t2">{a}</div>'),
    "slanted paragraphs": lambda: each("<p><em>{q}</em></p><p>{a}</p>"),
    "bare paragraphs": lambda: each("<p>{q}</p><p>{a}</p>"),
    "microdata": lambda: each(
        '<div itemprop="mainEntity"><div itemprop="name">{q}</div>'
        '<div itemprop="acceptedAnswer"><div itemprop="text">{a}</div></div></div>'
    ),
    "bold in list items": lambda: f"<ol>{each('<li><strong>{q}</strong> {a}</li>')}</ol>",
    "headings in list items": lambda: f"<ol>{each('<li><h3>{q}</h3><p>{a}</p></li>')}</ol>",
    "accordion of list items": lambda: (
        "<ul class='accordion'>"
        + each("<li class='i'><a href='#' class='t'>{q}</a><div class='c'>{a}</div></li>")
        + "</ul>"
    ),
    "rows of a table": lambda: f"<table>{each('<tr><td><b>{q}</b></td><td>{a}</td></tr>')}</table>",
    "table with a head": lambda: (
        f"<table><thead><tr><th>Question</th><th>Answer</th></tr></thead><tbody>"
        f"{each('<tr><td>{q}</td><td>{a}</td></tr>')}</tbody></table>"
    ),
    "definition list": lambda: f"<dl>{each('<dt>{q}</dt><dd>{a}</dd>')}</dl>",
    "details": lambda: each("<details><summary><h3>{q}</h3></summary><p>{a}</p></details>"),
    "bold before breaks": lambda: f"<p>{each('<b>{q}</b><br>{a}<br><br>')}</p>",
    "interview": lambda: each("<p><b>The Gazette: {q}</b></p><p><b>Engineer:</b> {a}</p>"),
    "numbers": lambda: each("<h2>{n}. {q}</h2><p>{a}</p>"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_questions_and_answers_of_a_page_are_found(shape: str) -> None:
    html = page(SHAPES[shape]())
    text, explainer = convert(RawArticle("page.html", html.encode()))
    found = [(one.text, " ".join(block.text for block in one.answer)) for one in explainer.entries]
    assert found == list(PAIRS)
    assert explainer.front.title == "New pipes for the old town"
    assert "Imprint" not in text
    assert "prices" not in text


def test_an_ordinary_page_with_questions_in_its_text_asks_nothing() -> None:
    body = (
        f"<h2>The council</h2><p>{TEXT * 2} But what does that mean? {TEXT}</p><h2>What next?</h2>"
        f"<p>{TEXT}</p><h2>The costs</h2><p>{TEXT}</p><p>Who pays?</p><p>{TEXT}</p>"
    )
    _, explainer = convert(RawArticle("page.html", page(body).encode()))
    assert explainer.entries == ()
    assert explainer.front.draft
