"""`make bench`: what the project promises on time and memory, measured beside other tools in one run."""
