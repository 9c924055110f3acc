import datetime
import django.db.models.functions.comparison
from django.db import migrations, models


def warn_of_what_runs(apps, schema_editor):
    """Of what is open already, three quarters of the time as the clock on the wall goes."""
    row = apps.get_model("cases", "Case")
    running = row.objects.filter(is_open=True, due_at__isnull=False)
    for key, start, due in running.values_list("pk", "opened_at", "due_at").iterator():
        row.objects.filter(pk=key).update(warn_at=start + (due - start) * 0.75)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_has_document'),
        ('places', '0003_aliases'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='cases_due',
        ),
        migrations.AddField(
            model_name='case',
            name='due',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('due_at', models.Case(models.When(state='feedback', then='feedback_until')), models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), output_field=models.DateTimeField()), output_field=models.DateTimeField()),
        ),
        migrations.AddField(
            model_name='case',
            name='rank',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(severity='emergency', then=0), default=1), output_field=models.PositiveSmallIntegerField()),
        ),
        migrations.AddField(
            model_name='case',
            name='warn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('city_id', None), ('community_id', None), ('district_id', None), ('grid_id', None), ('street_id', None)), fields=['opened_at', 'id'], name='cases_nowhere'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['city_id', 'list', 'rank', 'due', 'opened_at', 'id', 'state', 'item', 'severity', 'warn_at'], name='cases_open_city'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['district_id', 'list', 'rank', 'due', 'opened_at', 'id', 'state', 'item', 'severity', 'warn_at'], name='cases_open_district'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['street_id', 'list', 'rank', 'due', 'opened_at', 'id', 'state', 'item', 'severity', 'warn_at'], name='cases_open_street'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['community_id', 'list', 'rank', 'due', 'opened_at', 'id', 'state', 'item', 'severity', 'warn_at'], name='cases_open_community'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['grid_id', 'list', 'rank', 'due', 'opened_at', 'id', 'state', 'item', 'severity', 'warn_at'], name='cases_open_grid'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True), ('city_id', None), ('community_id', None), ('district_id', None), ('grid_id', None), ('street_id', None)), fields=['list', 'rank', 'due', 'opened_at', 'id', 'state', 'item', 'severity', 'warn_at'], name='cases_open_nowhere'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['due_at'], name='cases_due'),
        ),
        migrations.RunPython(warn_of_what_runs, migrations.RunPython.noop),
    ]
