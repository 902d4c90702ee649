"""Where the real third-party inputs are, for tests that read them when at hand."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(
    not (SHARED / "testdata").is_dir(),
    reason="the third-party inputs of ../shared/testdata are not at hand",
)
