"""Links to other sites: asked politely, in parallel, and remembered for a while."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from generator import files, web
from generator.diagnostics import Diagnostic, GeneratorError, Span, warning

Kind = Literal["fine", "moved", "dead", "unsure"]
MEMORY = "links.json"
TIMEOUT_SECONDS = 15.0
_REDIRECTS = 8
_HOSTS_AT_ONCE = 16
# Between two requests to the same host, of which there is only one at a time.
_PAUSE_SECONDS = 0.5
_RETRIES_AFTER_SECONDS = (1.0, 4.0)
_LONGEST_WAIT_SECONDS = 10.0
_DAY = 86_400
# What was found is believed for so long: what is broken may be mended any minute.
_BELIEVED_SECONDS: Mapping[str, float] = {
    "fine": 14 * _DAY,
    "moved": 14 * _DAY,
    "unsure": _DAY,
    "dead": 3_600,
}
_PERMANENT = (301, 308)
# Answers of servers that know no HEAD, or do not like it.
_ASK_AGAIN = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503})
_REFUSALS = {
    401: "asks for a login",
    402: "asks for a payment",
    403: "refuses programs",
    405: "refuses programs",
    406: "refuses programs",
    429: "is asked too often at the moment",
    451: "is blocked for legal reasons",
    999: "refuses programs",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an address answered."""

    kind: Kind
    text: str = ""
    """Why, as the end of a sentence; for `moved` the new address."""
    at: float = 0.0
    """When it was asked, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How other people's servers are treated."""

    pause_seconds: float = _PAUSE_SECONDS
    retries_after_seconds: tuple[float, ...] = _RETRIES_AFTER_SECONDS
    timeout_seconds: float = TIMEOUT_SECONDS


def ask_all(
    addresses: Iterable[str],
    memory: Path,
    advance: Callable[[int], None],
    *,
    fresh: bool = False,
    manners: Manners = Manners(),
) -> Mapping[str, Outcome]:
    """What each address answers, from memory where it was asked lately.

    The memory is a file of no importance: unreadable is empty, and what cannot be written is lost.
    `fresh` does not read it.
    """
    now = time.time()
    known = {} if fresh else _remembered(memory)
    wanted = list(dict.fromkeys(addresses))
    found = {
        one: known[one]
        for one in wanted
        if one in known and now - known[one].at < _BELIEVED_SECONDS[known[one].kind]
    }
    advance(len(found))
    hosts: dict[str, list[str]] = defaultdict(list)
    for one in wanted:
        if one not in found:
            hosts[_host(one)].append(one)
    with ThreadPoolExecutor(min(_HOSTS_AT_ONCE, max(1, len(hosts)))) as pool:
        for answers in pool.map(lambda some: _ask_host(some, advance, manners), hosts.values()):
            found |= answers
    kept = {one: each for one, each in known.items() if now - each.at < 30 * _DAY}
    _remember(memory, kept | found)
    return found


def outside_problems(
    places: Mapping[str, Iterable[Span]], outcomes: Mapping[str, Outcome]
) -> Iterator[Diagnostic]:
    """A diagnostic for each place of an address that did not simply answer."""
    for address, spans in places.items():
        outcome = outcomes[address]
        for span in spans:
            if outcome.kind == "dead":
                yield warning(
                    "dead-link",
                    f"`{address}` {outcome.text}",
                    span,
                    hint="correct the address, or link to a copy in a web archive",
                )
            elif outcome.kind == "moved":
                yield Diagnostic(
                    "note",
                    "moved-link",
                    f"`{address}` has moved for good",
                    span,
                    hint=f"write `{outcome.text}`",
                )
            elif outcome.kind == "unsure":
                yield Diagnostic(
                    "note",
                    "unsure-link",
                    f"`{address}` {outcome.text}",
                    span,
                    hint="open it in a browser",
                )


def is_outside(address: str) -> bool:
    """Whether an address can be asked at all."""
    return address.startswith(("http://", "https://"))


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _ask_host(
    addresses: Iterable[str], advance: Callable[[int], None], manners: Manners
) -> dict[str, Outcome]:
    """The addresses of one host, one after the other."""
    found = {}
    with web.open_client(timeout_seconds=manners.timeout_seconds, redirects=_REDIRECTS) as client:
        for number, address in enumerate(addresses):
            if number:
                time.sleep(manners.pause_seconds)
            found[address] = _ask_patiently(client, address, manners)
            advance(1)
    return found


def _ask_patiently(client: web.Client, address: str, manners: Manners) -> Outcome:
    """Asks again for a while where the fault may pass."""
    for wait in (*manners.retries_after_seconds, None):
        try:
            answer = _ask(client, address)
        except web.failures() as failure:
            passes = web.is_timeout(failure)
            if wait is None or not passes:
                return _failed(failure, address, manners)
        else:
            if wait is None or answer.status_code not in (429, 500, 502, 503, 504):
                return _outcome(answer)
            wait = max(wait, _asked_to_wait(answer)) if manners.pause_seconds else wait
        time.sleep(min(wait, _LONGEST_WAIT_SECONDS))
    raise AssertionError("unreachable")


def _ask(client: web.Client, address: str) -> web.Response:
    """The answer to HEAD, or to GET where a server does not know better; never a body."""
    answer = client.head(address)
    if answer.status_code not in _ASK_AGAIN:
        return answer
    with client.stream("GET", address) as answer:
        return answer


def _outcome(answer: web.Response) -> Outcome:
    now, status = time.time(), answer.status_code
    if status in _REFUSALS:
        return Outcome("unsure", f"{_REFUSALS[status]} (HTTP {status})", now)
    if status >= 500:
        return Outcome("unsure", f"has a server in trouble (HTTP {status})", now)
    if status in (404, 410):
        why = "is gone" if status == 410 else "does not exist"
        return Outcome("dead", f"{why} (HTTP {status})", now)
    if status >= 400:
        return Outcome("dead", f"cannot be had (HTTP {status})", now)
    if answer.history and all(one.status_code in _PERMANENT for one in answer.history):
        return Outcome("moved", str(answer.url), now)
    return Outcome("fine", "", now)


def _failed(failure: Exception, address: str, manners: Manners) -> Outcome:
    now = time.time()
    if web.is_timeout(failure):
        text = f"does not answer within {manners.timeout_seconds:g} seconds"
        return Outcome("unsure", text, now)
    if web.is_no_address(failure):
        return Outcome("dead", "is or leads to no web address", now)
    return Outcome("dead", web.reason(failure, host=_host(address), redirects=_REDIRECTS), now)


def _asked_to_wait(answer: web.Response) -> float:
    wait = answer.headers.get("Retry-After", "")
    return float(wait) if wait.isdecimal() else 0.0


def _remembered(memory: Path) -> dict[str, Outcome]:
    try:
        found = json.loads(memory.read_text(encoding="utf-8"))
        return {
            str(address): Outcome(one["kind"], str(one["text"]), float(one["at"]))
            for address, one in found.items()
            if one["kind"] in _BELIEVED_SECONDS
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _remember(memory: Path, found: Mapping[str, Outcome]) -> None:
    text = json.dumps({one: asdict(found[one]) for one in sorted(found)}, indent=1)
    try:
        files.write_atomically(memory, text.encode())
    except GeneratorError:
        return
