"""Says who is at the command line."""

import os
import pwd

from linli.ground.rights.asker import Asker


def operator() -> Asker:
    """Known by the account of the process, not by the environment, which anybody can write."""
    try:
        return Asker.for_operator(pwd.getpwuid(os.getuid()).pw_name)
    except KeyError:
        return Asker.for_operator(f"uid {os.getuid()}")
