/* The search engine of a site of questions: reads the index beside it and ranks its questions.

   `await explainerSearch("text", {limit, offset, tag, lang, sort, exact})` gives an array of
   {url, question, excerpt, explainer, score, date, tags, lang, page} with `total` (how many match),
   `meant` (unknown words and those searched for instead), `unquoted` (true where nothing has the
   quoted words together) and `marked(text)` (its pieces, every second one a word searched for). The
   Python half is generator/search; both follow docs/search.md step by step and agree to the last bit. */
(() => {
  "use strict"; // Statements at two spaces: generator/theme/renaming.py shortens the names in them.
  const STOP = 0.5, PAIR = 0.35, COVERED = 0.15, BEGINNING = 0.5, RELATED = 0.12, SLIP = 0.85;
  const CONTENT_FILES = 5, STOP_FILES = 3, PHRASE_FILES = 8, BLOCK = 8;

  // --- Words ---------------------------------------------------------------------------------
  const UNSPACED = /([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u9fff\uac00-\ud7af\uf900-\ufaff\u{10000}-\u{3ffff}]+)/gu;
  const RUN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu, SHOWN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’ʼ]*/gu;
  const CLITIC = /['’ʼ](?:s|(t|d|m|re|ve|ll))(?![\p{L}\p{N}\p{M}])/gu;
  const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;

  const fold = (word) => word.normalize("NFKD").replace(ACCENTS, "").normalize("NFC")
    .replace(/[^a-z]/g, (one) => entry.letters[one] || one).replace(/^ال(?=...)/, "");
  const wordsOf = (text) => ((text.normalize("NFKC").toLowerCase().replace(CLITIC, "$1").match(RUN) || [])
    .join(" ").replace(UNSPACED, (run) => ` ${run.replace(/(.)(?=(.))/gu, "$1$2 ").replace(/ .$/u, "")} `).match(/\S+/g) || []).map(fold);
  const mark = (word) => [...word].slice(0, 4).reduce((state, one) => (state * 31 + one.codePointAt()) & 0xffff, 0) % 1024;

  // --- Files ---------------------------------------------------------------------------------
  const files = {}, contents = {};
  let entry, at; // `at`: where `number` goes on reading.

  window.explainerSearchFile = (name, content) => { contents[name] = content; };
  const load = (name, version, read) => (files[name] ||= new Promise((resolve, reject) => {
    const src = new URL(name + ".js" + version, search.index);
    document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject }));
  }).then(() => read(contents[name]), (problem) => {
    delete files[name];
    throw problem;
  }));
  const ready = () => load("index", "", (content) => { entry = content; });
  const isStop = (word) => entry.stops.includes(word);
  const shard = (kind, number, read = (content) => content) =>
    load(kind + number, "?v=" + entry.versions[kind].slice(3 * number, 3 * number + 3), read);
  const place = (kind, word) => entry.starts[kind].filter((one) => one <= word).length;
  const fileOf = (id) => Math.floor(id / entry.span);
  const block = async (id) => (await shard("r", fileOf(id)))[Math.floor((id % entry.span) / BLOCK)];

  /* What came of those that could be loaded: without network, what is at hand serves. */
  async function loaded(promises) {
    const settled = await Promise.allSettled(promises), out = settled.filter((one) => one.status === "fulfilled");
    if (settled[0] && !out[0]) throw settled[0].reason;
    return out.map((one) => one.value);
  }
  function number(text) {
    let value = 0, shift = 0, digit;
    do {
      digit = text.charCodeAt(at++) - 35;
      if (digit > 57) digit--; // There is no backslash.
      value |= (digit & 31) << shift;
      shift += 5;
    } while (digit > 31);
    return value;
  }
  /* Front-coded words: each with what follows it. */
  function readForms(text) {
    let form = "";
    return text.split(" ").map((item) => {
      const [written, rest = "#"] = item.split("~");
      at = 0;
      return [(form = form.slice(0, number(written)) + written.slice(1)), rest];
    });
  }
  function readWords([head, body]) {
    const groups = body.split(" ").map((text) => ({ text, forms: [] }));
    let count = 0;
    return new Map(readForms(head).map(([form, text]) => {
      const own = [];
      at = 0;
      while (at < text.length) {
        const back = number(text), group = groups[count - back];
        if (!back) count++;
        own.push(group);
        group.forms.push(form);
      }
      return [form, own];
    }));
  }
  /* The postings of a stem, read once: ids and levels, first of those asked, with the marks after. */
  function read(group) {
    if (group.ids) return group;
    const { text } = group, ids = (group.ids = []), levels = (group.levels = []), after = (group.after = []);
    const list = (level) => {
      let id = 0;
      for (let left = number(text); left; left--) {
        ids.push((id += number(text)));
        levels.push(level || number(text));
        if (!level) after.push(number(text));
      }
    };
    at = 0;
    group.count = number(text);
    list();
    while (at < text.length) list(number(text));
    return group;
  }

  // --- Spelling ------------------------------------------------------------------------------
  /* How many letters two words share from the beginning. */
  function shared(a, b) {
    let same = 0;
    while (a[same] && a[same] === b[same]) same++;
    return same;
  }
  const compare = (a, b) => (a > b) - (a < b);
  const flip = (word) => [...word].reverse().join("");
  /* True where that many letters missing, added, wrong or swapped make one word of the other. */
  function near(a, b, slips) {
    const same = shared(a, b);
    a = a.slice(same);
    b = b.slice(same);
    return a === b || (slips && Math.abs(a.length - b.length) <= slips && [[1, 1], [1, 0], [0, 1], [2, 2]].some(([i, j]) =>
      (i < 2 || (a[0] === b[1] && a[1] === b[0])) && near(a.slice(i), b.slice(j), slips - 1)));
  }
  async function corrections(word) {
    const { length } = word, half = length >> 1, loads = [];
    if (length < 4 || !/\D/.test(word) || word.search(UNSPACED) >= 0 || !entry.versions.f) return [];
    for (const [kind, turn] of [["f", (one) => one], ["b", flip]]) {
      const start = turn(word).slice(0, half), first = place(kind, start);
      for (let i = first; i < first + 3 && i <= place(kind, start + "\uffff"); i++)
        loads.push(shard(kind, i, ([text]) => readForms(text).map(([form, text]) => [turn(form), text])));
    }
    const known = new Map((await Promise.all(loads)).flat()), all = [...known.keys()];
    const best = (fits) => all.filter(fits).sort((a, b) => compare(known.get(b), known.get(a)) || compare(a, b)).slice(0, 3);
    for (const slips of length < 8 ? [1] : [1, 2]) {
      const found = best((one) => near(word, one, slips));
      if (found[0]) return found.map((one) => [one, slips]);
    }
    // The longest known words that it begins and ends with, else those that begin like it.
    let found = ["startsWith", "endsWith"].map((test) => all.reduce((most, one) => (word[test](one) && one.length > most.length ? one : most), ""));
    if (!found.join("")) found = best((one) => length > 5 && one.length < length + 4 && one.startsWith(word.slice(0, Math.max(5, length - 3))));
    return [...new Set(found)].filter(Boolean).map((one) => [one, 2]);
  }

  // --- Ranking -------------------------------------------------------------------------------
  function rarity(count) {
    let value = 1 + entry.records / Math.max(1, count), power = 0;
    while (value >= 2) { value /= 2; power++; }
    return power + value - 1;
  }
  function alike(word, form) {
    const same = shared(word, form);
    return same > 3 && (same === form.length || same === word.length || 10 * same >= 7 * Math.max(word.length, form.length));
  }
  /* The first few other groups whose forms fit. */
  const others = (file, own, part, fits) =>
    [...new Set([...file.keys()].filter(fits).flatMap((form) => file.get(form)))]
      .filter((one) => !own.includes(one)).slice(0, 8).map((one) => [one, part]);

  async function termOf(word, file, open, exact) {
    const own = file.get(word) || [], known = own[0], groups = own.map((one) => [one, 1]);
    let meant = [];
    if (known && word.length > 4 && !isStop(word)) groups.push(...others(file, own, RELATED, (form) => alike(word, form)));
    if (open) groups.push(...others(file, own, known ? BEGINNING : 1, (form) => form !== word && form.startsWith(word)));
    if (!groups[0] && !exact) {
      const found = await corrections(word).catch(() => []);
      meant = found.map(([one]) => one);
      for (const [one, slips] of found)
        for (const group of (await shard("t", place("t", one), readWords)).get(one) || []) groups.push([group, slips > 1 ? SLIP * SLIP : SLIP]);
    }
    let count = 0;
    for (const [group, part] of groups) if (read(group) && part >= 0.6) count += group.count;
    const weight = rarity(count) * (isStop(meant[0] || word) ? STOP : 1);
    return { word, weight, groups, meant, forms: groups.flatMap(([one]) => one.forms), asked: new Map() };
  }
  async function termsOf(spoken, text, exact) {
    if (!entry.versions.t) return [];
    const known = [...new Set(spoken)], last = spoken[spoken.length - 1], chosen = new Set(), open = new Map();
    for (const word of [...known].sort((a, b) => isStop(a) - isStop(b) || b.length - a.length))
      if (chosen.size < (isStop(word) ? STOP_FILES : CONTENT_FILES)) chosen.add(place("t", word));
    await loaded([...chosen].map(async (one) => open.set(one, await shard("t", one, readWords))));
    const made = await Promise.all(known.filter((word) => open.has(place("t", word))).map((word) =>
      termOf(word, open.get(place("t", word)), word === last && word.length > 1 && wordsOf([...text].pop())[0], exact)));
    const seen = new Set();
    return made.filter(({ forms }) => forms[0] && !seen.has(forms.join()) && seen.add(forms.join()));
  }
  /* The blocks with a tag, in a language. */
  async function filterOf(tag, lang) {
    const facets = tag || lang ? await search.facets() : [];
    const sets = [[tag, 1], [lang && lang.toLowerCase().split("-")[0], 2]].filter(([name]) => name).map(([name, kind]) => {
      const text = Object.hasOwn(facets[kind], name) ? facets[kind][name] : "", blocks = new Set();
      let block = at = 0;
      while (at < text.length) blocks.add((block += number(text)));
      return blocks;
    });
    return sets[0] && ((id) => sets.every((one) => one.has(Math.floor(id / BLOCK))));
  }
  /* The ids to show in their order, the scores of all, the terms, how many fit, and whether quotes were left out. */
  async function rank(text, { tag, lang, sort, exact, offset = 0, limit = 10 }) {
    const spoken = wordsOf(text), [terms, allowed] = await Promise.all([termsOf(spoken, text, exact), filterOf(tag, lang)]);
    const size = (entry.span * entry.versions.r.length) / 3, scores = new Float64Array(size), covered = new Float64Array(size);
    const stamps = new Uint16Array(size), byWord = new Map(), done = new Set();
    let ids = [], total = 0;
    terms.forEach((term, i) => {
      const { weight, asked } = term;
      total += weight;
      byWord.set(term.word, term);
      for (const [{ ids: own, levels, after }, part] of term.groups)
        for (let j = 0; j < own.length; j++) {
          const id = own[j];
          if (stamps[id] > i) continue; // A record counts once a term.
          if (!stamps[id]) ids.push(id);
          stamps[id] = i + 1;
          scores[id] += weight * ((part * levels[j]) / 32);
          covered[id] += weight;
          if (j < after.length) asked.set(id, after[j]);
        }
    });
    spoken.forEach((word, i) => {
      const left = byWord.get(word), next = spoken[i + 1], right = byWord.get(next), key = word + " " + next;
      if (!left || !right || done.has(key)) return;
      done.add(key);
      const wanted = (right.meant[0] ? right.meant : [next]).map(mark);
      for (const [id, after] of left.asked)
        if (wanted.includes(after) && right.asked.has(id)) scores[id] += (PAIR * (left.weight + right.weight)) / 2;
    });
    const phrases = [...text.matchAll(/"([^"]+)"|[“„«]([^”“»]+)[”“»]/g)].map((one) => wordsOf(one[1] || one[2]));
    if (allowed) ids = ids.filter(allowed);
    for (const id of ids) scores[id] *= 1 - COVERED + COVERED * (covered[id] / total);
    const all = ids.length, days = sort === "date" ? (await search.facets())[0].split(" ") : [], day = (id) => days[Math.floor(id / BLOCK)];
    const order = (a, b) => compare(day(b), day(a)) || scores[b] - scores[a] || b - a;
    // To put tens of thousands in order takes long: what enough of a thousand surpass is not shown.
    const least = ids.slice(0, 1000).sort(order)[phrases[0] ? -1 : offset + limit - 1];
    ids = ids.filter((id) => !(order(id, least) > 0)).sort(order);
    const quoted = phrases[0] ? await standing(ids, phrases, terms) : ids, found = quoted.length ? quoted : ids;
    return [found.slice(offset, offset + limit), scores, terms, phrases[0] ? found.length : all, found !== quoted && all > 0];
  }
  /* The records in which the words of each phrase stand together, as the texts of the best tell. */
  async function standing(ids, phrases, terms) {
    const chosen = new Set(), spaced = (some) => ` ${some.join(" ")} `;
    for (const { word, groups } of terms)
      if (phrases.flat().includes(word)) {
        const own = new Set(groups.flatMap(([one]) => one.ids));
        ids = ids.filter((id) => own.has(id));
      }
    phrases = phrases.filter((one) => one.length > 1).map(spaced);
    if (!phrases[0]) return ids;
    ids = ids.filter((id) => (chosen.size < PHRASE_FILES ? chosen.add(fileOf(id)) : chosen.has(fileOf(id))));
    const fits = await Promise.allSettled(ids.map(async (id) => {
      const [, title, , , , records] = await block(id), [, question, answer] = records[id % BLOCK];
      const texts = [question, title, answer].map((one) => spaced(wordsOf(one)));
      return phrases.every((phrase) => texts.some((one) => one.includes(phrase)));
    }));
    return ids.filter((_, i) => fits[i].value);
  }

  // --- Results -------------------------------------------------------------------------------
  function bestPart(answer, terms) {
    const lines = answer.split("\n");
    let best = 0, most = -1;
    lines.forEach((line, i) => {
      const own = new Set(wordsOf(line)), score = terms.reduce((sum, { forms, weight }) => (forms.some((one) => own.has(one)) ? sum + weight : sum), 0);
      if (score > most) { most = score; best = i; }
    });
    let text = lines[best];
    while (lines[++best] && (text + lines[best]).length < 220) text += " " + lines[best];
    return text;
  }
  async function record(id, score, terms) {
    const [path, explainer, tags, lang, date, records] = await block(id);
    const [anchor, question, answer, own = date] = records[id % BLOCK];
    let url = new URL("./" + path, new URL(entry.root, search.index));
    // Opened from disk, a folder shows its files and not its page.
    if (url.protocol === "file:" && url.pathname.endsWith("/")) url = new URL("index.html", url);
    url.hash = anchor || question.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    return { url: url.href, question, excerpt: bestPart(answer, terms), explainer, score, date: own, tags, lang, page: path };
  }
  async function search(text, options = {}) {
    await ready();
    const [found, scores, terms, total, unquoted] = await rank(text, options);
    const results = await loaded(found.map((id) => record(id, scores[id], terms)));
    const forms = new Set(terms.flatMap((one) => one.forms)), hit = (text, found) => (found.some((one) => forms.has(one)) ? `\0${text}\0` : text);
    const meant = terms.filter((one) => one.meant[0]).map((one) => [one.word, one.meant]);
    const marked = (text) => text.split(UNSPACED).map((part, i) => (i % 2
      ? [...part].map((one, j, all) => hit(one, [(all[j - 1] || "") + one, one + (all[j + 1] || "")].map(fold))).join("")
      : part.replace(SHOWN, (run) => hit(run, wordsOf(run))))).join("").replaceAll("\0\0", "").split("\0");
    return Object.assign(results, { total, unquoted, meant, marked });
  }
  search.index = new URL(document.currentScript.dataset.index || "search/index.js", document.currentScript.src).href;
  search.ready = ready;
  search.facets = async () => (await ready(), shard("g", 0));
  search.words = wordsOf;
  window.explainerSearch = search;
})();
