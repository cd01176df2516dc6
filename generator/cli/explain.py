"""`explainer explain`: what a message means and what to do."""

from __future__ import annotations

import json

import click


@click.command(
    epilog="Example: explainer explain missing-anchor",
    short_help="Say what a message means and what to do.",
)
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object, code to text.")
def explain(codes: tuple[str, ...], as_json: bool) -> int:
    """Say what a message means and what to do.

    CODE is the name in brackets that each message begins with. Without one, all codes are listed.
    """
    from generator import explanations

    texts = {one: explanations.explain(one) for one in codes} or explanations.explanations()
    if as_json:
        click.echo(json.dumps(texts, ensure_ascii=False, indent=2))
    elif codes:
        click.echo("\n\n".join(f"{code}\n\n{text}" for code, text in texts.items()))
    else:
        click.echo("\n".join(texts))
    return 0
