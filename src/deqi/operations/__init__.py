"""The operations: one function is one thing that a user may ask.

Each runs in one transaction that sees no more than its caller may (``operation``); who
may ask what stands in one table (``matrix``); each leaves an audit event behind.
"""
