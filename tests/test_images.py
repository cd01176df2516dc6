"""An image file to the files that pages show."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from generator.images.encoding import Encoded, encode
from generator.images.looking import ImageFault, look

RED, BLUE = (220, 30, 30), (30, 30, 220)


def saved(image: Image.Image, kind: str, **settings: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


def halves(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    return image.convert(mode)


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 60).convert("RGB").point(lambda value: value)


def shown(encoded: Encoded) -> list[Image.Image]:
    """The fallback and the widest of each better format, decoded."""
    variants = [encoded.fallback, *(each[-1] for each in encoded.sources)]
    return [Image.open(io.BytesIO(one.content)).convert("RGB") for one in variants]


def is_like(colour: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(one - two) < 30 for one, two in zip(colour, other, strict=True))


def fault(data: bytes) -> ImageFault:
    with pytest.raises(ImageFault) as failure:
        encode(data)
    return failure.value


def test_a_photograph_is_made_in_several_widths_and_formats() -> None:
    encoded = encode(saved(noise(2000, 1000), "JPEG"))
    assert (encoded.width, encoded.height) == (2000, 1000)
    assert (encoded.fallback.type, encoded.fallback.width) == ("image/jpeg", 1200)
    assert encoded.sources
    for variants in encoded.sources:
        assert [(one.width, one.height) for one in variants] == [
            *((480, 240), (800, 400), (1200, 600), (1600, 800))
        ]
        found = Image.open(io.BytesIO(variants[0].content))
        assert found.size == (480, 240)
        assert f"image/{str(found.format).lower()}" == variants[0].type
    # Each format is smaller than the one that a browser would fall back to.
    weights = [
        next(len(one.content) for one in each if one.width == 1200) for each in encoded.sources
    ]
    assert weights == sorted(weights)
    assert weights[-1] < len(encoded.fallback.content)


def test_a_small_picture_is_not_made_larger() -> None:
    encoded = encode(saved(noise(300, 200), "JPEG"))
    assert {one.width for each in encoded.sources for one in each} == {300}
    encoded = encode(saved(noise(500, 20), "JPEG"))
    assert {one.width for each in encoded.sources for one in each} == {500}


def test_the_same_file_becomes_the_same_bytes() -> None:
    data = saved(noise(900, 600), "JPEG")
    assert encode(data) == encode(data)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_its_camera_was_held(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    # As a camera stores what is to be seen as `halves`: turned back first.
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = halves()
    if orientation in turned:
        stored = stored.transpose(turned[orientation])
    encoded = encode(saved(stored, "JPEG", exif=exif))
    assert (encoded.width, encoded.height) == (640, 480)
    for image in shown(encoded):
        assert is_like(image.getpixel((image.width // 2, image.height // 8)), RED)
        assert is_like(image.getpixel((image.width // 2, image.height * 7 // 8)), BLUE)


def test_nothing_that_a_camera_notes_is_left() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[2] = (47.0, 22.0, 30.0)
    data = saved(noise(640, 480), "JPEG", exif=exif, comment=b"Secret comment", xmp=b"<Secret/>")
    encoded = encode(data)
    assert b"Secret" in data
    assert encoded.has_position
    for one in (encoded.fallback, *(one for each in encoded.sources for one in each)):
        assert b"Secret" not in one.content
        found = Image.open(io.BytesIO(one.content))
        assert not found.getexif()
        assert not {"icc_profile", "xmp", "comment", "exif"} & found.info.keys()


def test_colours_are_those_of_a_screen() -> None:
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    image = halves()
    profile = bytearray(swapped.tobytes())
    # The profile's red and blue exchanged: a reader without colour management shows them wrong.
    count = struct.unpack(">I", profile[128:132])[0]
    places = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, blue = places[b"rXYZ"], places[b"bXYZ"]
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    encoded = encode(saved(image, "PNG", icc_profile=bytes(profile)))
    for one in shown(encoded):
        red_seen, _, blue_seen = one.getpixel((10, 10))
        assert blue_seen > red_seen


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "I;16", "RGBA", "LA"])
def test_every_mode_of_pixels_is_shown(mode: str) -> None:
    if mode == "I;16":
        image = Image.new("I;16", (64, 64), 257 * 200)
    else:
        image = halves(64, 64).convert("L").convert(mode) if mode == "LA" else halves(64, 64, mode)
    encoded = encode(saved(image, "JPEG" if mode == "CMYK" else "PNG"))
    first = shown(encoded)[0].getpixel((5, 5))
    if mode == "I;16":
        assert is_like(first, (200, 200, 200))
    else:
        # Black and white make grey by their mixture.
        brightest = shown(encoded)[0].crop((0, 0, 32, 32)).getextrema()[0][1]
        assert brightest > 40


def test_transparency_stays_where_there_is_any() -> None:
    image = halves(64, 64, "RGBA")
    image.putpixel((0, 0), (0, 0, 0, 0))
    encoded = encode(saved(image, "PNG"))
    found = Image.open(io.BytesIO(encoded.fallback.content))
    assert found.convert("RGBA").getpixel((0, 0))[3] == 0
    opaque = encode(saved(halves(64, 64, "RGBA"), "PNG"))
    assert Image.open(io.BytesIO(opaque.fallback.content)).mode == "RGB"


def test_a_photograph_saved_as_png_falls_back_to_jpeg_and_a_drawing_to_png() -> None:
    assert encode(saved(noise(640, 480), "PNG")).fallback.type == "image/jpeg"
    assert encode(saved(halves(), "PNG")).fallback.type == "image/png"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_stays_as_it_is(kind: str) -> None:
    data = saved(
        halves(60, 40), kind, save_all=True, append_images=[halves(60, 40).rotate(180)], duration=90
    )
    encoded = encode(data)
    assert encoded.fallback.content == data
    assert encoded.sources == ()
    assert (encoded.width, encoded.height) == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
@pytest.mark.parametrize("kept", [0.9, 0.5, 0.02])
def test_a_truncated_file_is_a_fault(kind: str, kept: float) -> None:
    data = saved(noise(200, 150), kind)
    assert fault(data[: int(len(data) * kept)]).code == "broken-image"


def test_what_is_no_image_is_a_fault_whatever_it_is_called() -> None:
    for data in (b"", b"hello", b"<html><script>alert(1)</script>", b"%PDF-1.4", bytes(5000)):
        assert fault(data).code == "broken-image"
    assert fault(saved(halves(9, 9), "TIFF")).code == "broken-image"
    assert fault(saved(halves(9, 9), "BMP")).hint.startswith("save it as JPEG")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    for size in (9_500, 12_000, 60_000):
        header = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)
        bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
        bomb += chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
        assert fault(bomb).code == "image-too-large"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="30"', (40, 30)),
        ('width="40.4px" height="30"', (40, 30)),
        ('viewBox="0 0 120 80"', (120, 80)),
        ('width="100%" height="100%" viewBox="0,0,120,80"', (120, 80)),
        ("", (300, 150)),
        ('width="0" height="0"', (1, 1)),
    ],
)
def test_a_drawing_has_a_size(attributes: str, size: tuple[int, int]) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><path d="M0 0"/></svg>'.encode()
    found = look(b'<?xml version="1.0"?>\n' + data)
    assert (found.width, found.height) == size
    assert encode(data).fallback.content == data


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<g onload="alert(1)"/>',
        '<a href="java&#10;script:alert(1)"><path/></a>',
        "<foreignObject><b/></foreignObject>",
        '<image href="https://a.example/track.png"/>',
        '<use xlink:href="https://a.example/x.svg#a"/>',
        "<style>@import url(//a.example/x.css);</style>",
    ],
)
def test_a_drawing_that_could_act_is_refused(inside: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="x">{inside}</svg>'
    assert fault(svg.encode()).code == "unsafe-svg"


def test_a_drawing_that_multiplies_itself_is_refused() -> None:
    entities = "".join(f'<!ENTITY e{one} "{f"&e{one - 1};" * 10}">' for one in range(1, 12))
    bomb = f'<!DOCTYPE svg [<!ENTITY e0 "aaaaaaaaaa">{entities}]><svg>&e11;</svg>'
    assert fault(bomb.encode()).code == "broken-image"


def test_a_drawing_that_is_cut_off_or_something_else_is_refused() -> None:
    assert fault(b"<svg><g>").code == "broken-image"
    assert fault(b"<?xml version='1.0'?><rss></rss>").code == "broken-image"
