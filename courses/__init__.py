"""Learning: questions and attempts, course pages, enrolment and completion, certificates."""
