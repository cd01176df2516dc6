// Ranks of the right record for each query with MiniSearch: its defaults, and the best of many trials.
//   node minisearch.mjs FOLDER_OF_NODE_MODULES RECORDS.json QUERIES.json TRIALS
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [folder, recordsPath, queriesPath, trials] = process.argv.slice(2);
const MiniSearch = createRequire(folder + "/")("minisearch");
const records = JSON.parse(readFileSync(recordsPath)), queries = JSON.parse(readFileSync(queriesPath));
const index = new MiniSearch({ fields: ["question", "answer"], idField: "id" });
index.addAll(records);

const ranks = (options) => queries.map(({ query, gold }) => {
  const found = index.search(query, options).slice(0, 10);
  return found.findIndex((one) => gold.includes(one.id)) + 1;
});
const mrr = (list) => list.reduce((sum, one) => sum + (one ? 1 / one : 0), 0) / list.length;

// A fixed generator, so that a run can be repeated.
let state = 7;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
const pick = (...some) => some[Math.floor(random() * some.length)];
const draw = () => {
  const from = pick(3, 4, 5), part = pick(0.1, 0.15, 0.2, 0.25, 0.3);
  return {
    boost: { question: pick(1, 1.5, 2, 2.5, 3, 4, 6) },
    prefix: pick(false, true, (term) => term.length >= 5),
    fuzzy: pick(false, part, (term) => (term.length >= from ? part : false)),
    weights: { fuzzy: pick(0.1, 0.2, 0.3, 0.45, 0.6), prefix: pick(0.1, 0.2, 0.375, 0.5) },
    bm25: { k: pick(0.6, 0.9, 1.2, 1.6, 2), b: pick(0.3, 0.5, 0.7, 0.9), d: pick(0, 0.25, 0.5, 1) },
  };
};
let best = null;
for (let i = 0; i < Number(trials); i++) {
  const found = ranks(draw());
  if (!best || mrr(found) > mrr(best)) best = found;
}
console.log(JSON.stringify({ default: ranks({}), tuned: best }));
