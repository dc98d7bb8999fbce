"""Every exercise right, written in the straightest way; a written answer too."""

CELLS = {
    "reflect": "ELU was sold to us as faster per epoch. In the race above it was, but an epoch of it "
    "took longer, and over the same seconds ReLU was level with it."
}
