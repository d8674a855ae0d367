"""What the printed and Word twins of a questionnaire promise."""
