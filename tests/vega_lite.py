"""The schema of Vega-Lite, as Vega-Altair packages it."""

import json
from collections.abc import Mapping
from importlib.resources import files

from jsonschema import Draft7Validator

_SCHEMA = files("altair.vegalite") / "v6" / "schema" / "vega-lite-schema.json"
_VALIDATOR = Draft7Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def is_valid(spec: Mapping[str, object]) -> bool:
    """Return whether a specification holds to the schema."""
    # By way of JSON, for the schema knows arrays and no tuples.
    return _VALIDATOR.is_valid(json.loads(json.dumps(spec)))
