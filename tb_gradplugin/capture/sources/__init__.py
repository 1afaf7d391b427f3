"""The files of the user, the lines of them that run, and what they are as syntax trees."""
