import { feed } from "./_includes/parts.js";

export const data = { permalink: "/feed.xml" };

export const render = ({ collections, site }) => feed(site.title, collections.posts.slice(-50).reverse(), site);
