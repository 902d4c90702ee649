"""A key for each form of a page that has several writes."""

from uuid import UUID

from django import template

from deqi.operations import operation

register = template.Library()


@register.simple_tag
def fresh_key() -> UUID:
    """Return a key for one write."""
    return operation.fresh_key()
