export const data = { permalink: "/sitemap.xml" };

export const render = ({ collections, site }) => `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${collections.all.filter(({ url }) => url?.endsWith("/")).map(({ url }) => `<url><loc>${site.url}${url}</loc></url>`).join("\n")}
</urlset>
`;
