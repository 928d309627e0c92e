// Eleventy's settings for the bench: what the other generators show, and nothing else.

const PAGE_SIZE = 20;
const slug = (text) => text.replaceAll(" ", "-");

function chunks(posts) {
  const found = [];
  for (let start = 0; start < posts.length; start += PAGE_SIZE) found.push(posts.slice(start, start + PAGE_SIZE));
  return found;
}

// Three posts that share the most tags.
function relate(posts) {
  const byTag = new Map();
  for (const post of posts)
    for (const tag of post.data.topics) {
      if (!byTag.has(tag)) byTag.set(tag, []);
      byTag.get(tag).push(post);
    }
  for (const post of posts) {
    const shared = new Map();
    for (const tag of post.data.topics)
      for (const other of byTag.get(tag)) if (other !== post) shared.set(other, (shared.get(other) ?? 0) + 1);
    post.data.related = [...shared].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([other]) => other);
  }
}

// Ids for headings, as the contents link to them.
function anchors(markdown) {
  markdown.core.ruler.push("anchors", (state) => {
    const used = new Map();
    state.tokens.forEach((token, place) => {
      if (token.type !== "heading_open") return;
      const id = state.tokens[place + 1].content.toLowerCase().replace(/[^\w]+/g, "-").replace(/^-|-$/g, "");
      const count = used.get(id) ?? 0;
      used.set(id, count + 1);
      token.attrSet("id", count ? `${id}-${count}` : id);
    });
  });
}

export default function (config) {
  config.amendLibrary("md", anchors);
  config.addCollection("posts", (api) => {
    const posts = api.getFilteredByGlob("content/posts/*.md");
    relate(posts);
    posts.forEach((post, place) => {
      post.data.earlier = posts[place - 1];
      post.data.later = posts[place + 1];
    });
    return posts;
  });
  const byTopic = (api) => {
    const topics = new Map();
    for (const post of api.getFilteredByGlob("content/posts/*.md").reverse())
      for (const tag of post.data.topics) {
        if (!topics.has(tag)) topics.set(tag, []);
        topics.get(tag).push(post);
      }
    return [...topics].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, posts]) => ({ name, slug: slug(name), posts }));
  };
  config.addCollection("topics", byTopic);
  config.addCollection("topicPages", (api) =>
    byTopic(api).flatMap((topic) =>
      chunks(topic.posts).map((posts, place, all) => ({ ...topic, posts, number: place + 1, count: all.length })),
    ),
  );
  config.addCollection("archivePages", (api) =>
    chunks(api.getFilteredByGlob("content/posts/*.md").reverse()).map((posts, place, all) => ({
      posts,
      number: place + 1,
      count: all.length,
    })),
  );
  return { dir: { input: "content", output: "public" }, markdownTemplateEngine: false };
}
