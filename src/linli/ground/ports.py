"""Says in one sentence, before anything starts, which port somebody else has."""

import os
import socket

from django.utils.translation import gettext as _

from linli.ground.environment import WrongSetting


def require_free(variable: str, host: str, port: int) -> None:
    """Raises `WrongSetting`, with the name of the variable, unless the port can be listened on."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as busy:
            raise taken(variable, host, port, busy) from busy


def taken(variable: str, host: str, port: int, error: OSError) -> WrongSetting:
    """What to tell when listening on the port failed."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    sentence = _("%(variable)s is %(port)s on %(bind)s (LINLI_BIND): %(reason)s. Use a free port.")
    values = {"variable": variable, "port": port, "bind": host, "reason": reason}
    return WrongSetting(sentence % values)
