"""When a photo was taken, if it told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0003_sounds")]

    operations = [migrations.AddField("storedfile", "taken_at", models.DateTimeField(null=True))]
