from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_encrypted_seeds")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "mark",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("value", models.TextField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
