// The search page, once a search is begun: results as you type, from the newest news back, narrowed down by company, tag and year.
// pagefind (its own files, under /search/pagefind/) finds and ranks; the page's address follows what is asked for.

const PAGE = 10; // results shown at a time
const FIRST = 2; // periods looked into at first; then twice as many each time, until a page of results is found
const PAUSE = 200; // ms without a key pressed before a search is begun

const get = (id) => document.getElementById(id);
const form = get("sg-search");
const found = get("sg-found");
const list = get("sg-results");
const more = get("sg-more");
const { root, program, version } = form.dataset;
const periods = [...get("sg-periods").children].map((item) => ({ ...item.dataset, since: item.textContent }));

const records = new Map(); // pagefind's id of a record -> its year and the keys of its companies and tags
const names = { company: new Map(), tag: new Map() }; // key -> name
let pagefind; // a promise of it
let current; // the search whose results are shown

async function start() {
  const module = await import(`${program}pagefind.js?v=${version}`);
  return module.createInstance({ basePath: program, baseUrl: root, metaCacheTag: version });
}

async function load(period) {
  await (await pagefind).mergeIndex(period.url, { baseUrl: root, metaCacheTag: period.version });
}

async function describe(period) {
  const answer = await fetch(`${period.url}facets.json?v=${period.version}`);
  if (!answer.ok) throw new Error(`${answer.status} for ${answer.url}`);
  const facets = await answer.json();
  for (const [key, name] of Object.entries(facets.companies)) names.company.set(key, name);
  for (const [key, name] of Object.entries(facets.tags)) names.tag.set(key, name);
  for (const [id, [company, tag]] of Object.entries(facets.records)) records.set(id, { year: period.year, company, tag });
}

// Look into more periods, newest first, until there are enough results that were not shown yet.
async function widen(search) {
  const scope = periods.filter((period) => !search.year || period.year === search.year);
  while (search.results.length < search.shown + PAGE && search.reach < scope.length) {
    search.reach = Math.min(search.reach * 2 || FIRST, scope.length);
    const covered = scope.slice(0, search.reach);
    await Promise.all(covered.map((period) => (period.loaded ??= load(period))));
    const { results } = await (await pagefind).search(search.q || null);
    if (!results.every((result) => records.has(result.id))) {
      await Promise.all(covered.map((period) => (period.described ??= describe(period))));
    }
    for (const result of results) {
      const record = records.get(result.id);
      if (!record || search.seen.has(record) || (search.year && record.year !== search.year)) continue;
      search.seen.add(record);
      if ((!search.company || record.company.includes(search.company)) && (!search.tag || record.tag.includes(search.tag))) {
        search.results.push(result);
      }
    }
  }
  search.since = search.reach < scope.length ? scope[search.reach - 1].since : "";
}

// pagefind's excerpt: text in which `<` and `>` are escaped, and <mark> around the words that were found.
function marked(excerpt) {
  return excerpt.split(/<\/?mark>/).map((part, index) => {
    const plain = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    if (index % 2 === 0) return plain;
    const mark = document.createElement("mark");
    mark.textContent = plain;
    return mark;
  });
}

const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" });
const longDay = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });

function item({ url, meta, content, excerpt, plain_excerpt: plain }) {
  const shown = get("sg-result").content.cloneNode(true);
  const put = (selector, ...content) => shown.querySelector(selector).replaceChildren(...content);
  put(".kicker", meta.label ?? (url.includes("#") ? found.dataset.digest.replaceAll("{date}", longDay.format(new Date(meta.date))) : ""));
  put(".title a", meta.title);
  put(".summary", content.startsWith(plain) ? "" : "… ", ...marked(excerpt), content.endsWith(plain) ? "" : " …");
  put("time", day.format(new Date(meta.date)));
  put(".names", meta.companies ?? "");
  shown.querySelector("a").href = url;
  shown.querySelector("time").dateTime = meta.date;
  return shown;
}

// What the results can be narrowed down to, with how often each is met; what was chosen stays.
function offer(search, kind) {
  const counts = new Map(search[kind] ? [[search[kind], 0]] : []);
  for (const record of search.seen) for (const key of record[kind]) counts.set(key, (counts.get(key) ?? 0) + 1);
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 100);
  const select = form.elements[kind];
  select.length = 1;
  for (const [key, count] of rows) select.add(new Option(`${names[kind].get(key) ?? key} (${count})`, key));
  select.value = search[kind];
  select.disabled = rows.length === 0;
}

const { format } = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn", useGrouping: true });
const plural = new Intl.PluralRules(document.documentElement.lang);

// The site's words with a count and a date filled in, as the filter `fill` does (sitegen/outputs/language.py).
function fill(words, count, date) {
  const form = (_, choice) => {
    const forms = new Map(choice.split("|").map((pair) => pair.split(/=(.*)/s)));
    return forms.get(plural.select(count)) ?? [...forms.values()].at(-1) ?? "";
  };
  return words.replace(/\{count:([^{}]*)\}/g, form).replaceAll("{count}", format(count)).replaceAll("{date}", date);
}

// What is said above the results; where there are none, with the lists that lead on.
function say(words, none = false) {
  found.textContent = words;
  get("sg-plain").classList.toggle("needed", none);
}

// Show the next results; whatever fails is said in words.
async function show(search) {
  try {
    found.textContent = found.dataset.busy;
    pagefind ??= start();
    await widen(search);
    const next = search.results.slice(search.shown, search.shown + PAGE);
    const shown = await Promise.all(next.map((result) => result.data()));
    if (search !== current) return;
    if (search.shown === 0) list.replaceChildren();
    list.append(...shown.map(item));
    search.shown += next.length;
    for (const kind of ["company", "tag"]) offer(search, kind);
    const none = !search.results.length && !search.since;
    say(none ? found.dataset.none : fill(search.since ? found.dataset.since : found.dataset.found, search.results.length, search.since), none);
    more.hidden = search.shown >= search.results.length && !search.since;
  } catch (error) {
    if (search !== current) return;
    pagefind = undefined; // the next search tries again
    for (const period of periods) period.loaded = period.described = undefined;
    say(found.dataset.failed, true);
  }
}

function search() {
  const asked = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, value.trim()]).filter(([, value]) => value));
  const query = new URLSearchParams(asked).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  current = { q: "", company: "", tag: "", year: "", ...asked, results: [], seen: new Set(), reach: 0, shown: 0, since: "" };
  if (query) return show(current);
  list.replaceChildren();
  say("");
  more.hidden = true;
}

let waiting;
form.addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(search, event.target.type === "search" ? PAUSE : 0);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  search();
});
more.addEventListener("click", async () => {
  const before = list.children.length;
  await show(current);
  list.children[before]?.querySelector("a").focus();
});

// What the address asks for, unless the reader was faster. A choice that is not offered yet is, until the results are there.
const asked = new URLSearchParams(location.search);
for (const field of form.elements) {
  const value = asked.get(field.name);
  if (!value || field.value) continue;
  if (["company", "tag"].includes(field.name)) field.add(new Option(value, value));
  field.value = value;
}
search();
