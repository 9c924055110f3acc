"""Seals audit rows with a key that is derived from the installation's secret."""

import hmac

from django.conf import settings

from linli.ground.audit.logic import code_of
from linli.ground.audit.models import AuditEntry

SALT = b"linli.ground.audit"


def seal(entry: AuditEntry) -> str:
    """The code of this row as it stands, over all its columns but the code itself."""
    columns = {
        field.attname: getattr(entry, field.attname)
        for field in AuditEntry._meta.concrete_fields
        if field.attname != "mac"
    }
    return code_of(columns, _key())


def _key() -> bytes:
    """A key of its own for this use of the secret: HKDF-Extract of RFC 5869."""
    return hmac.digest(SALT, settings.SECRET_KEY.encode(), "sha256")
