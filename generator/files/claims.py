"""The paths that one tree holds: each safe on every system, and no two that one may mix up."""

from __future__ import annotations

from generator.diagnostics import GeneratorError, error
from generator.files.names import name_key, path_problem, shown
from generator.files.output import MANIFEST


class Claims:
    """Grows with the tree."""

    def __init__(self) -> None:
        # By the key of a path; folders stand here as themselves, with a slash at the end of both.
        self._taken: dict[str, str] = {name_key(MANIFEST): MANIFEST}
        self._folder_keys: dict[str, str] = {"": ""}

    def take(self, path: str) -> None:
        """Takes a path; raises `GeneratorError` when nothing may stand there."""
        if problem := path_problem(path):
            raise _unsafe(path, problem)
        start = path.rfind("/") + 1
        folder_key = self._folder_keys.get(path[:start])
        if folder_key is None:
            folder_key = self._take_folder(path[:start])
        key = folder_key + name_key(path[start:])
        other = self._taken.setdefault(key, path)
        if other is not path or key + "/" in self._taken:
            raise collision(self._taken.get(key + "/", other), path)

    def _take_folder(self, folder: str) -> str:
        """The key of a folder whose name ends in a slash."""
        known = self._folder_keys.get(folder)
        if known is not None:
            return known
        start = folder.rfind("/", 0, -1) + 1
        key = self._take_folder(folder[:start]) + name_key(folder[start:])
        other = self._taken.get(key[:-1]) or self._taken.setdefault(key, folder)
        if other is not folder:
            raise collision(other, folder)
        self._folder_keys[folder] = key
        return key


def _unsafe(path: str, problem: str) -> GeneratorError:
    message = f"the output path `{shown(path)}` {problem}"
    hint = "change the slug, alias or file name that it comes from"
    return GeneratorError([error("unsafe-path", message, hint=hint)])


def collision(first: str, second: str) -> GeneratorError:
    """Two paths of a tree that cannot both stand; those of folders end in a slash."""
    if first == second:
        message = f"two files of the site want the output path `{shown(second)}`"
    elif first.rstrip("/") == second.rstrip("/"):
        message = f"the output path `{shown(first.rstrip('/'))}` is wanted by a file and a folder"
    else:
        message = (
            f"the output paths `{shown(first)}` and `{shown(second)}` "
            "differ only in case or Unicode form"
        )
    hint = "give one of them another slug, alias or file name"
    return GeneratorError([error("path-collision", message, hint=hint)])
