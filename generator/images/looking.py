"""What an image file really holds, whatever its name says, and whether it may be shown."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from PIL.Image import Image

# A picture of 80 megapixels takes a quarter of a gigabyte of memory; cameras make 60 at most.
MOST_PIXELS: Final = 80_000_000
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
_NAMES: Final = {"JPEG": ".jpg", "MPO": ".jpg", **{n: f".{n.lower()}" for n in _FORMATS[1:]}}
_LENGTH: Final = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")
# Tags of EXIF: where the camera stood, and how it was held.
_POSITION: Final = 0x8825
_ORIENTATION: Final = 0x0112
_ON_ITS_SIDE: Final = (5, 6, 7, 8)


class ImageFault(Exception):
    """Why a file cannot be shown: a code, a message and a hint."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code, message, hint)
        self.code, self.message, self.hint = code, message, hint


@dataclass(frozen=True, slots=True)
class Look:
    """What an image file holds."""

    format: str
    """Pillow's name, or `SVG`."""
    suffix: str
    """What a file in that format is called."""
    width: int
    height: int
    """As shown, turned the way its camera was held."""
    is_animated: bool = False
    has_position: bool = False
    """Whether it tells where it was taken."""


def look(data: bytes) -> Look:
    """What the bytes of an image file hold; raises `ImageFault`."""
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE svg")):
        return _look_at_vector(data)
    with open_image(data) as image:
        try:
            return _look_at_pixels(image)
        # Counting frames reads all of a PNG, whose damages have many names.
        except Exception as cause:
            raise broken(cause) from cause


def _look_at_pixels(image: Image) -> Look:
    frames, notes = getattr(image, "n_frames", 1), image.getexif()
    size = image.size[::-1] if notes.get(_ORIENTATION) in _ON_ITS_SIDE else image.size
    return Look(
        format=str(image.format),
        suffix=_NAMES[str(image.format)],
        width=size[0],
        height=size[1],
        # A telephone's JPEG may hold a second picture that nobody is to see.
        is_animated=frames > 1 and image.format != "MPO",
        has_position=_POSITION in notes,
    )


def open_image(data: bytes) -> Image:
    """The image, its pixels not read yet; raises `ImageFault`."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as cause:
        raise _too_large() from cause
    except UnidentifiedImageError as cause:
        raise ImageFault(
            "broken-image",
            "this is no image in a format that browsers show",
            "save it as JPEG, PNG, WebP, AVIF, GIF or SVG",
        ) from cause
    # What else a damaged header leads to differs from format to format.
    except Exception as cause:
        raise broken(cause) from cause
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()
    return image


def broken(cause: Exception) -> ImageFault:
    """The fault of a file that begins like an image and does not go on like one."""
    return ImageFault(
        "broken-image",
        f"this image is damaged: {cause}".rstrip(": "),
        "save it once more from the program that it comes from",
    )


def _too_large() -> ImageFault:
    return ImageFault(
        "image-too-large",
        f"this image has more than {MOST_PIXELS // 1_000_000} million pixels",
        "make it smaller; pages show at most 1,600 pixels of its width",
    )


def _look_at_vector(data: bytes) -> Look:
    found: dict[str, str] = {}
    unsafe: list[str] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        if not found:
            found.update(attributes)
            found[""] = local
        if local in ("script", "foreignobject", "iframe", "object", "embed", "handler"):
            unsafe.append(f"<{local}>")
        for key, value in attributes.items():
            plain = key.rpartition(":")[2].lower()
            target = "".join(value.split()).lower()
            if plain.startswith("on") or "javascript:" in target:
                unsafe.append(f"{plain}=")
            elif plain == "href" and not target.startswith(("#", "data:image/")) and local != "a":
                unsafe.append(f"a link to `{value[:40]}`")

    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as cause:
        raise broken(cause) from cause
    if b"@import" in data:
        unsafe.append("an `@import`")
    if unsafe:
        raise ImageFault(
            "unsafe-svg",
            f"this drawing holds {unsafe[0]}, which could do more than be looked at",
            "remove it, or export the drawing as plain SVG or as PNG",
        )
    if found.get("") != "svg":
        raise ImageFault("broken-image", "this is XML, but no SVG", "name an image")
    return Look("SVG", ".svg", *_vector_size(found))


def _vector_size(attributes: dict[str, str]) -> tuple[int, int]:
    """Width and height in CSS pixels, else those of the view box, else what browsers assume."""
    lengths = [_LENGTH.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
    if lengths[0] and lengths[1]:
        return max(1, round(float(lengths[0][1]))), max(1, round(float(lengths[1][1])))
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    try:
        width, height = float(box[2]), float(box[3])
    except (IndexError, ValueError):
        return 300, 150
    return max(1, round(width)), max(1, round(height))
