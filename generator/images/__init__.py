"""Pictures: what a file holds, and the files that pages show instead; the home of Pillow."""

from __future__ import annotations

from generator.images.encoding import Encoded, Variant, encode, encoders
from generator.images.looking import SUFFIXES, ImageFault, look

__all__ = ["SUFFIXES", "Encoded", "ImageFault", "Variant", "encode", "encoders", "look"]
