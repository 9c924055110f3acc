"""What every template knows: who asks, in which language, and which other one there is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from linli.ground.rights.asker import VISITOR
from linli.web.shared.base_map import described


def page(request: HttpRequest) -> dict[str, Any]:
    """A context processor; it reads nothing from the database."""
    language = get_language() or settings.LANGUAGE_CODE
    others = [one for one in settings.LANGUAGES if one[0] != language]
    asker = getattr(request, "asker", VISITOR)
    return {
        "asker": asker,
        "keeps_reports": asker.may("see", "report"),
        "language": language,
        "other_languages": others,
        "gas_phone": settings.ENVIRONMENT.gas_line,
        "base_map": described(),
        "here": request.get_full_path(),
    }
