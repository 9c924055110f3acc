from django.db import migrations, models

# The tokens are made by us: `ascii` parts them at blanks and leaves all other characters alone.
TABLES = {
    "sqlite": """
        CREATE VIRTUAL TABLE search_words USING fts5(
            tokens, tokenize = "ascii tokenchars '=_'", detail = none, columnsize = 0
        )
    """,
    "postgresql": """
        CREATE TABLE search_words (position bigint PRIMARY KEY, tokens tsvector NOT NULL);
        CREATE INDEX search_words_tokens ON search_words USING gin (tokens)
            WITH (gin_pending_list_limit = 512);
    """,
}


def make_words(apps, schema_editor):
    schema_editor.execute(TABLES[schema_editor.connection.vendor])


def drop_words(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("thing_id", models.UUIDField()),
                ("text", models.TextField()),
                ("guarded", models.TextField(blank=True)),
                ("marks", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "thing_id"), name="one_document"),
                ],
            },
        ),
        migrations.RunPython(make_words, drop_words),
    ]
