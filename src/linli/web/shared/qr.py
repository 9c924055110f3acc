"""Draws addresses as QR codes, for labels and posters."""

import io

import segno


def qr_picture(address: str) -> bytes:
    """An SVG; 15 % of it may be scratched or covered (level M)."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=6, border=2)
    return picture.getvalue()


def qr_print(address: str) -> bytes:
    """A PNG that stays sharp at 10 cm on paper; a quarter of it may be worn off (level Q)."""
    picture = io.BytesIO()
    segno.make(address, error="q", micro=False).save(picture, kind="png", scale=20, border=2)
    return picture.getvalue()
