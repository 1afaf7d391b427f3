"""The rules, one file each: they see rows and say what is unhealthy, as facts."""
