"""Handed in twice: first untouched, then with everything right. The later one counts."""

FIRST_ATTEMPT = "untouched"
