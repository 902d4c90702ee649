-- The three roles of one clinic database, and nothing more; safe to repeat.
-- Run it as the superuser of the server; passwords are given afterwards.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'deqi_owner') THEN
    CREATE ROLE deqi_owner LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'deqi_app') THEN
    CREATE ROLE deqi_app LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'deqi_backup') THEN
    CREATE ROLE deqi_backup LOGIN;
  END IF;
END
$$;

-- Owns the tables and migrates them; a data migration must see the rows of all clinics.
ALTER ROLE deqi_owner NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;

-- The server. Row-level security binds it; a stuck statement must not hold up the desk.
ALTER ROLE deqi_app NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE deqi_app SET statement_timeout = '30s';
ALTER ROLE deqi_app SET lock_timeout = '10s';
ALTER ROLE deqi_app SET idle_in_transaction_session_timeout = '60s';

-- Reads everything for the backup, changes nothing.
ALTER ROLE deqi_backup NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
ALTER ROLE deqi_backup SET default_transaction_read_only = on;
GRANT pg_read_all_data TO deqi_backup;
