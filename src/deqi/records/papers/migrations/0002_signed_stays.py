from django.db import migrations

# Sending a signed letter is the one thing that may still be written on it.
FUNCTION = """
CREATE FUNCTION papers_signed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.sent_at IS NULL
     AND to_jsonb(NEW) - 'sent_at' = to_jsonb(OLD) - 'sent_at' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a signed letter is never changed'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_signed_stays';
END $$
"""
TRIGGER = """
CREATE TRIGGER letter_signed_stays BEFORE UPDATE OR DELETE ON papers_letter
FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL)
EXECUTE FUNCTION papers_signed_stays()
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION papers_signed_stays()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER letter_signed_stays ON papers_letter"),
    ]
