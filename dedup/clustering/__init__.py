"""pairs -> representatives and removals, keep order, direction of copying, witnesses."""
