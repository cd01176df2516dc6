"""`explainer schema`: JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    epilog="Example: explainer schema --write .vscode/schemas",
    short_help="Print or write the JSON Schemas that help editors.",
)
@click.argument("name", required=False, default="")
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write all of them into this folder, over older ones.",
)
def schema(name: str, folder: Path | None) -> int:
    """Print the JSON Schema of NAME, such as `site` or `front-matter`; without NAME, list them.

    They are made of the same models that check the files. `explainer init` writes them into
    `.vscode/schemas/`; `--write` brings them up to date after an upgrade.
    """
    from generator import console
    from generator.files import write_atomically
    from generator.schemas import schemas

    known = schemas()
    file = f"{name.removesuffix('.json')}.json"
    if name and file not in known:
        listed = ", ".join(one.removesuffix(".json") for one in known)
        raise click.UsageError(f"there is no schema `{name}`; there are {listed}")
    if folder is not None:
        chosen = {file: known[file]} if name else known
        for one, text in chosen.items():
            write_atomically(folder / one, text.encode())
        console.summary(f"{len(chosen)} schemas written into {folder}")
    elif name:
        click.echo(known[file], nl=False)
    else:
        click.echo("\n".join(one.removesuffix(".json") for one in known))
    return 0
