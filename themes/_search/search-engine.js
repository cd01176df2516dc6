/* The search engine of a site of questions: reads the index beside it and ranks its questions.

   `await explainerSearch("text", {limit, offset, tag, lang, sort, exact})` gives an array of
   {url, question, excerpt, explainer, score, date, tags, lang, page, marks} with `total` (how many
   questions match) and `meant` (unknown word → words searched for instead). The Python half is
   generator/search; both follow docs/search.md step by step and agree to the last bit. */
(() => {
  "use strict";
  const STOP = 0.5, PAIR = 0.35, COVERED = 0.15, BEGINNING = 0.5, RELATED = 0.12, SLIP = 0.85;
  const CONTENT_FILES = 5, STOP_FILES = 3, CHOICES = 3, BLOCK = 8;
  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const VALUES = new Uint8Array(128);
  for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

  // --- Words ---------------------------------------------------------------------------------
  const MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670" +
    "\u0900-\u0963\u0971-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3";
  const UNSPACED = "\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u103f\u1780-\u17d3\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff" +
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}";
  const LETTER = `[\\p{L}\\p{N}${MARKS}]`;
  const RUN = new RegExp(`${LETTER}+(?:['’ʼ]${LETTER}+)*`, "gu");
  const SCRIPTS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
  const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
  const STRIPPED = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
  const SPECIAL = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ى: "ي", ة: "ه" };
  const SPECIALS = new RegExp(`[${Object.keys(SPECIAL).join("")}]`, "g");
  const JOINED = new Set(["t", "d", "m", "re", "ve", "ll"]);

  const fold = (word) => word.normalize("NFKD").replace(STRIPPED, "").normalize("NFC").replace(SPECIALS, (one) => SPECIAL[one]).replace(/^ال(?=.{3})/u, "");

  function wordsOfRun(run) {
    const pieces = [];
    run.split(/['’ʼ]/).forEach((piece, i) => {
      if (i && JOINED.has(piece)) pieces[pieces.length - 1] += piece;
      else if (!i || piece !== "s") pieces.push(piece);
    });
    const out = [];
    for (const piece of pieces) {
      if (!HAS_UNSPACED.test(piece)) { out.push(piece); continue; }
      for (const part of piece.match(SCRIPTS)) {
        const chars = [...part];
        if (!HAS_UNSPACED.test(part) || chars.length < 2) out.push(part);
        else for (let i = 0; i + 1 < chars.length; i++) out.push(chars[i] + chars[i + 1]);
      }
    }
    return out;
  }
  const words = (text) =>
    (text.normalize("NFKC").toLowerCase().match(RUN) || []).flatMap(wordsOfRun).map(fold);

  function mark(word) {
    let state = 0, left = 4;
    for (const char of word) {
      if (!left--) break;
      state = (state * 31 + char.codePointAt(0)) & 0xffff;
    }
    return state % 64;
  }

  // --- Files ---------------------------------------------------------------------------------
  const waiting = new Map(), files = new Map();
  let entry = null, folder = "", starts = null, stops = null;

  function script(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = () => resolve(element.remove());
      element.onerror = () => reject(new Error(`cannot load ${address}`), element.remove());
      document.head.append(element);
    });
  }
  function once(key, make) {
    if (!files.has(key)) {
      const made = make();
      files.set(key, made);
      made.catch(() => files.delete(key));
    }
    return files.get(key);
  }
  window.explainerSearchFile = (name, content) => waiting.set(name, content);
  window.explainerSearchIndex = (content) => {
    entry = content;
    starts = {};
    for (const kind in entry.starts) starts[kind] = entry.starts[kind].split(" ").filter(Boolean);
    stops = new Set(entry.stops);
  };
  const open = (address) => once("", () => {
    folder = address;
    return script(folder);
  });
  const load = (kind, number, read) => once(kind + number, async () => {
    const name = kind + number, version = entry.versions[kind].slice(3 * number, 3 * number + 3);
    const address = new URL(`${name}.js?v=${version}`, folder).href;
    await script(address);
    const content = waiting.get(name);
    waiting.delete(name);
    return read ? read(content) : content;
  });
  function place(kind, word) {
    const list = starts[kind];
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (word < list[middle]) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /* What came of those that could be loaded: without network, what is at hand serves. */
  async function some(promises) {
    const settled = await Promise.allSettled(promises), out = settled.filter((one) => one.status === "fulfilled");
    if (settled.length && !out.length) throw settled[0].reason;
    return out.map((one) => one.value);
  }

  let at = 0; // Where `number` goes on reading: one cursor spares an object a number.
  function number(text) {
    let value = 0, shift = 0;
    for (;;) {
      const digit = VALUES[text.charCodeAt(at++)];
      if (digit < 32) return value | (digit << shift);
      value |= (digit - 32) << shift;
      shift += 5;
    }
  }
  // Python counts characters, JavaScript halves of some: only where there are such, cut with care.
  const begin = (word, count) =>
    (/[\ud800-\udfff]/.test(word) ? [...word].slice(0, count).join("") : word.slice(0, count));
  function readWords([head, body]) {
    const forms = new Map(), formsOf = [];
    let before = "", opened = 0;
    for (const item of head ? head.split(" ") : []) {
      const [written, refs = ""] = item.split("~");
      const form = begin(before, VALUES[written.charCodeAt(0)]) + written.slice(1);
      const groups = [];
      at = 0;
      do {
        const back = refs ? number(refs) : 0;
        groups.push(opened - back);
        if (!back) opened++;
      } while (at < refs.length);
      forms.set(form, groups);
      for (const one of groups) (formsOf[one] ||= []).push(form);
      before = form;
    }
    return { forms, formsOf, texts: body.split(" "), read: [] };
  }
  function group(file, index) {
    return (file.read[index] ||= readGroup(file.texts[index], file.formsOf[index]));
  }
  /* The postings of a stem: ids and levels, those of the questions first, with the marks after them. */
  function readGroup(text, forms) {
    const ids = [], levels = [], after = [];
    at = 0;
    const count = number(text);
    let id = 0;
    for (let left = number(text); left; left--) {
      ids.push((id += number(text)));
      levels.push(VALUES[text.charCodeAt(at)]);
      after.push(VALUES[text.charCodeAt(at + 2)]);
      at += 3;
    }
    while (at < text.length) {
      const level = VALUES[text.charCodeAt(at++)];
      id = 0;
      for (let left = number(text); left; left--) {
        ids.push((id += number(text)));
        levels.push(level);
      }
    }
    return { count, ids: Int32Array.from(ids), levels: Uint8Array.from(levels), after: Uint8Array.from(after), forms };
  }
  function readSpellings([text]) {
    const out = [];
    let before = "";
    for (const item of text ? text.split(" ") : []) {
      before = begin(before, VALUES[item.charCodeAt(0)]) + item.slice(1, -1);
      out.push([before, VALUES[item.charCodeAt(item.length - 1)]]);
    }
    return out;
  }

  // --- Spelling ------------------------------------------------------------------------------
  function distance(left, right, limit) {
    if (Math.abs(left.length - right.length) > limit) return limit + 1;
    let older = [], old = right.map((_, i) => i);
    old.push(right.length);
    for (let row = 1; row <= left.length; row++) {
      const fresh = [row], char = left[row - 1];
      let least = row;
      for (let column = 1; column <= right.length; column++) {
        const other = right[column - 1];
        let best = Math.min(old[column] + 1, fresh[column - 1] + 1, old[column - 1] + (char !== other));
        if (row > 1 && column > 1 && char === right[column - 2] && left[row - 2] === other)
          best = Math.min(best, older[column - 2] + 1);
        fresh.push(best);
        if (best < least) least = best;
      }
      if (least > limit) return limit + 1;
      older = old;
      old = fresh;
    }
    return old[right.length];
  }
  const reversed = (word) => [...word].reverse().join("");

  async function corrections(word) {
    const chars = [...word];
    if (chars.length < 4 || /^\p{Nd}+$/u.test(word) || !entry.versions.f) return [];
    const half = chars.length >> 1, allowed = chars.length >= 8 ? 2 : 1, loads = [];
    for (const [kind, part] of [["f", chars.slice(0, half).join("")], ["b", chars.reverse().slice(0, half).join("")]]) {
      const first = place(kind, part), last = Math.min(place(kind, part + "\uffff"), first + 2);
      for (let i = first; i <= last; i++) loads.push(load(kind, i, readSpellings).then((list) => [kind, list]));
    }
    chars.reverse();
    const found = new Map();
    let nearest = allowed;
    const lists = await Promise.all(loads);
    for (const [kind, list] of lists)
      for (const [written, frequency] of list) {
        if (Math.abs(written.length - word.length) > 2 * allowed) continue;
        const known = kind === "f" ? written : reversed(written);
        if (found.has(known)) continue;
        const apart = distance(chars, [...known], allowed);
        if (apart <= allowed) found.set(known, [apart, frequency]);
        if (apart < nearest) nearest = apart;
      }
    if (!found.size) return parts(word, lists);
    return [...found]
      .filter(([, [apart]]) => apart === nearest)
      .sort(([a, [, m]], [b, [, n]]) => n - m || compare(a, b))
      .slice(0, CHOICES)
      .map(([known, [apart]]) => [known, apart]);
  }
  /* The longest known words that an unknown one begins and ends with, else those that begin like it. */
  function parts(word, lists) {
    const length = [...word].length, stem = [...word].slice(0, Math.max(5, length - 3)).join("");
    let head = "", tail = "";
    const alike = new Map();
    for (const [kind, list] of lists)
      for (const [written, frequency] of list) {
        const known = kind === "f" ? written : reversed(written);
        if (word.startsWith(known) && known.length > head.length) head = known;
        if (word.endsWith(known) && known.length > tail.length) tail = known;
        if (length > 5 && known.startsWith(stem) && [...known].length <= length + 3) alike.set(known, frequency);
      }
    if (head || tail) return [...new Set([head, tail])].filter(Boolean).map((one) => [one, 2]);
    return [...alike].sort(([a, m], [b, n]) => n - m || compare(a, b)).slice(0, CHOICES).map(([one]) => [one, 2]);
  }
  // Python orders by code points; where surrogates stand, so must this.
  function compare(a, b) {
    const left = [...a], right = [...b];
    for (let i = 0; i < left.length && i < right.length; i++)
      if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
    return left.length - right.length;
  }

  // --- Ranking -------------------------------------------------------------------------------
  function rarity(records, count) {
    let value = 1 + records / Math.max(1, count), power = 0;
    while (value >= 2) { value /= 2; power++; }
    return power + value - 1;
  }
  function filesOf(known) {
    const order = known.map((word, i) => [stops.has(word) ? 1 : 0, -[...word].length, i])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    const chosen = new Set();
    for (const [stop, , i] of order)
      if (chosen.size < (stop ? STOP_FILES : CONTENT_FILES)) chosen.add(place("t", known[i]));
    return chosen;
  }
  const groupsOf = (file, word, part) => (file.forms.get(word) || []).map((one) => [group(file, one), part]);
  function related(file, word) {
    const own = file.forms.get(word), more = new Set();
    for (const [form, groups] of file.forms) {
      let shared = 0;
      while (shared < word.length && shared < form.length && word[shared] === form[shared]) shared++;
      if (shared >= 4 && (shared === form.length || shared === word.length || 10 * shared >= 7 * Math.max(word.length, form.length)))
        for (const one of groups) if (!own.includes(one)) more.add(one);
    }
    return [...more].slice(0, 8).map((one) => [group(file, one), RELATED]);
  }
  function begun(file, word) {
    const own = file.forms.get(word) || [], more = new Set();
    for (const [form, groups] of file.forms)
      if (form !== word && form.startsWith(word)) for (const one of groups) if (!own.includes(one)) more.add(one);
    return [...more].slice(0, 8).map((one) => [group(file, one), own.length ? BEGINNING : 1]);
  }
  async function termsOf(spoken, text, exact) {
    if (!entry.versions.t) return [];
    const known = [...new Set(spoken)], chosen = filesOf(known), final = spoken[spoken.length - 1];
    const openEnd = final && [...final].length > 1 && words(text.slice(-1)).length > 0;
    const opened = new Map();
    await some([...chosen].map(async (one) => opened.set(one, await load("t", one, readWords))));
    const made = await Promise.all(known.map(async (word) => {
      const file = opened.get(place("t", word));
      if (!file) return null;
      const groups = groupsOf(file, word, 1);
      if (groups.length && word.length >= 5 && !stops.has(word)) groups.push(...related(file, word));
      if (openEnd && word === final) groups.push(...begun(file, word));
      let meant = [];
      if (!groups.length && !exact) {
        const near = await corrections(word).catch(() => []);
        meant = near.map(([one]) => one);
        for (const [one, apart] of near)
          groups.push(...groupsOf(await load("t", place("t", one), readWords), one, apart === 1 ? SLIP : SLIP * SLIP));
      }
      return groups.length ? term(word, groups, meant) : null;
    }));
    const seen = new Set();
    return made.filter((one) => one && !seen.has(one.key) && seen.add(one.key));
  }
  function term(word, groups, meant) {
    let count = 0;
    for (const [one, part] of groups) if (part >= 0.6) count += one.count;
    const weight = rarity(entry.records, count) * (stops.has(meant.length ? meant[0] : word) ? STOP : 1);
    const forms = groups.flatMap(([one]) => one.forms);
    return { word, weight, groups, forms, meant, key: forms.join(" ") };
  }
  const holds = ({ groups }) => new Set(groups.flatMap(([one]) => [...one.ids]));

  /* Adds up what the terms say: scores and covered weight by id; a record counts once a term. */
  function addUp(terms) {
    const size = 1 + terms.reduce((most, { groups }) => groups.reduce((all, [{ ids }]) => ids.reduce((a, b) => (a > b ? a : b), all), most), 0);
    const scores = new Float64Array(size), covered = new Float64Array(size), stamps = new Int32Array(size), touched = [];
    let total = 0;
    terms.forEach((term, place) => {
      total += term.weight;
      term.asked = new Map();
      for (const [{ ids, levels, after }, part] of term.groups)
        for (let i = 0; i < ids.length; i++) {
          const id = ids[i];
          if (stamps[id] > place) continue;
          if (!stamps[id]) touched.push(id);
          stamps[id] = place + 1;
          scores[id] += term.weight * ((part * levels[i]) / 32);
          covered[id] += term.weight;
          if (i < after.length) term.asked.set(id, after[i]);
        }
    });
    return { scores, covered, touched, total };
  }
  function addPairs(scores, spoken, terms) {
    const byWord = new Map(terms.map((one) => [one.word, one])), done = new Set();
    for (let i = 0; i + 1 < spoken.length; i++) {
      const left = byWord.get(spoken[i]), right = byWord.get(spoken[i + 1]), key = spoken[i] + " " + spoken[i + 1];
      if (!left || !right || done.has(key)) continue;
      done.add(key);
      const bonus = (PAIR * (left.weight + right.weight)) / 2;
      const wanted = new Set((right.meant.length ? right.meant : [spoken[i + 1]]).map(mark));
      for (const [id, after] of left.asked) if (wanted.has(after) && right.asked.has(id)) scores[id] += bonus;
    }
  }
  async function allowedBlocks(tag, lang) {
    if (!tag && !lang) return null;
    const [, tags, languages] = await load("g", 0);
    let allowed = null;
    for (const [name, lists] of [[tag, tags], [lang && lang.toLowerCase().split("-")[0], languages]]) {
      if (!name) continue;
      const text = Object.hasOwn(lists, name) ? lists[name] : "", blocks = new Set();
      let block = 0;
      at = 0;
      while (at < text.length) blocks.add((block += number(text)));
      allowed = allowed ? new Set([...allowed].filter((one) => blocks.has(one))) : blocks;
    }
    return allowed;
  }
  async function rank(text, { tag, lang, sort, exact, limit = 10, offset = 0 } = {}) {
    const spoken = words(text);
    const [terms, allowed] = await Promise.all([termsOf(spoken, text, exact), allowedBlocks(tag, lang)]);
    const { scores, covered, touched, total } = addUp(terms);
    addPairs(scores, spoken, terms);
    const quoted = new Set([...text.matchAll(/"([^"]+)"|[“„«]([^”“»]+)[”“»]/g)].flatMap((one) => words(one[1] || one[2])));
    const must = terms.filter((one) => quoted.has(one.word)).map(holds);
    const fits = touched.filter((id) => (!allowed || allowed.has((id / BLOCK) | 0)) && must.every((one) => one.has(id)));
    for (const id of fits) scores[id] *= 1 - COVERED + COVERED * (covered[id] / total);
    const better = (a, b) => scores[b] - scores[a] || b - a;
    const keep = offset + limit;
    let best = fits;
    if (sort === "date") {
      const dates = (await load("g", 0))[0].split(" "), day = (id) => dates[(id / BLOCK) | 0];
      best.sort(better).sort((a, b) => (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : 0));
    } else if (keep < fits.length) {
      best = fits.slice(0, keep).sort(better);
      for (let i = keep; keep && i < fits.length; i++) {
        let place = keep;
        while (place && better(best[place - 1], fits[i]) > 0) place--;
        if (place < keep) {
          best.splice(place, 0, fits[i]);
          best.pop();
        }
      }
    } else best.sort(better);
    return { ranked: best.slice(offset, keep).map((id) => [id, scores[id]]), total: fits.length, terms };
  }

  // --- Results -------------------------------------------------------------------------------
  /* The text in pieces, each with whether it is one of the words searched for. */
  function pieces(text, forms) {
    const out = [];
    const add = (part, marked) => {
      if (!part) return;
      const last = out[out.length - 1];
      if (last && last[1] === marked) last[0] += part;
      else out.push([part, marked]);
    };
    let done = 0;
    for (const found of text.matchAll(RUN)) {
      add(text.slice(done, found.index), false);
      done = found.index + found[0].length;
      for (const run of found[0].match(SCRIPTS)) {
        const chars = [...run];
        if (!HAS_UNSPACED.test(run) || chars.length < 2) {
          add(run, words(run).some((one) => forms.has(one)));
          continue;
        }
        const hit = chars.map(() => false);
        for (let i = 0; i + 1 < chars.length; i++)
          if (forms.has(fold(chars[i] + chars[i + 1]))) hit[i] = hit[i + 1] = true;
        chars.forEach((char, i) => add(char, hit[i]));
      }
    }
    add(text.slice(done), false);
    return out;
  }
  function excerptOf(answer, terms, forms) {
    const sentences = answer.split("\n");
    let best = 0, most = -1;
    sentences.forEach((one, i) => {
      const own = new Set(words(one));
      let score = 0;
      for (const term of terms) if (term.forms.some((form) => own.has(form))) score += term.weight;
      if (score > most) { most = score; best = i; }
    });
    let text = sentences[best];
    for (let i = best + 1; i < sentences.length && [...text].length + [...sentences[i]].length < 220; i++)
      text += " " + sentences[i];
    return shorten(text, forms);
  }
  function shorten(text, forms) {
    let chars = [...text], head = "";
    if (chars.length <= 240) return text;
    let first = 0;
    for (const [part, marked] of pieces(text, forms)) {
      if (marked) break;
      first += [...part].length;
    }
    if (first > 160 && first < chars.length) {
      const start = chars.indexOf(" ", first - 60) + 1;
      chars = chars.slice(start && start <= first ? start : first);
      head = "… ";
    }
    if (chars.length <= 240) return head + chars.join("");
    const end = chars.lastIndexOf(" ", 239);
    return head + chars.slice(0, end > 120 ? end : 239).join("") + "…";
  }
  function address(path, anchor) {
    const root = new URL(entry.root, folder);
    // Opened from disk, a folder shows its files and not its page.
    const tail = root.protocol === "file:" && (!path || path.endsWith("/")) ? "index.html" : "";
    return new URL(path.split("/").map(encodeURIComponent).join("/") + tail, root).href + "#" + encodeURIComponent(anchor);
  }
  async function record([id, score], terms, forms) {
    const file = await load("r", Math.floor(id / entry.span));
    const [path, explainer, tags, lang, date, records] = file[Math.floor((id % entry.span) / BLOCK)];
    const [anchor, question, answer, own] = records[id % BLOCK];
    const plain = anchor || question.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
    return {
      url: address(path, plain), question, excerpt: excerptOf(answer, terms, forms), explainer, score,
      date: own || date, tags, lang, page: path,
    };
  }
  async function search(text, options = {}) {
    await open(options.index || search.index);
    const { ranked, terms, total } = await rank(text, options);
    const forms = new Set(terms.flatMap((one) => one.forms));
    const results = await some(ranked.map((one) => record(one, terms, forms)));
    results.total = total;
    results.meant = terms.filter((one) => one.meant.length).map((one) => [one.word, one.meant]);
    results.marked = (part) => pieces(part, forms);
    return results;
  }
  search.index = new URL("search/index.js", document.currentScript.src).href;
  search.ready = (index) => open(index || search.index);
  search.rank = async (text, options) => (await search.ready(), (await rank(text, options)).ranked);
  search.facets = async () => (await search.ready(), load("g", 0));
  search.words = words;
  window.explainerSearch = search;
})();
