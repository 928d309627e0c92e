"""Deploys to places that are there: folders, stores and lines that fail."""
