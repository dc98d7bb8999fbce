"""All right, and handed in 30 hours after the due date: two started days cost a fifth."""

HOURS_LATE = 30
