"""Slips of the pen: a right number with one digit wrong, two digits swapped, or a wrong unit.

Where the words do not say that parts are all the parts, a total that is not their sum is no error. It
is one only if no chance explains it: of the numbers with n digits, a share of about 10 n / 10**n is one
slip away from a given one: 19 % for two digits, 3 % for three, 0.4 % for four.
"""

from fractions import Fraction

LEAST_DIGITS = 3


def is_pen_slip(stated: Fraction, computed: Fraction, step: Fraction) -> bool:
    """Tell whether two values, in units of `step`, differ by one digit or by a swap of neighbours."""
    a, b = stated / step, computed / step
    if a.denominator != 1 or b.denominator != 1 or a <= 0 or b <= 0:
        return False
    left, right = str(a.numerator), str(b.numerator)
    if len(left) != len(right) or len(left.rstrip("0")) < LEAST_DIGITS > len(right.rstrip("0")):
        return False
    differing = [i for i, (x, y) in enumerate(zip(left, right, strict=True)) if x != y]
    if len(differing) == 1:
        return True
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    i, j = differing
    return left[i] == right[j] and left[j] == right[i]
