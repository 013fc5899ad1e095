"""sketches -> candidates -> verified pairs; TF-IDF neighbours; stories."""
