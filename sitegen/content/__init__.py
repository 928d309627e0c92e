"""From a site's files to values: texts, data files, pictures, and what git tells of them. Publishes nothing."""
