from django.db import migrations, models

OVER = """
UPDATE cases_caseparty SET is_open = false
WHERE case_id IN (SELECT id FROM cases_case WHERE NOT is_open)
"""


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0005_lists_of_what_is_open"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseparty",
            name="is_open",
            field=models.BooleanField(default=True),
        ),
        migrations.RunSQL(OVER, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="caseparty",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["party_id", "case"],
                name="cases_open_party",
            ),
        ),
    ]
