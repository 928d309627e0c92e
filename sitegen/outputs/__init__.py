"""From the plan's values to files, a writer for each kind of output. Decides nothing about the news."""
