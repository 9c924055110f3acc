"""Sessions in the database, whose keys look as Django makes them."""

import re
from typing import Final

from django.contrib.sessions.backends import db

KEY: Final = re.compile(r"[a-z0-9]{32}")
"""`SessionBase._get_new_session_key`: 32 letters and digits."""


class SessionStore(db.SessionStore):
    """Anything else that a cookie holds is no session, and the database is not asked for it.

    Django takes any eight characters, and PostgreSQL is asked for none that holds a NUL.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and KEY.fullmatch(key))
