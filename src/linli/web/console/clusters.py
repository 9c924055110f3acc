"""What the queue's map draws when there are more cases than stand in its list."""

from django.http import Http404, HttpResponse, JsonResponse

from linli.respond.cases.logic.faults import BadFilter
from linli.respond.cases.queries.clusters import Cluster, Window
from linli.respond.cases.queries.clusters import clusters as clusters_in
from linli.web.console.queue import Wanted
from linli.web.shared.access import staff, viewed
from linli.web.shared.request import Request


@viewed
@staff
def clusters(request: Request) -> HttpResponse:
    """The cases of the list that its address asks for within the map's window, as GeoJSON."""
    try:
        window = Window(**{name: float(request.GET[name]) for name in Window.__slots__})
        found = clusters_in(Wanted.of(request).as_filter(), window, request.asker)
    except (KeyError, ValueError, BadFilter) as wrong:
        # Only our own map asks, and it asks for what it shows.
        raise Http404 from wrong
    answer = JsonResponse({"type": "FeatureCollection", "features": list(map(_feature, found))})
    answer["Cache-Control"] = "no-store"
    return answer


def _feature(one: Cluster) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
        "properties": {"count": one.count, "severity": one.severity, "number": one.number},
    }
