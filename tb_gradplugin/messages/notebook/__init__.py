"""The same words as HTML, for notebooks: without scripts, and readable without styles."""
