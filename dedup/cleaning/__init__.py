"""Article -> Cleaned: body, what was left out and why, title, dates, dateline, credit."""
