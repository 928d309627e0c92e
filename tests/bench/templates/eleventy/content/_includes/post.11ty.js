import { card, day, escape, slug } from "./parts.js";

const HEADING = /<h([23]) id="([^"]*)">(.*?)<\/h\1>/g;
const contents = (html) =>
  [...html.matchAll(HEADING)].map(([, level, id, text]) => `<li class="level-${level}"><a href="#${id}">${text}</a></li>`).join("");

export const data = { layout: "base.11ty.js" };

export const render = ({ title, summary, page, content, topics, names, related, earlier, later }) => `<article>
<h1>${escape(title)}</h1>
<p class="summary">${escape(summary)}</p>
${day(page.date)}
<nav class="toc"><ul>${contents(content)}</ul></nav>
<div class="text">${content}</div>
<ul class="tags">${topics.map((tag) => `<li><a href="/tags/${slug(tag)}/">${escape(names[tag] ?? tag)}</a></li>`).join("")}</ul>
</article>
<aside class="related">${related.map(card).join("\n")}</aside>
<nav>${earlier ? `<a href="${earlier.url}" rel="prev">${escape(earlier.data.title)}</a>` : ""}
${later ? `<a href="${later.url}" rel="next">${escape(later.data.title)}</a>` : ""}</nav>`;
