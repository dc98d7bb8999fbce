"""All right, and handed in 30 hours after the due date: two started days cost a fifth."""

HOURS_LATE = 30
# 27 points, a tenth per started day, two days.
PENALTY = 5.4
