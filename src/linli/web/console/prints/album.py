"""The photos of a print, in the order in which they are named."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from linli.ground.files import queries as files
from linli.ground.files.marking import read_marked
from linli.ground.files.storage import MissingFile
from linli.ground.prints.blocks import Block, Code, Heading, Photo, Photos, Words
from linli.web.shared.qr import qr_print

MOST_PHOTOS = 12


class Album:
    """Holds the bytes; a photo that is more than the print takes, or lost, is told of in words."""

    def __init__(self) -> None:
        self.pictures: list[bytes] = []
        self._photos: list[Photo] = []
        self._left_out = 0
        self._lost = 0

    def add(self, photo_id: UUID, caption: str, marks: Sequence[str] = ()) -> None:
        """With `marks` written on it."""
        if len(self._photos) == MOST_PHOTOS:
            self._left_out += 1
            return
        try:
            content = read_marked(photo_id, marks) if marks else files.read(photo_id)[0]
        except (files.UnknownFile, MissingFile):
            self._lost += 1
            return
        self._photos.append(Photo(len(self.pictures), caption))
        self.pictures.append(content)

    def code(self, address: str, text: str) -> Code:
        """The address as a code; it is no photo, and counts as none."""
        self.pictures.append(qr_print(address))
        return Code(len(self.pictures) - 1, text)

    def blocks(self) -> tuple[Block, ...]:
        """Nothing when there is no photo at all."""
        if not (self._photos or self._lost):
            return ()
        remarks = []
        if self._left_out:
            more = {"count": self._left_out}
            remarks.append(_("More photos that are not printed: %(count)d.") % more)
        if self._lost:
            remarks.append(_("Photos that could not be found: %(count)d.") % {"count": self._lost})
        shown: list[Block] = [Heading(_("Photos")), Photos(tuple(self._photos))]
        return (*shown, *(Words(remark, is_soft=True) for remark in remarks))
