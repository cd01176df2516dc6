"""An image to the files that pages show: in several widths and formats, without its metadata."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from generator.images.looking import Look, broken, look, open_image

if TYPE_CHECKING:
    from PIL.Image import Image

# A column of text is 576 pixels wide at most, a telephone 430; both at up to three pixels to one.
WIDTHS: Final = (480, 800, 1200, 1600)
FALLBACK_WIDTH: Final = 1200
# Raised whenever the same image would become other files.
_RECIPE: Final = "1"
_COLOURS_OF_GRAPHICS: Final = 256


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the files that an image becomes."""

    type: str
    """Media type."""
    suffix: str
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Encoded:
    """An image as pages show it."""

    width: int
    height: int
    """Of the image itself, turned as its camera was held."""
    sources: tuple[tuple[Variant, ...], ...]
    """The formats that are worth their bytes, the best first, each from narrow to wide."""
    fallback: Variant
    """What every browser shows."""
    has_position: bool
    """Whether the file told where it was taken; the variants do not."""
    suffix: str
    """What a file in its format is called, whatever it is called."""


def encode(data: bytes) -> Encoded:
    """The variants of an image file; raises `ImageFault`.

    The same bytes make the same variants as long as `encoders` says the same. Drawings and
    animations are left as they are: none of the formats does them better.
    """
    found = look(data)
    if found.format == "SVG" or found.is_animated:
        kind = "svg+xml" if found.format == "SVG" else found.format.lower()
        whole = Variant(f"image/{kind}", found.suffix, found.width, found.height, data)
        return Encoded(found.width, found.height, (), whole, found.has_position, found.suffix)
    try:
        with open_image(data) as image:
            return _encode(image, found)
    # What a damaged stream of pixels leads to differs from format to format.
    except Exception as cause:
        raise broken(cause) from cause


@cache
def encoders() -> str:
    """The recipe and the versions of all that it is done with: part of every key."""
    from PIL import __version__, features

    found = [f"{name} {features.version(name)}" for name in ("avif", "webp", "jpg", "zlib")]
    return "; ".join([_RECIPE, f"pillow {__version__}", *found])


def _encode(image: Image, found: Look) -> Encoded:
    # A JPEG can be read at half or a quarter of its size, which takes a fraction of the time.
    scale = WIDTHS[-1] / min(image.size)
    image.draft("RGB", (math.ceil(image.width * scale), math.ceil(image.height * scale)))
    width, height = found.width, found.height
    shown = _plain(_upright(image))
    is_graphic = found.format in ("PNG", "GIF") and bool(shown.getcolors(_COLOURS_OF_GRAPHICS))
    widths = [one for one in WIDTHS if one < 0.9 * width] + ([width] if width <= WIDTHS[-1] else [])
    sizes = {one: _resized(shown, one, width, height) for one in widths}
    fallback_width = max(one for one in widths if one <= FALLBACK_WIDTH)
    fallback = _fallback(sizes[fallback_width], is_photo=found.format in ("JPEG", "MPO"))
    sources = [tuple(_variant(sizes[one], kind, is_graphic) for one in widths) for kind in _kinds()]
    return Encoded(
        width=width,
        height=height,
        sources=_worthwhile(sources, fallback),
        fallback=fallback,
        has_position=found.has_position,
        suffix=found.suffix,
    )


def _worthwhile(
    sources: list[tuple[Variant, ...]], fallback: Variant
) -> tuple[tuple[Variant, ...], ...]:
    """The formats that are smaller than those after them, measured at the fallback's width."""

    def weight(variants: tuple[Variant, ...]) -> int:
        return next(len(one.content) for one in variants if one.width == fallback.width)

    least = len(fallback.content)
    found: list[tuple[Variant, ...]] = []
    # Whoever shows AVIF shows WebP, and whoever shows that shows the fallback.
    for variants in reversed(sources):
        if weight(variants) < least:
            least = weight(variants)
            found.insert(0, variants)
    return tuple(found)


def _kinds() -> list[str]:
    from PIL import features

    return [name for name in ("AVIF", "WEBP") if features.check(name.lower())]


def _upright(image: Image) -> Image:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image)


def _plain(image: Image) -> Image:
    """The image in eight bits of sRGB, with transparency where it has any, and nothing else."""
    if image.mode.startswith("I") or image.mode == "F":
        # Sixteen bits of grey: Pillow would cut them off instead of scaling them.
        image = image.convert("I")
        image = image.point(lambda value: value * (1 / 257)).convert("L")
    profile = image.info.get("icc_profile")
    has_alpha = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        image = _in_srgb(image, profile)
    image = image.convert("RGBA" if has_alpha else "RGB")
    if has_alpha and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image.info = {}
    return image


def _in_srgb(image: Image, profile: bytes) -> Image:
    """The colours as a screen without colour management shows them right."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        done = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    # A profile that is damaged or not for this mode: then the numbers are taken as they are.
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return done or image


def _resized(image: Image, width: int, full_width: int, full_height: int) -> Image:
    from PIL import Image as images

    size = (width, max(1, round(full_height * width / full_width)))
    return image if image.size == size else image.resize(size, images.Resampling.LANCZOS)


def _fallback(image: Image, *, is_photo: bool) -> Variant:
    """JPEG for photographs, PNG for all else; a photograph kept as PNG becomes a JPEG, too."""
    if is_photo:
        return _saved(image, "JPEG")
    png = _saved(image, "PNG")
    if image.mode == "RGBA":
        return png
    jpeg = _saved(image, "JPEG")
    return jpeg if len(jpeg.content) * 3 < len(png.content) else png


def _variant(image: Image, kind: str, is_graphic: bool) -> Variant:
    if is_graphic and kind == "WEBP":
        return _saved(image, kind, lossless=True, quality=80)
    if is_graphic:
        return _saved(image, kind, quality=75, subsampling="4:4:4")
    return _saved(image, kind)


_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    # One thread: the work is spread over the images, and threads could change the bytes.
    "AVIF": {"quality": 55, "speed": 8, "max_threads": 1},
    "WEBP": {"quality": 76, "method": 4},
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
}


def _saved(image: Image, kind: str, **settings: Any) -> Variant:
    out = io.BytesIO()
    image.save(out, kind, **{**_SETTINGS[kind], **settings})
    suffix = ".jpg" if kind == "JPEG" else f".{kind.lower()}"
    return Variant(f"image/{kind.lower()}", suffix, *image.size, out.getvalue())
