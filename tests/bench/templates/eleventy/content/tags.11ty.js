import { escape } from "./_includes/parts.js";

export const data = { layout: "base.11ty.js", title: "Tags", permalink: "/tags/" };

export const render = ({ collections, names }) =>
  `<h1>Tags</h1><ul>${collections.topics
    .map(({ name, slug }) => `<li><a href="/tags/${slug}/">${escape(names[name] ?? name)}</a></li>`)
    .join("")}</ul>`;
