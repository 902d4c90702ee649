from django.db import migrations, models

LAST = (
    "SELECT DISTINCT ON (visit_id) visit_id, step, entered_at, by_id"
    " FROM diary_visitstep ORDER BY visit_id, entered_at DESC, id DESC"
)

# A missed visit is never cancelled as well, so that what going back has cancelled is
# known by its last step.
KEEP = (
    "UPDATE diary_visit SET missed_at = last.entered_at,"
    " cancelled_at = NULL, cancelled_by_id = NULL, cancelled_why = ''"
    f" FROM ({LAST}) last WHERE visit_id = diary_visit.id AND step = 'missed'"
)
# Its time may be somebody else's by now, which the constraints of before refuse.
FREE = (
    "UPDATE diary_visit SET cancelled_at = last.entered_at,"
    " cancelled_by_id = last.by_id, cancelled_why = 'missed'"
    f" FROM ({LAST}) last WHERE visit_id = diary_visit.id AND missed_at IS NOT NULL"
)


def drop(name: str) -> str:
    return f"ALTER TABLE diary_visit DROP CONSTRAINT {name}"


def no_overlap(name: str, column: str, holds: str) -> str:
    return (
        f"ALTER TABLE diary_visit ADD CONSTRAINT {name} EXCLUDE USING gist ("
        f" uuidrange({column}, {column}, '[]') WITH &&,"
        " tstzrange(starts_at, ends_at, '[)') WITH &&)"
        f" WHERE ({holds} AND {column} IS NOT NULL)"
    )


# A table is not altered while its foreign keys are still to be looked at.
SETTLE = "SET CONSTRAINTS ALL IMMEDIATE"
STANDS = "cancelled_at IS NULL"
HOLDS = f"{STANDS} AND missed_at IS NULL"
ONCE = (
    ("visit_practitioner_once", "practitioner_id"),
    ("visit_room_once", "room_id"),
    ("visit_patient_once", "patient_id"),
)


class Migration(migrations.Migration):
    dependencies = [("diary", "0002_no_overlap")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="missed_at",
            field=models.DateTimeField(null=True),
        ),
        # Read upwards on the way back: dropped, freed, and added as they were.
        *(
            migrations.RunSQL(drop(name), no_overlap(name, column, STANDS))
            for name, column in ONCE
        ),
        migrations.RunSQL(migrations.RunSQL.noop, SETTLE),
        migrations.RunSQL(KEEP, FREE),
        migrations.RunSQL(SETTLE, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(no_overlap(name, column, HOLDS), drop(name))
            for name, column in ONCE
        ),
    ]
