"""Places that were saved with an outline and no point get one that lies inside."""

import shapely
import shapely.geometry
from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 500


def stand_inside(apps: Apps, _: BaseDatabaseSchemaEditor | None) -> None:
    places = apps.get_model("places", "Place").objects
    bare = places.filter(polygon__isnull=False, lat__isnull=True)
    ids = list(bare.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        some = list(places.filter(pk__in=ids[start : start + AT_ONCE]))
        for place in some:
            point = shapely.point_on_surface(shapely.geometry.shape(place.polygon))
            place.lat, place.lon = point.y, point.x
        places.bulk_update(some, ["lat", "lon"])


class Migration(migrations.Migration):
    dependencies = [("places", "0003_aliases")]

    operations = [migrations.RunPython(stand_inside, migrations.RunPython.noop)]
