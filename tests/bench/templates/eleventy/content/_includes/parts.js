// What several pages show.

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const DAY = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });

export const escape = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
export const slug = (text) => text.replaceAll(" ", "-");
export const day = (date) => `<time datetime="${date.toISOString().slice(0, 10)}">${DAY.format(date)}</time>`;

export const card = (post) =>
  `<article><h3><a href="${post.url}">${escape(post.data.title)}</a></h3>
${day(post.date)}
<p>${escape(post.data.summary)}</p></article>`;

export const pages = ({ posts, number, count }, root) =>
  `${posts.map(card).join("\n")}
<nav>${number > 1 ? `<a href="${number > 2 ? `${root}page/${number - 1}/` : root}" rel="prev">Newer</a>` : ""} ${number} / ${count} ${number < count ? `<a href="${root}page/${number + 1}/" rel="next">Older</a>` : ""}</nav>`;

export const feed = (title, posts, site) =>
  `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel>
<title>${escape(title)}</title><link>${site.url}</link><description>News for measuring.</description>
${posts
  .slice(0, 50)
  .map(
    (post) => `<item>
<title>${escape(post.data.title)}</title><link>${site.url}${post.url}</link><guid>${site.url}${post.url}</guid>
<pubDate>${post.date.toUTCString()}</pubDate>
<description>${escape(post.content)}</description>
</item>`,
  )
  .join("\n")}
</channel></rss>`;
