"""The words that a charting line is completed from."""

from functools import cache

from deqi.knowledge import charting, muscles, points


@cache
def words() -> tuple[tuple[str, str], ...]:
    """Return each word with what it means, in the order in which they are offered."""
    known = charting.vocabulary()
    named = [
        (code, f"{each.pinyin} · {each.channel}")
        for code, each in points.catalogue().items()
    ]
    bare = [
        (f"{channel.code}{number}", channel.name)
        for channel in known.channels.values()
        for number in range(1, channel.last + 1)
        if f"{channel.code}{number}" not in points.catalogue()
    ]
    felt = [(each, "muscle") for each in muscles.catalogue()]
    happened = [
        (word, known_kind.title)
        for known_kind in charting.event_kinds().values()
        for word in known_kind.words or (known_kind.id,)
    ]
    said = [(word, "how grave") for word in known.words.grades]
    return tuple([*named, *felt, *_PLAIN, *bare, *happened, *said])


_PLAIN = (
    ("deqi", "response"),
    ("twitch", "response"),
    ("man", "stimulation"),
    ("moxa", "stimulation"),
    ("ret", "retention in minutes"),
    ("why", "reason, in quotation marks"),
)
