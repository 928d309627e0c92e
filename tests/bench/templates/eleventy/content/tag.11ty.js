import { escape, pages } from "./_includes/parts.js";

export const data = {
  layout: "base.11ty.js",
  pagination: { data: "collections.topicPages", size: 1, alias: "topic" },
  permalink: ({ topic }) => `/tags/${topic.slug}/${topic.number > 1 ? `page/${topic.number}/` : ""}`,
  eleventyComputed: {
    title: ({ topic, names }) => names[topic.name] ?? topic.name,
    feedUrl: ({ topic }) => `/tags/${topic.slug}/feed.xml`,
  },
};

export const render = ({ topic, title }) => `<h1>${escape(title)}</h1>${pages(topic, `/tags/${topic.slug}/`)}`;
