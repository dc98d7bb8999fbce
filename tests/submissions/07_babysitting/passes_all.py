"""Every exercise right, and a written answer."""

CELLS = {
    "reflect": "I used to wait for an epoch before I looked at anything. The first loss, 19 instead of 2.3, would "
    "have told me after one batch that my pixels were not divided; next time I divide and look again."
}
