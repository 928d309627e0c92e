import { feed } from "./_includes/parts.js";

export const data = {
  pagination: { data: "collections.topics", size: 1, alias: "topic" },
  permalink: ({ topic }) => `/tags/${topic.slug}/feed.xml`,
};

export const render = ({ topic, names, site }) => feed(names[topic.name] ?? topic.name, topic.posts, site);
