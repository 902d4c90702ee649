"""Plots of an answer: a specification, a title that states the finding, and a table.

The modules of this package load vl-convert; beside them only those of
``deqi.care.plots`` do, and a decision never does.

Words
-----
plot
    A drawing that a reader can do without: its table says the same.
"""
