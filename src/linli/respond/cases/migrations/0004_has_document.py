from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0003_reports_of_what_is_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="has_document",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("has_document", False)),
                fields=["opened_at"],
                name="cases_without_document",
            ),
        ),
    ]
