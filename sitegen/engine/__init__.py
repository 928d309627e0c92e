"""The incremental build, knowing nothing of posts: digests, cache, manifest, staleness, workers, publishing."""
