"""Gives voice messages out. Who may hear one is decided by the view that asks."""

import re
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from linli.ground.files import queries as files

_RANGE: Final = re.compile(r"bytes=([0-9]{1,9})-([0-9]{0,9})")


def sound_answer(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The bytes or the part that was asked for (RFC 9110, section 14): some browsers play only so.

    No browser keeps them.
    """
    try:
        content, media_type = files.read(file_id)
    except files.UnknownFile as unknown:
        raise Http404 from unknown
    headers = {"Cache-Control": "private, no-store", "Accept-Ranges": "bytes"}
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None:
        return HttpResponse(content, content_type=media_type, headers=headers)
    start = int(asked[1])
    end = min(int(asked[2] or len(content)), len(content) - 1)
    if start > end:
        told = {**headers, "Content-Range": f"bytes */{len(content)}"}
        return HttpResponse(status=416, headers=told)
    told = {**headers, "Content-Range": f"bytes {start}-{end}/{len(content)}"}
    part = content[start : end + 1]
    return HttpResponse(part, status=206, content_type=media_type, headers=told)
