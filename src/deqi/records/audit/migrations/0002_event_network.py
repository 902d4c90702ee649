from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddIndex(
            "event",
            models.Index(fields=["network", "-at"], name="event_network"),
        ),
    ]
