"""The sign of each state of a point, drawn around its spot at a fixed size."""

from deqi.web.body.values import State

_SIGNS = {
    State.PLANNED: '<circle class="sign-ring" r="5.8"/>',
    State.NEEDLED: '<circle class="sign-dot" r="5.4"/>'
    '<path class="sign-needle" d="M0 0L11-17"/>',
    State.TENDER: '<path class="sign-diamond" d="M0-9L9 0L0 9L-9 0Z"/>',
    State.BARRED: '<path class="sign-cross" d="M-6.5-6.5L6.5 6.5M6.5-6.5L-6.5 6.5"/>',
    State.CHOICE: '<circle class="sign-choice" r="3.4"/>',
}


def sign(state: State) -> str:
    """Return the sign, on a ground that is large enough for a finger or a pointer."""
    return f'<circle class="sign-ground" r="13"/>{_SIGNS[state]}'
