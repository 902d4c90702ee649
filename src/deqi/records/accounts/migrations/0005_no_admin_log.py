from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_tally")]

    # The log of Django's admin, which is no part of the product any more. A database that
    # was made since has none.
    operations = [
        migrations.RunSQL("DROP TABLE IF EXISTS django_admin_log", migrations.RunSQL.noop)
    ]
