"""Every exercise right, and a written answer."""

CELLS = {
    "reflect": "For a mean of 5,000 images the colleague is right: 0.3 levels. But the same order of steps with a "
    "selection gave 86 % on coin tosses. Split first, fit behind the split, store the statistics."
}
