"""Plots of an answer: a specification, a title that states the finding, and a table.

The modules of this package load Vega-Altair and vl-convert; nothing else of the product
imports them, and a decision never does.

Words
-----
plot
    A drawing that a reader can do without: its table says the same.
"""
