"""Facts and who said them, screenings, overrules."""
