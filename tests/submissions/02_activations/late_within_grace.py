"""All right, ten minutes after the due date: within the grace period."""

HOURS_LATE = 0.16
