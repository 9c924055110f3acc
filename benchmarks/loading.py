"""Loads a spreadsheet of 591 estates and 5,000 buildings with 40 planted faults, as a page does.

    python -m benchmarks.loading [--rows N]

The floor in the same run: the same cells read by the spreadsheet library alone. Ends with status 1
when a fault is not named by its row, or the good rows take longer than 30 s.
"""

import argparse
import os
import subprocess
import sys
import tempfile


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000, help="read no more rows than these")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="linli-loading-") as folder:
        os.environ |= {"LINLI_DATA": folder, "DJANGO_SETTINGS_MODULE": "linli.settings"}
        migrate = [sys.executable, "-m", "linli", "migrate"]
        subprocess.run(migrate, check=True, stdout=subprocess.DEVNULL)
        from benchmarks.loading_run import run  # noqa: PLC0415 - the data folder is chosen first

        run(options.rows)


if __name__ == "__main__":
    main()
