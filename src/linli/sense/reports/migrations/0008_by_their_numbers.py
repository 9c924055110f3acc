from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0007_released'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='report',
            index=models.Index(
                condition=models.Q(('reporter_phone', ''), _negated=True),
                fields=['reporter_phone', 'received_at'],
                name='reports_by_phone',
            ),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(
                condition=models.Q(('channel_ref', ''), _negated=True),
                fields=['channel_ref'],
                name='reports_by_channel_ref',
            ),
        ),
    ]
