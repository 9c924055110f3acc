import datetime
import django.db.models.functions.comparison
from django.db import migrations, models


def warn_of_what_runs(apps, schema_editor):
    """Of what is open already, three quarters of the time as the clock on the wall goes."""
    row = apps.get_model("tasks", "Task")
    running = row.objects.filter(is_open=True, due_at__isnull=False)
    for key, start, due in running.values_list("pk", "dispatched_at", "due_at").iterator():
        row.objects.filter(pk=key).update(warn_at=start + (due - start) * 0.75)


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0003_aliases'),
        ('tasks', '0002_lists_by_level'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='task',
            name='tasks_task_party_i_701975_idx',
        ),
        migrations.AddField(
            model_name='task',
            name='due',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('due_at', models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), output_field=models.DateTimeField()), output_field=models.DateTimeField()),
        ),
        migrations.AddField(
            model_name='task',
            name='rank',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(severity='emergency', then=0), default=1), output_field=models.PositiveSmallIntegerField()),
        ),
        migrations.AddField(
            model_name='task',
            name='warn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['party_id', 'rank', 'due', 'dispatched_at', 'id', 'state'], name='tasks_open_party'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['city_id', 'rank', 'due', 'dispatched_at', 'id', 'state'], name='tasks_open_city'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['district_id', 'rank', 'due', 'dispatched_at', 'id', 'state'], name='tasks_open_district'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['street_id', 'rank', 'due', 'dispatched_at', 'id', 'state'], name='tasks_open_street'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['community_id', 'rank', 'due', 'dispatched_at', 'id', 'state'], name='tasks_open_community'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['grid_id', 'rank', 'due', 'dispatched_at', 'id', 'state'], name='tasks_open_grid'),
        ),
        migrations.RunPython(warn_of_what_runs, migrations.RunPython.noop),
    ]
