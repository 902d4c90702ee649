"""What to expect of one instrument's score, with further treatment and without.

A linear model with normal errors, updated in closed form: the usual course, the gain
over usual care, the person's own level and pace, and the error of measurement.
``panels`` forecasts many people at once and needs NumPy; ``persons`` asks it for one;
``priors``, ``bends`` and ``values`` are plain Python, so that loading records stays
light. ``populations`` and ``places`` learn from a clinic's own people.

Words
-----
level
    How far above or below the average a person is at the start, as a latent score.
pace
    How much more or less than the average a person's score moves over the whole course.
noise
    What differs from one measurement to the next without anything having changed.
bend
    How far the scores of past people lay from their forecasts, and on which side.
latent score
    The score before the ends of the scale cut it; what is seen is cut.
"""
