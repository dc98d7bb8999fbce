"""Every exercise right, written in the straightest way, and a written answer."""

CELLS = {
    "reflect": "Somebody told me that ELU trains faster than ReLU. Per epoch it did in the race above, "
    "but an epoch of it took longer, so over the same seconds I could not tell them apart."
}
