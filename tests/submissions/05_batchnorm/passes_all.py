"""Every exercise right, written in the straightest way, and a written answer."""

CELLS = {
    "reflect": "I would show them the training accuracy for batches of five and the trembling of x-hat for batches "
    "of four, propose group normalisation, and run three seeds of both before deciding."
}
