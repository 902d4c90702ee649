import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

TOGETHER = Q(revoked_at__isnull=True, revoked_by__isnull=True) | Q(
    revoked_at__isnull=False, revoked_by__isnull=False
)


class Migration(migrations.Migration):
    dependencies = [
        ("links", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="link",
            name="revoked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="link",
            name="revoked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                name="link_revoked_at_and_by", condition=TOGETHER
            ),
        ),
    ]
