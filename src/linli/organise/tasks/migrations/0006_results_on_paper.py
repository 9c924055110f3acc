"""When the work was done, as a printed order says whose result somebody entered for others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0005_hands_without_accounts")]

    operations = [migrations.AddField("task", "told_at", models.DateTimeField(null=True))]
