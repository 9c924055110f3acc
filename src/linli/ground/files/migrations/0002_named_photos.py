from django.db import migrations, models


class Migration(migrations.Migration):
    """Photos that are there already stay: what names them did not say so yet."""

    dependencies = [
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='storedfile',
            name='is_named',
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name='storedfile',
            name='is_named',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='storedfile',
            index=models.Index(fields=['made_by', 'made_at'], name='files_store_made_by_53efaa_idx'),
        ),
        migrations.AddIndex(
            model_name='storedfile',
            index=models.Index(fields=['sha256'], name='files_store_sha256_6263af_idx'),
        ),
        migrations.AddIndex(
            model_name='storedfile',
            index=models.Index(models.F('made_at'), condition=models.Q(('is_named', False)), name='files_unnamed'),
        ),
    ]
