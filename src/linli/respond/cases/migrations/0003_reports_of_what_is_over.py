"""Reports whose case was over before they kept whether it is."""

from django.db import migrations

CATCH_UP = """
UPDATE reports_report SET is_open = false WHERE id IN (
    SELECT joined.report_id FROM cases_casesignal joined
    JOIN cases_case found ON found.id = joined.case_id
    WHERE NOT found.is_open AND joined.report_id IS NOT NULL
)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_feedback_until'),
        ('reports', '0004_is_open'),
    ]

    operations = [
        migrations.RunSQL(CATCH_UP, migrations.RunSQL.noop),
    ]
