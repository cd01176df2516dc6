"""A new site folder: settings, a sample explainer, the publishing workflow, help for editors."""

from __future__ import annotations

from datetime import datetime
from importlib import resources
from pathlib import Path

from generator import files
from generator.diagnostics import GeneratorError, Span, unusable
from generator.recording import Wish, record
from generator.scaffold.origin import Origin
from generator.schemas import schemas

# The file in the site folder, and the one that comes with the program.
_FILES = {
    "site.yml": "site.yml",
    "content/why-leaves-change-colour.md": "why-leaves-change-colour.md",
    ".gitignore": "gitignore",
    ".github/workflows/pages.yml": "pages.yml",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".vscode/settings.json": "vscode-settings.json",
    ".vscode/extensions.json": "vscode-extensions.json",
    ".vscode/tasks.json": "vscode-tasks.json",
}
SCHEMAS = ".vscode/schemas"
# What a folder may hold and still count as empty: a fresh clone, the environment of the program.
_NOT_IN_THE_WAY = {".git", ".venv", "venv"}


def start_site(folder: Path, origin: Origin, now: datetime) -> list[str]:
    """Writes a new site into the folder, made when it is not there; its files in order.

    `origin` says how the publishing workflow gets the program. Raises `GeneratorError` when
    anything else is in the folder, and then writes nothing.
    """
    _refuse_used(folder)
    templates = resources.files("generator.scaffold") / "site"
    contents = {
        path: (templates / name).read_text(encoding="utf-8").encode()
        for path, name in _FILES.items()
    }
    contents |= {f"{SCHEMAS}/{name}": text.encode() for name, text in schemas().items()}
    contents["requirements.txt"] = origin.requirements.encode()
    if origin.wheel:
        contents[f"vendor/{origin.wheel.name}"] = origin.wheel.read_bytes()
    for path, content in contents.items():
        files.write_new(folder / path, content)
    # The workflow builds with `--locked`: the sample's questions are known from the beginning.
    recorded = record(folder, Wish(), now)
    return sorted((*contents, *recorded.written))


def _refuse_used(folder: Path) -> None:
    try:
        found = sorted(one.name for one in folder.iterdir() if one.name not in _NOT_IN_THE_WAY)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        found = []
    except OSError as problem:
        message = f"`{folder}` cannot be read: {problem.strerror}"
        raise GeneratorError([unusable("unreadable-folder", message, Span(str(folder)))]) from None
    else:
        if not found:
            return
    some = ", ".join(f"`{one}`" for one in found[:3]) + (" …" if len(found) > 3 else "")
    raise GeneratorError(
        [
            unusable(
                "folder-in-use",
                f"`{folder}` holds {some}" if found else f"`{folder}` is a file",
                hint="name a new or an empty folder: explainer init my-site",
            )
        ]
    )
