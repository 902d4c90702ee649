from django.db import migrations

# The wheel's PostgreSQL has no btree_gist; a range of one id does the same.
RANGE = (
    "CREATE TYPE uuidrange AS RANGE (subtype = uuid)",
    "DROP TYPE uuidrange",
)


def no_overlap(name: str, column: str) -> tuple[str, str]:
    return (
        f"ALTER TABLE diary_visit ADD CONSTRAINT {name} EXCLUDE USING gist ("
        f" uuidrange({column}, {column}, '[]') WITH &&,"
        " tstzrange(starts_at, ends_at, '[)') WITH &&)"
        f" WHERE (cancelled_at IS NULL AND {column} IS NOT NULL)",
        f"ALTER TABLE diary_visit DROP CONSTRAINT {name}",
    )


PAIRS = (
    RANGE,
    no_overlap("visit_practitioner_once", "practitioner_id"),
    no_overlap("visit_room_once", "room_id"),
    no_overlap("visit_patient_once", "patient_id"),
)


class Migration(migrations.Migration):
    dependencies = [("diary", "0001_initial")]

    operations = [migrations.RunSQL(sql, back) for sql, back in PAIRS]
