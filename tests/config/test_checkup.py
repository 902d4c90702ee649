"""What the doctor looks at: each fault is planted in the thing itself, and told."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deqi.config import checkup, env
from deqi.config.checkup import Check
from deqi.config.env import Environment, Mail
from tests.config.processes import free_port
from tests.database import FOLDER, NAME, SERVER, URLS

DEMO = "people"


@pytest.fixture
def environment(database: None) -> Environment:
    """Return the environment of the test process, over its own database."""
    read = env.read({"DEQI_DATA": str(FOLDER)})
    return replace(read, app_url=URLS.app, owner_url=URLS.owner, backup_url=URLS.backup)


def found(environment: Environment) -> dict[str, Check]:
    """Return what the doctor finds, by name."""
    return {each.name: each for each in checkup.installation(environment)}


def unsound(environment: Environment) -> set[str]:
    """Return the names of what is not sound."""
    return {name for name, each in found(environment).items() if not each.sound}


def add_clinic(owner: psycopg.Connection, crisis_line: str) -> None:
    """Add a clinic past all operations."""
    network = uuid4()
    owner.execute(
        "INSERT INTO clinics_network (id, entered_at, name, is_example)"
        " VALUES (%s, now(), 'North', true)",
        [network],
    )
    from deqi.records.clinics.models import Clinic

    told = {"emergency_number": "112", "out_of_hours": "x", "crisis_line": crisis_line}
    Clinic.objects.create(
        network_id=network,
        name="Quay",
        slug="quay",
        entered_at=datetime.now(UTC),  # noqa: TID251  a row past the operations
        **told,
    )


def test_a_whole_installation_is_sound_but_for_its_invented_people(
    environment: Environment, owner: psycopg.Connection
) -> None:
    add_clinic(owner, "0123")
    assert unsound(environment) == {DEMO}
    assert found(environment)["clinic Quay"].sound


def test_a_clinic_must_say_what_to_do_in_an_emergency(
    environment: Environment, owner: psycopg.Connection
) -> None:
    assert unsound(environment) == {DEMO, "clinics"}
    add_clinic(owner, "   ")
    assert unsound(environment) == {DEMO, "clinic Quay"}


def test_a_table_that_is_open_to_other_clinics_is_told(
    environment: Environment, owner: psycopg.Connection
) -> None:
    owner.execute("ALTER TABLE people_patient NO FORCE ROW LEVEL SECURITY")
    try:
        wall = found(environment)["walls between clinics"]
    finally:
        owner.execute("ALTER TABLE people_patient FORCE ROW LEVEL SECURITY")
    assert (wall.sound, wall.told) == (False, "people_patient")


def test_a_migration_that_lacks_is_told(
    environment: Environment, owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE django_migrations SET app = 'x' WHERE app = 'sessions'")
    try:
        tables = found(environment)["tables"]
    finally:
        owner.execute("UPDATE django_migrations SET app = 'sessions' WHERE app = 'x'")
    assert (tables.sound, tables.remedy) == (False, "run deqi migrate")


def test_a_second_step_that_no_key_opens_is_told(
    environment: Environment, owner: psycopg.Connection
) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    from deqi.records.accounts.models import User

    RecoveryCodes.activate(User.objects.create_user("ann@example.org"))
    assert found(environment)["second steps"].sound
    owner.execute('UPDATE mfa_authenticator SET data = \'{"seed": "plain"}\'')
    told = found(environment)["second steps"]
    assert (told.sound, told.told) == (False, "1 cannot be read")
    assert "DEQI_OLD_SECRET_KEYS" in told.remedy


def test_a_role_with_other_attributes_is_told(environment: Environment) -> None:
    setting = f"deqi_backup IN DATABASE {NAME} SET default_transaction_read_only"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"ALTER ROLE {setting} = off".encode())
        try:
            role = found(environment)["role deqi_backup"]
        finally:
            server.execute(f"ALTER ROLE {setting} = on".encode())
    assert not role.sound
    assert "roles.sql" in role.remedy


def test_an_address_that_is_not_given_is_not_asked(environment: Environment) -> None:
    bare = replace(environment, owner_url=None, backup_url=None)
    assert found(bare)["role deqi_owner"].told == "not used by this process"


def test_an_older_server_is_told(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "OLDEST_SERVER", 99)
    assert not found(environment)["database server"].sound


@pytest.mark.parametrize(
    ("url", "sound"),
    [
        ("postgresql:///deqi?host=/run/postgresql", True),
        ("postgresql://localhost/deqi", True),
        ("postgresql://db.example.org/deqi?sslmode=verify-full", True),
        ("postgresql://db.example.org/deqi", False),
        ("postgresql://db.example.org/deqi?sslmode=require", False),
    ],
)
def test_the_way_to_the_database_lets_nobody_in_between(url: str, sound: bool) -> None:
    assert checkup.transport(url).sound is sound


def test_mail_is_needed_outside_the_demo(environment: Environment) -> None:
    assert checkup.mail(environment).sound
    own = replace(environment, demo=False)
    assert "not sent" in checkup.mail(own).told
    assert checkup.mail(replace(own, folder=None)).told == "none is sent"
    assert DEMO not in found(own)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return key and certificate of a mail server on this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])
    begins = datetime.now(UTC)  # noqa: TID251  certificates are of the real day
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins - timedelta(days=1))
        .not_valid_after(begins + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("mail") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def authenticate(_server: object, _session: object, *rest: object) -> AuthResult:
    """Let in who knows the password."""
    told = rest[-1]
    right = isinstance(told, LoginPassword) and told.password == b"right"
    return AuthResult(success=right, handled=False)


@pytest.fixture(params=["starttls", "tls"])
def mail(request: pytest.FixtureRequest, certificate: Path) -> Iterator[Mail]:
    """Run a mail server; return how it is reached."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    at_once = request.param == "tls"
    controller = Controller(
        object(),
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=context if at_once else None,
        tls_context=None if at_once else context,
        require_starttls=not at_once,
        authenticator=authenticate,
        auth_require_tls=not at_once,
    )
    controller.start()
    at = ("127.0.0.1", controller.port)
    yield Mail(*at, "clinic", "right", request.param, "a@b.example")
    controller.stop()


def test_a_mail_server_that_lets_the_clinic_in(
    environment: Environment,
    mail: Mail,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for known in (mail, replace(mail, user="")):
        check = checkup.mail(replace(environment, mail=known))
        assert check == Check("mail", True, "127.0.0.1 lets the clinic in")
    other = replace(mail, password="wrong")  # noqa: S106  not let in
    wrong = checkup.mail(replace(environment, mail=other))
    assert (wrong.sound, wrong.told) == (False, "SMTPAuthenticationError")


def test_a_mail_server_that_nobody_vouches_for(
    environment: Environment, mail: Mail
) -> None:
    check = checkup.mail(replace(environment, mail=mail))
    assert (check.sound, check.told) == (False, "SSLCertVerificationError")
