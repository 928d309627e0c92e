"""Attacks on the build, on what it publishes and on the preview; docs/security.md has what came of them."""
