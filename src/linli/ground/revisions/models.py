"""Table of revisions: what is kept in memory is reloaded when its mark changes."""

from django.db import models

from linli.ground.keys import new_key


class Revision(models.Model):
    """The present state of a register, under a mark that no other state ever has.

    A count would not do: after a rollback it is given again, to another state.
    """

    name = models.CharField(max_length=32, primary_key=True)
    mark = models.UUIDField(default=new_key)
