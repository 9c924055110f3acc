from django.db import migrations


class Migration(migrations.Migration):
    """SQLite took it for lists of what is open, and sorted."""

    dependencies = [
        ("cases", "0006_open_for_parties"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="cases_by_state",
        ),
    ]
