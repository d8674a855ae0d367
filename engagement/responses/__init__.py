"""What was said: drafts, responses and answers, one model for every audience."""
