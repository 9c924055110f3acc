"""Photos that tests send."""

import io
import struct
import zlib

from PIL import Image


def photo(
    width: int = 64,
    height: int = 32,
    kind: str = "JPEG",
    mode: str = "RGB",
    exif: Image.Exif | None = None,
    **more: object,
) -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **({"exif": exif} if exif else {}), **more)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A header of a few bytes that would decode to any size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(header) + png_chunk(b"IDAT" + zlib.compress(b"\0"))


def jpeg_that_claims(width: int, height: int, *, progressive: bool) -> bytes:
    """A small JPEG whose frame header (SOF0 or SOF2) tells another size."""
    content = photo(progressive=progressive)
    frame = content.index(b"\xff\xc2" if progressive else b"\xff\xc0") + 5
    return content[:frame] + struct.pack(">HH", height, width) + content[frame + 4 :]


def png_chunk(content: bytes) -> bytes:
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
