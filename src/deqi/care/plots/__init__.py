"""Plots of one person's care: for the command line, and for pages of a clinic.

Like the plots of the evidence they load vl-convert; no decision does.

Words
-----
track
    What one instrument has shown of a person so far, and what is forecast.
fan
    The bands of a forecast from today to its horizon, one within the other.
"""
