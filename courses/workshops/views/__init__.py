"""Pages of trainers and the office under /teach/, and what a participant sees of it."""
