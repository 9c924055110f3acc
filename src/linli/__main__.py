"""`python -m linli` is the command `linli`."""

import sys

from linli.cli import main

sys.exit(main())
