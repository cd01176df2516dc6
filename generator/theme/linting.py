"""Names that templates use and no view has, found without rendering them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from jinja2 import TemplateSyntaxError, nodes

from generator.diagnostics import Diagnostic, Span, error
from generator.text import nearest
from generator.theme.loading import Theme
from generator.theme.templates import template_problem


def undefined_attributes(theme: Theme, known: Mapping[str, Collection[str]]) -> list[Diagnostic]:
    """An error for each `name.attribute` whose name is in `known` and whose attribute is not.

    Also finds what no page happens to use: a branch that is rarely taken, a partial of no page.
    """
    problems: list[Diagnostic] = []
    files = {shown: name for name, shown in sorted(theme.shown.items(), reverse=True)}
    for shown, template in sorted(files.items()):
        source = theme.sources[template]
        broken = syntax_problems(theme, shown, source)
        if broken:
            problems += broken
            continue
        tree = theme.exact.parse(source, template, shown)
        for node in tree.find_all(nodes.Getattr):
            owner = node.node
            if not isinstance(owner, nodes.Name) or owner.name not in known:
                continue
            if node.attr not in known[owner.name]:
                problems.append(_undefined(owner.name, node, shown, source, known[owner.name]))
    return problems


def syntax_problems(theme: Theme, shown: str, source: str) -> tuple[Diagnostic, ...]:
    """What makes a source no template, to the first fault; `shown` is a file of the theme."""
    name = next(name for name, file in theme.shown.items() if file == shown)
    try:
        theme.exact.parse(source, name, shown)
    except TemplateSyntaxError as cause:
        found = template_problem(cause, {**theme.sources, name: source}, theme.shown)
        return (found,) if found else ()
    return ()


def _undefined(
    owner: str, node: nodes.Getattr, shown: str, source: str, known: Collection[str]
) -> Diagnostic:
    excerpt = source.split("\n")[node.lineno - 1]
    name = f"{owner}.{node.attr}"
    column = excerpt.find(name) + 1 or 1
    close = nearest(node.attr, known)
    return error(
        "undefined-name",
        f"there is no `{name}`",
        Span(shown, node.lineno, column, len(name), excerpt),
        hint=f"did you mean `{owner}.{close}`?"
        if close
        else "docs/theming.md lists all that a template may use",
    )
