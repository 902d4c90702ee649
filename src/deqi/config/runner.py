"""The user that PostgreSQL runs as, because it refuses to run as root.

For anybody else that is who starts it. For root it is a system user of its own, made once,
who may pass through the folders above the data and the programs, and read none of them.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import struct
import subprocess
from collections.abc import Callable
from functools import reduce
from operator import or_
from pathlib import Path

NAME = "deqi-postgres"

_ACL = "system.posix_acl_access"
_VERSION, NOBODY = 2, 0xFFFFFFFF
_OWNER, _USER, _GROUP, _GROUPS, _MASK, _OTHERS = 1, 2, 4, 8, 16, 32
_MASKED = (_USER, _GROUP, _GROUPS)
_PASS = 1
_ENTRY = "<HHI"

Report = Callable[[str], None]


class RunsAsRoot(Exception):
    """PostgreSQL cannot run for root here; the sentence says what to do instead."""


def needed() -> pwd.struct_passwd | None:
    """Return the user that PostgreSQL is to run as; None where it is who asks."""
    if os.geteuid() != 0:
        return None
    known = {each.pw_name: each for each in pwd.getpwall()}
    return known.get(NAME) or made(f"{os.environ.get('PATH', '')}:/usr/sbin")


def let_pass(folder: Path, user: pwd.struct_passwd, report: Report) -> None:
    """Let a user through a folder and all above it, and tell where that changed one."""
    for each in (*reversed(folder.parents), folder):
        mode = each.stat()
        if mode.st_mode & stat.S_IXOTH or mode.st_uid == user.pw_uid:
            continue
        if grant(each, user.pw_uid):
            report(f"let {NAME} pass through {each}, as PostgreSQL cannot run as root")


def made(path: str) -> pwd.struct_passwd:
    """Return the system user, made by the system's own program on a path of folders."""
    program = shutil.which("useradd", path=path)
    if program is None:
        raise RunsAsRoot(
            "PostgreSQL does not run as root and there is no useradd to make the user"
            f" {NAME}; make that user, or start deqi as an ordinary user"
        )
    no_login = ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false"]
    words = [program, *no_login, NAME]
    subprocess.run(words, check=False, capture_output=True)  # noqa: S603  fixed words
    return pwd.getpwnam(NAME)


def grant(folder: Path, uid: int) -> bool:
    """Add to a folder's list of access that one user may pass; False where it was so."""
    held = entries(folder)
    if held.get((_USER, uid), 0) & _PASS:
        return False
    held[_USER, uid] = held.get((_USER, uid), 0) | _PASS
    shared = (rights for (tag, _), rights in held.items() if tag in _MASKED)
    held[_MASK, NOBODY] = reduce(or_, shared)
    packed = struct.pack("<I", _VERSION)
    for (tag, who), rights in sorted(held.items()):
        packed += struct.pack(_ENTRY, tag, rights, who)
    try:
        os.setxattr(folder, _ACL, packed)
    except (OSError, AttributeError):
        raise RunsAsRoot(
            f"PostgreSQL does not run as root, and {NAME} may not pass through {folder};"
            " keep the project and its data elsewhere, or start deqi as an ordinary user"
        ) from None
    return True


def entries(folder: Path) -> dict[tuple[int, int], int]:
    """Return tag and user to rights as they hold; those of the mode without a list."""
    try:
        packed = os.getxattr(folder, _ACL)
    except (OSError, AttributeError):
        mode = folder.stat().st_mode
        shifts = {_OWNER: 6, _GROUP: 3, _OTHERS: 0}
        return {(tag, NOBODY): mode >> shift & 7 for tag, shift in shifts.items()}
    read = struct.iter_unpack(_ENTRY, packed[struct.calcsize("<I") :])
    found = {(tag, who): rights for tag, rights, who in read}
    # A chmod narrows the mask and leaves what stands under it.
    mask = found.pop((_MASK, NOBODY), 7)
    return {
        (tag, who): rights & mask if tag in _MASKED else rights
        for (tag, who), rights in found.items()
    }
