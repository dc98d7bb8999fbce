"""How every error of this package is worded: where, what, which value, what was expected."""

from __future__ import annotations


def explain(where: str, what: str, value: object, expected: str, hint: str = "") -> str:
    """Return one sentence that says what is wrong, with its value, and what was expected.

    Parameters
    ----------
    where : str
        The function or file that noticed, as the user knows it.
    what : str
        The argument or quantity, followed by its verb: ``"x has shape"``, ``"lr is"``.
    value : object
        What was found there.
    expected : str
        What would have been right.
    hint : str, optional
        The likely cause and the next step.

    Examples
    --------
    >>> explain("affine_forward", "b has shape", (3,), "(4,)", "w has 4 columns")
    'affine_forward: b has shape (3,), expected (4,); w has 4 columns'
    """
    sentence = f"{where}: {what} {value}, expected {expected}"
    return f"{sentence}; {hint}" if hint else sentence
