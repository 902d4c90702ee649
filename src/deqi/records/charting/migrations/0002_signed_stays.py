from django.db import migrations

FUNCTION = """
CREATE FUNCTION charting_signed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a signed session is never changed, only amended'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'session_signed_stays';
END $$
"""
TRIGGER = """
CREATE TRIGGER session_signed_stays BEFORE UPDATE OR DELETE ON charting_session
FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL)
EXECUTE FUNCTION charting_signed_stays()
"""


class Migration(migrations.Migration):
    dependencies = [("charting", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION charting_signed_stays()"),
        migrations.RunSQL(
            TRIGGER, "DROP TRIGGER session_signed_stays ON charting_session"
        ),
    ]
