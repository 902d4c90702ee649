"""What holds for all tests: the same examples every time, however slow the machine."""

from hypothesis import settings

# A failure must be seen by everybody who runs the tests, not by one in ten.
settings.register_profile("deqi", derandomize=True, deadline=None)
settings.load_profile("deqi")
