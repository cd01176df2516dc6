"""The byte side of reading: what kind of article some bytes are, and their text."""

from generator.convert.encoding import MAX_BYTES, check_size, decode, read_text
from generator.convert.sniff import Format, sniff

__all__ = ["MAX_BYTES", "Format", "check_size", "decode", "read_text", "sniff"]
