"""A file of tiles as small as it can be (PMTiles specification, version 3), for tests of maps."""

from collections.abc import Mapping

HEADER = 127
PLAIN = 1
"""The code for what is not compressed."""


def pmtiles(tiles: Mapping[int, bytes], kind: int = 2) -> bytes:
    """`tiles` by their number on the Hilbert curve, all zooms one after another: 0 is the world.

    `kind`: 1 vector, 2 PNG, 3 JPEG, 4 WebP.
    """
    numbers = sorted(tiles)
    entries = [len(numbers)]
    entries += [number - before for before, number in zip([0, *numbers], numbers, strict=False)]
    entries += [1 for _ in numbers]
    entries += [len(tiles[number]) for number in numbers]
    entries += [1 if at == 0 else 0 for at in range(len(numbers))]  # one after the other
    root = b"".join(_varint(one) for one in entries)
    metadata, data = b"{}", b"".join(tiles[number] for number in numbers)
    after_root = HEADER + len(root)
    after_metadata = after_root + len(metadata)
    places = (HEADER, len(root), after_root, len(metadata), after_metadata, 0, after_metadata)
    head = b"PMTiles\x03" + b"".join(one.to_bytes(8, "little") for one in places)
    head += b"".join(one.to_bytes(8, "little") for one in (len(data), *(len(tiles),) * 3))
    head += bytes([1, PLAIN, PLAIN, kind, 0, _deepest(numbers)])
    world = (-180, -85, 180, 85)
    head += b"".join((degrees * 10**7).to_bytes(4, "little", signed=True) for degrees in world)
    return (head + bytes(9)).ljust(HEADER, b"\0") + root + metadata + data


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])


def _deepest(numbers: list[int]) -> int:
    zoom, first = 0, 0
    while numbers and numbers[-1] >= first + 4**zoom:
        first += 4**zoom
        zoom += 1
    return zoom
