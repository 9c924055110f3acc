"""The list of commands."""

import argparse

from linli.cli import accounts, cases, parts, registers, running


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="linli", description="Linli (邻里): the operating system of a neighbourhood."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for family in (running, parts, accounts, registers, cases):
        family.add_commands(commands)
    return parser
