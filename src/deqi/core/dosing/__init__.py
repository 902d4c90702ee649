"""The policy study: courses of virtual people under our review, and under fixed courses.

``values`` and ``findings`` are plain Python; all else needs NumPy and is asked for from
there. Chance comes in as arrays: `people.Draws`.

Words
-----
policy
    Who gets a visit when: a fixed course, the review's rules, or nobody.
assumptions
    What is taken for true of the people: dose response, size of the gain, speeds, drop-out.
cell
    One policy under one set of assumptions, and what came of it.
paired
    Of a difference: the same people with the same luck went through both.
"""
