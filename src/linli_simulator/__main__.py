"""`python -m linli_simulator`: writes the district, or lets it live."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from linli_simulator.district.files import SEED, write_district
from linli_simulator.life.roll import RollFault
from linli_simulator.life.running import Order, run
from linli_simulator.life.scenarios import SCENARIOS


def main(arguments: Sequence[str] | None = None) -> int:
    logging.basicConfig(level=logging.WARNING, format="simulator: %(message)s")
    options = _parser().parse_args(arguments)
    try:
        options.act(options)
    except RollFault as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linli_simulator", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    commands = parser.add_subparsers(required=True, metavar="district|run")
    district = commands.add_parser("district", help="write places, devices, parties and duties")
    district.add_argument("--out", type=Path, required=True, metavar="DIR")
    district.set_defaults(act=_district)
    live = commands.add_parser("run", help="connect every device and live through a scenario")
    live.add_argument("--scenario", choices=sorted(SCENARIOS), required=True)
    live.add_argument("--mqtt", type=_door, required=True, metavar="HOST:PORT")
    live.add_argument("--http", required=True, metavar="URL", help="where Open311 answers")
    live.add_argument("--devices", type=Path, required=True, metavar="FILE")
    live.add_argument("--tokens", type=Path, required=True, metavar="FILE")
    live.add_argument("--seconds", type=float, default=None)
    live.add_argument(
        "--parent",
        type=int,
        default=os.getppid(),
        metavar="PID",
        help="the process that started this one; it ends when that is gone",
    )
    live.set_defaults(act=_live)
    return parser


def _district(options: argparse.Namespace) -> None:
    write_district(options.out, options.seed)


def _live(options: argparse.Namespace) -> None:
    run(
        Order(
            scenario=options.scenario,
            door=options.mqtt,
            address=options.http,
            devices=options.devices,
            tokens=options.tokens,
            seconds=options.seconds,
            seed=options.seed,
            parent=options.parent,
        )
    )


def _door(written: str) -> tuple[str, int]:
    host, _, port = written.rpartition(":")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f'"{written}" is not HOST:PORT')
    return host, int(port)


if __name__ == "__main__":
    sys.exit(main())
