"""Tests here import what needs Django."""

from tests.database import prepare

prepare()
