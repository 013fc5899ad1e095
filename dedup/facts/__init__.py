"""Facts: the quantities, dates, names, quotes and speakers that each sentence states, with their spans."""
