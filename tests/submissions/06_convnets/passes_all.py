"""Every exercise right, written in the straightest way, and a written answer."""

CELLS = {
    "reflect": "Square filters and images cannot tell height from width, and stride 1 cannot show that the stride is "
    "forgotten. I would try 3 by 2 filters on 5 by 7 images, strides 1 to 3, padding 0 to 2, in float64 to 1e-10."
}
