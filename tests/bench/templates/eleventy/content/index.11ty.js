import { card } from "./_includes/parts.js";

export const data = { layout: "base.11ty.js", title: "Latest", permalink: "/" };

export const render = ({ collections }) => collections.posts.slice(-20).reverse().map(card).join("\n");
