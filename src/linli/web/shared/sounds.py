"""Gives voice messages out. Who may hear one is decided by the view that asks."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from linli.ground.files import queries as files
from linli.web.shared.ranges import NO_SUCH_RANGE, PARTIAL, asked_part


def sound_answer(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The bytes or the part that was asked for (RFC 9110, section 14): some browsers play only so.

    No browser keeps them.
    """
    try:
        content, media_type = files.read(file_id)
    except files.UnknownFile as unknown:
        raise Http404 from unknown
    headers = {"Cache-Control": "private, no-store", "Accept-Ranges": "bytes"}
    part = asked_part(request.headers.get("Range", ""), len(content))
    if part is None:
        return HttpResponse(content, content_type=media_type, headers=headers)
    headers |= part.headers
    if not part.is_there:
        return HttpResponse(status=NO_SUCH_RANGE, headers=headers)
    asked = content[part.first : part.last + 1]
    return HttpResponse(asked, status=PARTIAL, content_type=media_type, headers=headers)
