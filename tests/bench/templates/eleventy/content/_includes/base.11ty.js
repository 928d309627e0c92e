import { escape } from "./parts.js";

export default ({ site, page, title, summary, content, feedUrl }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · ${escape(site.title)}</title>
<meta name="description" content="${escape(summary ?? "News for measuring.")}">
<link rel="canonical" href="${site.url}${page.url}">
<link rel="alternate" type="application/rss+xml" href="${site.url}${feedUrl ?? "/feed.xml"}">
<meta property="og:title" content="${escape(title)}">
<meta property="og:url" content="${site.url}${page.url}">
</head>
<body>
<header><a href="/">${escape(site.title)}</a>
<nav><a href="/tags/">Tags</a> <a href="/posts/">Archive</a></nav></header>
<main>${content}</main>
<footer>${escape(site.title)}</footer>
</body>
</html>
`;
