"""Whether a source lets its article be published at all."""

from __future__ import annotations

from generator.convert.blocks import BlockStream
from generator.convert.dates import read_stamp
from generator.convert.refusal import refused


def reason_to_withhold(stream: BlockStream) -> str:
    """Why the article must not be published, in words for a message; empty when it may.

    An embargo counts even when its time has passed: there is no clock here, and a person who
    knows that it is over says so with one option.
    """
    for one in stream.declared:
        if one.field == "status":
            return f"is marked `{one.value}` by its source"
        if one.field == "embargo":
            moment = read_stamp(one.value)
            until = f" until {moment}" if moment else f": `{one.value}`"
            return f"is under embargo{until}"
    return ""


def refuse_withheld(stream: BlockStream, name: str, *, embargoed: bool = False) -> None:
    """Raises the refusal of an article that must not be published, unless that is wanted."""
    reason = "" if embargoed else reason_to_withhold(stream)
    if reason:
        raise refused("withheld", reason, name, hint="`--embargoed` converts it all the same")
