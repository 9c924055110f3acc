"""By points that are known Linli says in which coordinates a source is."""

import pytest
import shapely

from linli.registers.places.logic.coordinates import BadCoordinates, Source, System, from_wgs84
from linli.registers.places.logic.known_points import Known, chosen, fits

GATE, SCHOOL = (31.8201, 117.2205), (31.8320, 117.2511)


def known(source: Source, *points: tuple[float, float], swap: bool = False) -> list[Known]:
    pairs = [from_wgs84(*point, source) for point in points]
    return [
        Known(*(pair[::-1] if swap else pair), *point)
        for pair, point in zip(pairs, points, strict=True)
    ]


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(
    "text", ["wgs84", "gcj02", "bd09", "cgcs2000-gk", "cgcs2000-gk39", "cgcs2000-gk40"]
)
def test_the_system_of_the_source_fits_alone(text: str, swap: bool) -> None:
    system, _, zone = text.partition("-gk")
    source = Source(System(f"{system}-gk" if "-gk" in text else system), int(zone or 0))

    best = chosen(fits(known(source, GATE, SCHOOL, swap=swap)))

    assert best is not None
    assert (str(best.source), best.worst < 0.1) == (text, True)


def test_how_far_off_the_others_are_is_said_in_metres() -> None:
    found = {str(fit.source): round(fit.worst) for fit in fits(known(Source(System.GCJ02), GATE))}
    assert found == {"gcj02": 0, "wgs84": 564, "bd09": 920}


def test_a_large_place_decides_nothing_and_a_small_one_does() -> None:
    lat, lon = GATE
    pair = from_wgs84(lat, lon, Source(System.GCJ02))

    def fit_of(width: float) -> object:
        shape = shapely.box(lon - width, lat - width, lon + width, lat + width)
        return chosen(fits([Known(*pair, lat, lon, shape)]))

    assert fit_of(0.1) is None
    small = fit_of(0.0005)
    assert getattr(small, "source", None) == Source(System.GCJ02)


def test_points_that_fit_nothing_choose_nothing() -> None:
    assert chosen(fits([Known(30.0, 110.0, *GATE)])) is None


def test_degrees_and_metres_are_no_one_source() -> None:
    with pytest.raises(BadCoordinates, match="one source"):
        fits([Known(31.8, 117.2, *GATE), Known(3526441.0, 39521762.0, *GATE)])
