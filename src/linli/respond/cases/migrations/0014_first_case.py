"""Keeps to which case a signal belonged before cases were merged."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0013_taking_over")]

    operations: ClassVar = [
        migrations.AddField(
            "casesignal",
            "first_case",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.case",
            ),
        ),
    ]
