"""JSON Schemas of what ``--json`` prints, made from the code's own types."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import get_type_hints

from docstring_parser import DocstringParam, parse
from pydantic import TypeAdapter

import deqi.care.reviewing
import deqi.care.simulating
import deqi.care.values
import deqi.cli.screen
import deqi.config.checkup
import deqi.core.coverage
import deqi.core.instruments
import deqi.core.needling
import deqi.evidence.pooling
import deqi.evidence.questions
import deqi.knowledge.check
import deqi.knowledge.lookup

DRAFT = "https://json-schema.org/draft/2020-12/schema"

PRINTED: Mapping[str, object] = {
    "care": deqi.care.values.Care,
    "chart": deqi.core.needling.Chart | deqi.core.needling.Refusal,
    "coverage": deqi.core.coverage.Ledger,
    "doctor": deqi.config.checkup.Checkup,
    "evidence-answer": deqi.evidence.questions.Answer,
    "evidence-pool": deqi.evidence.pooling.Pool,
    "knowledge-check": deqi.knowledge.check.Report,
    "knowledge-show": deqi.knowledge.lookup.Shown,
    "review": deqi.care.reviewing.Review,
    "score": deqi.core.instruments.Score,
    "screen": deqi.cli.screen.Result,
    "simulate": deqi.care.simulating.Report,
}
"""Verb to the type of what it prints; for ``screen``, one line of ``--jsonl``."""


def schemas() -> dict[str, str]:
    """Return every schema as text, by its file name under docs/reference."""
    return {
        f"schemas/{verb}.json": json.dumps(schema(verb), indent=1, ensure_ascii=False)
        + "\n"
        for verb in PRINTED
    }


def schema(verb: str) -> dict[str, object]:
    """Return the schema of what a verb prints."""
    made = TypeAdapter(PRINTED[verb]).json_schema(mode="serialization")
    classes = _classes(PRINTED[verb])
    for described in (made, *made.get("$defs", {}).values()):
        _describe(described, classes)
    made["title"] = f"deqi {verb.replace('-', ' ')} --json"
    return {"$schema": DRAFT, "$id": f"urn:deqi:schema:{verb}", **made}


def _describe(described: dict[str, object], classes: list[type]) -> None:
    """Say what each field means, that no other stands there, and which may be absent."""
    for field in _properties(described).values():
        field.pop("title", None)
        field.pop("default", None)
    made_of = _made_of(described, classes)
    if made_of is None:
        return
    told = parse(made_of.__doc__ or "")
    described["description"] = told.short_description or ""
    for part in told.params:
        for name in part.arg_name.split(","):
            if name.strip() in _properties(described):
                _properties(described)[name.strip()]["description"] = _in_json(part)
    absent = getattr(made_of, "omitted_when_none", ())
    described["required"] = [p for p in _properties(described) if p not in absent]
    described["additionalProperties"] = False


def _made_of(described: dict[str, object], classes: list[type]) -> type | None:
    # Two rooms may use one name, so the fields decide as well.
    for each in classes:
        same = {field.name for field in fields(each)} == set(_properties(described))
        if each.__name__ == described.get("title") and same:
            return each
    return None


def _in_json(part: DocstringParam) -> str:
    return " ".join((part.description or "").replace("None", "null").split())


def _properties(described: dict[str, object]) -> dict[str, dict[str, object]]:
    found = described.get("properties", {})
    assert isinstance(found, dict)
    return found


def _classes(printed: object) -> list[type]:
    """Return the dataclasses of the product that a verb prints."""
    tops = getattr(printed, "__args__", (printed,))
    return [each for top in tops for each in _reached(top, set())]


def _reached(made_of: object, seen: set[object]) -> list[type]:
    if made_of in seen:
        return []
    seen.add(made_of)
    inner = list(getattr(made_of, "__args__", ()))
    found = []
    if isinstance(made_of, type) and is_dataclass(made_of):
        found.append(made_of)
        inner += get_type_hints(made_of).values()
    return found + [each for one in inner for each in _reached(one, seen)]
