import { pages } from "./_includes/parts.js";

export const data = {
  layout: "base.11ty.js",
  title: "Archive",
  pagination: { data: "collections.archivePages", size: 1, alias: "list" },
  permalink: ({ list }) => (list.number > 1 ? `/posts/page/${list.number}/` : "/posts/"),
};

export const render = ({ list }) => `<h1>Archive</h1>${pages(list, "/posts/")}`;
