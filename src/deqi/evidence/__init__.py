"""Evidence weighs: effects of trials, how they pool, and how far the pool holds.

Nothing here knows a trial, a threshold or a person: values come in, values go out.
Estimates are always treated minus control on the scale as printed; the direction says
which way is better, and one function alone turns the sign.

Words
-----
effect
    The difference between two arms of a trial, with its sampling variance.
pool
    The common estimate of several effects against the same comparator.
comparator
    What the other arm had: sham, usual care, no treatment, or something active.
witness
    A program of others that computes the same figure, to compare with.
"""
