"""Templates compiled for speed give what plain ones give, and let nothing out of the sandbox."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import GeneratorError
from generator.model import Source
from generator.theme import Markup, Theme, load_theme
from generator.views import MenuItem


def theme_of(folder: Path, **templates: str) -> Theme:
    for name, text in templates.items():
        path = folder / "x" / "templates" / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_theme("x", folder)


CONTEXT: dict[str, Any] = {
    "page": MenuItem("Tea & <toast>", "a/"),
    "source": Source("Office", "https://example.org/?a=1&b=2"),
    "t": {"by": "By", "items": "Things", "title": "Title & more"},
    "moment": datetime(2026, 3, 1, 6, tzinfo=UTC),
    "cards": [MenuItem("one", "1/"), MenuItem("<two>", "2/")],
    "raw": Markup("<b>bold</b>"),
    "number": 5,
    "fmt": lambda text, **values: text + ",".join(f"{k}={v}" for k, v in values.items()),
}


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.title }} {{ raw }} {{ number }} {{ t.by }}",
        "{% for card in cards %}{% include 'p/card.html' %}{% endfor %}{{ card is defined }}",
        "{% set title = 'x' %}{% include 'p/sets.html' %}{{ title }}",
        "{% for card in cards %}{{ fmt(t.by, n=loop.index) }}{% endfor %}",
        "{{ fmt(fmt(t.by, a=number), b=fmt('', c=1)) }}{{ fmt(*['x'], **{'d': 2}) }}",
        "{% macro m() %}{{ fmt(caller(), n=1) }}{% endmacro %}{% call m() %}{{ raw }}{% endcall %}",
        "{% set made = [] %}{% for one in range(2) %}{{ fmt('' ~ one) }}{% endfor %}{{ made }}",
        "{{ t.items is callable }} {{ t['items'] }} {{ page.missing is defined }}",
        "{{ source.url }}{{ source.name|upper }}{{ cards|map(attribute='title')|join(', ') }}",
        "{% include 'p/absent.html' ignore missing %}{% include 'p/absent.html' ignore missing %}",
        "{{ t.title }}{{ t.by }}{{ t.absent is defined }}{{ {'by': number}.by }}",
        "{{ moment.isoformat() }} {{ moment.isoformat(' ') }} {{ moment.isoformat(sep='_') }}",
        "{{ page.title.startswith('Tea') }}{{ raw.startswith('<b') }}{{ number.real }}",
        "{{ fmt('Tea').startswith('T') }}{{ 'a'.startswith(page.path.startswith('a') and 'a') }}",
        "{% macro one(card) %}{{ card.title }}{% endmacro %}{{ one(page) }}{{ one(cards[1]) }}",
        (
            "{% extends 'p/base.html' %}{% block a %}{{ super() }}{% include 'p/card.html' %}"
            "{% endblock %}"
        ),
    ],
)
def test_fast_templates_give_what_exact_ones_give(tmp_path: Path, text: str) -> None:
    theme = theme_of(
        tmp_path,
        main=text,
        p__card="[{{ card.title or page.title }}|{% include 'p/inner.html' %}]\n",
        p__inner="{{ page.title }}",
        p__sets="{% set title = page.title %}{{ title }}",
        p__base="<{% block a %}{{ page.path }}{% endblock %}>",
    )
    context = {**CONTEXT, "card": MenuItem("", "")} if "extends" in text else CONTEXT
    exact = theme.exact.get_template("main.html").render(context)
    assert theme.fast.get_template("main.html").render(context) == exact
    assert theme.render("main.html", context) == exact


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.__class__.__mro__ }}",
        "{{ page.title.format(page.__class__) ~ '{0.__init__}'.format(page) }}",
        "{{ fmt.__globals__ }}",
        "{{ cards.append(1) }}",
        "{% set call = cards.append %}{{ call(1) }}",
        "{% set call = '{0.__init__}'.format %}{{ call(page) ~ call(fmt).unknown }}",
        "{{ absent(1) }}",
        "{{ absent.startswith('a') }}",
        "{{ number.isoformat() }}",
        "{{ page.title.startswith.__self__ }}",
        "{{ page.title.startswith(page.__class__) }}",
        "{{ t.update({'a': 1}) }}",
        "{{ page._anything }}",
    ],
)
def test_a_fast_template_stays_in_the_sandbox(tmp_path: Path, text: str) -> None:
    theme = theme_of(tmp_path, main=text)
    with pytest.raises(GeneratorError) as failure:
        theme.render("main.html", CONTEXT)
    assert failure.value.diagnostics[0].code in ("template-error", "undefined-name")


def test_a_fault_in_an_included_partial_is_told_with_its_own_line(tmp_path: Path) -> None:
    theme = theme_of(
        tmp_path, main="1\n{% include 'p/a.html' %}\n", p__a="2\n\n{{ page.nothing }}\n"
    )
    with pytest.raises(GeneratorError) as failure:
        theme.render("main.html", CONTEXT)
    span = failure.value.diagnostics[0].span
    assert span
    assert (span.path.endswith("p/a.html"), span.line) == (True, 3)


def test_a_partial_that_includes_itself_ends(tmp_path: Path) -> None:
    text = (
        "{{ card.title }}{% if cards.pop is defined and false %}{% include 'p/a.html' %}{% endif %}"
    )
    theme = theme_of(tmp_path, main="{% set card = page %}{% include 'p/a.html' %}", p__a=text)
    assert theme.render("main.html", CONTEXT) == "Tea &amp; &lt;toast&gt;"
