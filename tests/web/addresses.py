"""Where routes lead, and what of the story their addresses hold; the rest is in `stage.py`."""

from typing import Final

MACHINES: Final = {
    "console:give-duty": "/console/duties/give/?item=noise&place=e1",
    "healthz": "/healthz",
    "metrics": "/metrics",
    "open311/v2/services.json": "/open311/v2/services.json",
    "open311/v2/services/<str:code>.json": "/open311/v2/services/garbage.json",
    "open311/v2/requests.json": "/open311/v2/requests.json",
    "open311/v2/requests/<str:id>.json": "/open311/v2/requests/{report}.json",
    "open311/v2/discovery.json": "/open311/v2/discovery.json",
    "open311/v2/discovery.xml": "/open311/v2/discovery.xml",
    "open311/v2/tokens/<str:token>.json": "/open311/v2/tokens/{report}.json",
    "open311/v2/tokens/<str:token>.xml": "/open311/v2/tokens/{report}.xml",
    "open311/v2/requests/<uuid:report_id>/photos/<uuid:photo_id>.jpg": (
        "/open311/v2/requests/{report}/photos/{photo}.jpg"
    ),
    "open311/v2/services.xml": "/open311/v2/services.xml",
    "open311/v2/services/<str:code>.xml": "/open311/v2/services/garbage.xml",
    "open311/v2/requests.xml": "/open311/v2/requests.xml",
    "open311/v2/requests/<str:id>.xml": "/open311/v2/requests/{report}.xml",
    "open311/v2/<path:rest>.xml": "/open311/v2/nothing.xml",
    "open311/v2/<path:rest>": "/open311/v2/nothing",
}
"""Routes without a name or with one address only, and where they lead."""

ARGUMENTS: Final = {
    "portal:received": ("receipt",),
    "portal:follow": ("receipt",),
    "portal:helped": ("receipt",),
    "portal:case": ("reported",),
    "portal:case-photo": ("reported", "photo"),
    "portal:photo": ("report", "photo"),
    "console:taken": ("receipt",),
    "console:put-place": ("reported",),
    "console:case": ("case",),
    "console:case-print": ("reported",),
    "console:move": ("reported",),
    "console:place": ("reported",),
    "console:answer": ("reported",),
    "console:unmerge": ("reported",),
    "console:note": ("case",),
    "console:dispatch": ("case",),
    "console:verify": ("case",),
    "console:acknowledge": ("case", "alert"),
    "console:call-back": ("reported", "report"),
    "console:reporter": ("reported", "report"),
    "console:listen": ("reported", "report"),
    "console:release": ("reported", "report"),
    "console:report-photo": ("report", "photo"),
    "console:task": ("task",),
    "console:task-print": ("task",),
    "console:foot-order": ("task",),
    "console:foot-look": ("case",),
    "console:supervise": ("task",),
    "console:ask-time": ("task",),
    "console:resume": ("case",),
    "console:sign": ("task",),
    "console:return": ("task",),
    "console:finish": ("task",),
    "console:cancel": ("task",),
    "console:device": ("device",),
    "console:label": ("device",),
    "console:renew": ("device",),
    "console:revoke": ("device",),
}
"""What of the story the address of a route holds."""
