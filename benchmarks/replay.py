"""Replays 10,000 real requests through Open311 and prints speed, CPU, and where each landed.

    python -m benchmarks.replay [--requests N] [--connections N] [--server URL]

The floor in the same run: the same client against a bare listener that answers 201 at once. Ends
with status 1 when a bar is missed.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import statistics
import time
from collections.abc import Sequence
from typing import Any

from benchmarks import bars
from tools import la311
from tools.replay import Replay, Request, replay, stored, wait_until_quiet
from tools.system import System, free_ports


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--server", default="", metavar="URL", help="of a PostgreSQL server")
    options = parser.parse_args()
    requests = list(la311.requests())[: options.requests]
    with System(server_url=options.server) as system:
        print(load_polygons(system))
        before = system.cpu_seconds()
        result = asyncio.run(replay(system.http, requests, connections=options.connections))
        quiet = wait_until_quiet(system, 120)
        spent = system.cpu_seconds() - before
        print_speed("Linli", result, spent)
        print(f"facts all delivered {quiet:.2f} s after the last answer")
        faults = print_councils(system, requests, result)
    print_floor(requests, options.connections)
    per_second = len(result.ids) / result.elapsed
    faults += bars.speed_faults(per_second, on_sqlite=not options.server)
    bars.leave([*faults, *bars.refusal_faults(len(result.refused))])


def load_polygons(system: System) -> str:
    return system.command(
        *("places", "load", str(la311.polygons())),
        *("--id", "nc_id", "--name", "name", "--level", "community"),
    ).strip()


def print_speed(name: str, result: Replay, cpu: float) -> None:
    count = len(result.ids)
    cuts = statistics.quantiles(result.seconds, n=100)
    print(
        f"{name:<8} {count} requests in {result.elapsed:.1f} s ="
        f" {count / result.elapsed:.0f}/s, CPU {1000 * cpu / max(1, count):.2f} ms a request,"
        f" p50 {1000 * cuts[49]:.1f}, p95 {1000 * cuts[94]:.1f}, p99 {1000 * cuts[98]:.1f} ms,"
        f" refused {len(result.refused)}"
    )


def print_councils(system: System, requests: Sequence[Request], result: Replay) -> list[str]:
    """Compares the place of each report with the council that the city itself chose.

    What is not there at all counts as wrong. Answers what misses the bar.
    """
    councils = la311.Councils()
    rows = stored(system)
    asked = [request for request in requests if request.place in councils.shapes]
    landed = {
        request.number: _landed(rows.get(result.ids.get(request.number, ""))) for request in asked
    }
    others = [request for request in asked if landed[request.number] != request.place]
    right = len(asked) - len(others)
    print(f"council as the city chose: {right} of {len(asked)} = {100 * right / len(asked):.2f} %")
    without = sum(rows[key]["extended_attributes"]["place"] is None for key in result.ids.values())
    print(f"kept without a place, for a person: {without}")
    for request in others:
        is_kept = request.number in result.ids
        why = councils.why(request, landed[request.number]) if is_kept else "it was refused"
        print(f"  {request.number}: the city says {request.place}; {why}")
    return bars.council_faults(right, len(asked))


def _landed(row: dict[str, Any] | None) -> str:
    """The code of the place where a report lies; empty for none."""
    place = row["extended_attributes"]["place"] if row else None
    return str(place["code"]) if place else ""


def print_floor(requests: Sequence[Request], connections: int) -> None:
    (port,) = free_ports(1)
    listener = multiprocessing.Process(target=_listen, args=(port,), daemon=True)
    listener.start()
    time.sleep(1)
    result = asyncio.run(replay(port, requests, connections=connections))
    listener.terminate()
    print_speed("floor", result, 0.0)


def _listen(port: int) -> None:
    asyncio.run(_serve(port))


async def _serve(port: int) -> None:
    body = b'[{"service_request_id": "0"}]'
    answer = b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):  # the client hangs up at the end
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                await reader.readexactly(length)
                writer.write(answer)
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    main()
