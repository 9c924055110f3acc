"""One load of places, timed; `benchmarks.loading` has chosen the data folder."""

import io
import statistics
import time
from collections.abc import Sequence
from random import Random
from typing import Any, Final

import django
import python_calamine

django.setup()

from benchmarks import bars, many_places, planted  # noqa: E402 - Django is set up first
from linli.ground.rights.asker import Asker  # noqa: E402
from linli.ground.sheets.actions import ROWS_AT_ONCE, load_now  # noqa: E402
from linli.ground.sheets.writing import write_xlsx  # noqa: E402
from linli.registers.places.loader import PlaceLoader  # noqa: E402

EACH: Final = 4
SEED: Final = 591


class TimedLoader(PlaceLoader):
    """Notes how long each of its transactions works (s)."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def store(self, some: Sequence[Any], asker: Asker) -> None:
        start = time.perf_counter()
        super().store(some, asker)
        self.seconds.append(time.perf_counter() - start)


def run(most: int) -> None:
    rows = planted.rows_of(many_places.invent(SEED).places)[:most]
    wrong = planted.plant(rows, EACH, Random(SEED))
    content = write_xlsx("地点", planted.HEADER, rows)
    loader, cpu, start = TimedLoader(), time.process_time(), time.perf_counter()
    plan, faults = load_now(content, loader, Asker.for_operator("benchmark"))
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    cuts = statistics.quantiles(loader.seconds, n=100)
    print(
        f"Linli    {len(rows)} rows: {plan.added} loaded, {len(faults)} faults in {seconds:.1f} s,"
        f" CPU {1000 * cpu / len(rows):.2f} ms a row, {ROWS_AT_ONCE} rows at once:"
        f" p50 {1000 * cuts[49]:.0f}, p99 {1000 * cuts[98]:.0f} ms"
    )
    start = time.perf_counter()
    cells = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    print(f"floor    {len(cells)} rows read in {time.perf_counter() - start:.2f} s")
    named = {fault.row: fault.column for fault in faults}
    bars.leave(bars.loading_faults(seconds, wrong, named))
