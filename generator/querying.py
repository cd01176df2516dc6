"""Searching a built site: its index files from disk, the words from the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic, GeneratorError, unusable
from generator.inputs import read_config
from generator.search.read import Index
from generator.search.results import Found, search
from generator.urls import absolute, quote_path


@dataclass(frozen=True, slots=True)
class Searcher:
    """The index of a built site, opened; files are read when they are needed."""

    index: Index
    base_url: str

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        tag: str = "",
        lang: str = "",
        by_date: bool = False,
        exact: bool = False,
    ) -> Found:
        """The questions that match a text: see `search.results.search`."""
        return search(
            self.index, text, limit=limit, tag=tag, lang=lang, by_date=by_date, exact=exact
        )

    def url(self, path: str) -> str:
        """The address of a result: full where the site's is known, else from the site's root."""
        if self.base_url:
            return absolute(self.base_url, path)
        plain, hash_sign, anchor = path.partition("#")
        return quote_path(plain) + hash_sign + anchor


def open_site(source: Path, output: Path) -> Searcher:
    """The index in a site's output folder; raises `GeneratorError` where there is none."""
    config = read_config(source)
    folder = output / config.paths.assets / "search"

    def load(name: str) -> bytes:
        try:
            return (folder / name).read_bytes()
        except OSError as problem:
            raise GeneratorError(
                [_unreadable(folder / name, problem, switched=config.search)]
            ) from (problem)

    try:
        return Searcher(Index(load), config.url)
    except (ValueError, KeyError, IndexError) as problem:
        broken = unusable(
            "search-index-broken",
            f"`{folder / 'index.js'}` is no search index of this version",
            hint="build the site again with `explainer build`",
        )
        raise GeneratorError([broken]) from problem


def _unreadable(path: Path, problem: OSError, *, switched: bool) -> Diagnostic:
    hint = "build the site first with `explainer build`"
    if not switched:
        hint = "search is switched off in site.yml: set `search: true` and build the site"
    reason = problem.strerror or type(problem).__name__
    return unusable("search-index-missing", f"cannot read `{path}`: {reason}", hint=hint)
