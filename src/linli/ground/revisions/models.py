"""Table of revision numbers: what is kept in memory is reloaded when its number moves."""

from django.db import models


class Revision(models.Model):
    """How often a register has changed."""

    name = models.CharField(max_length=32, primary_key=True)
    number = models.BigIntegerField(default=0)
