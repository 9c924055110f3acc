from datetime import timedelta

from django.db import migrations, models


def let_feedback_end(apps, schema_editor):
    """Cases that wait for their reporters already do so for a week from when they began."""
    case = apps.get_model("cases", "Case")
    waiting = case.objects.filter(state="feedback", feedback_until=None)
    waiting.update(feedback_until=models.F("changed_at") + timedelta(days=7))


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="feedback_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "feedback")),
                fields=["feedback_until"],
                name="cases_unanswered",
            ),
        ),
        migrations.RunPython(let_feedback_end, migrations.RunPython.noop),
    ]
