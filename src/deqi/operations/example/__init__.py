"""An example network: two clinics whose people are all invented, copied from nobody.

Everything is done by the operations themselves, each at its own example time, so that the
example obeys every rule that a clinic obeys. Scores follow the model of the forecast; what
is charted follows from the plans that were signed.

Words
-----
story
    What happens to one invented patient, drawn by chance that is the same every time.
kind
    What a patient of the example answers at the intake.
workplace
    A practitioner of the example with their room and patients.
"""

from deqi.operations.example.loading import load
from deqi.operations.example.values import Loaded, SignIn

__all__ = ["Loaded", "SignIn", "load"]
