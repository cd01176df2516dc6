// What the preview shows over the page: problems, offers, facts. In a shadow root of its own, so that
// neither the theme's style reaches in nor this one out.

const STYLE = `
:host { all: initial; position: fixed; inset: 0; z-index: 2147483647; pointer-events: none;
  font: 15px/1.5 system-ui, sans-serif; color-scheme: dark; }
@media print { :host { display: none; } }
* { box-sizing: border-box; }
a { color: #9cd1ff; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0 .5rem; cursor: pointer;
  min-width: 28px; min-height: 28px; }
:is(a, button, summary):focus-visible { outline: 2px solid #9cd1ff; outline-offset: 2px; border-radius: 2px; }
.problems, .strip, .offer { pointer-events: auto; background: #16181d; color: #f2f3f5;
  border: 1px solid #444a57; box-shadow: 0 8px 32px rgb(0 0 0 / .35); }
.problems { position: absolute; inset: auto 0 0; max-height: 70vh; overflow: auto; border-width: 3px 0 0;
  border-top-color: #ff6b6b; padding: 0 1.25rem 1.25rem; }
.problems header { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem;
  position: sticky; top: 0; background: inherit; padding: .75rem 0; }
.problems h2 { font-size: 1rem; margin: 0; }
.problems header p { margin: 0; color: #b6bcc8; font-size: .875rem; }
.problems ul { list-style: none; margin: 0; padding: 0; }
.problems li { padding: .75rem 0; border-top: 1px solid #343945; overflow-wrap: anywhere; }
.problems li > * { margin: 0 0 .25rem; }
.error { color: #ff8f8f; } .warning { color: #ffd166; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { overflow-x: auto; background: #0d0f12; padding: .5rem .75rem; border-radius: 4px; white-space: pre; }
.excerpt { white-space: pre-wrap; overflow-wrap: anywhere; }
.line { color: #8b93a3; padding-inline-end: 1ch; margin-inline-end: 1ch; border-inline-end: 1px solid #444a57; }
.excerpt mark { background: none; color: #ff8f8f; text-decoration: underline wavy; text-underline-offset: 3px; }
.hint { color: #9be9a8; } .note { color: #b6bcc8; }
.offer { position: absolute; inset: auto 1rem 3.5rem auto; padding: .5rem .25rem .5rem .9rem;
  border-radius: 8px; display: flex; align-items: center; gap: .25rem; max-width: calc(100vw - 2rem); }
.strip { position: absolute; inset: auto 1rem 1rem auto; display: flex; gap: .75rem; align-items: center;
  padding: .1rem .25rem .1rem .75rem; border-radius: 999px; font-size: 13px;
  max-width: calc(100vw - 2rem); white-space: nowrap; }
.marks summary { list-style: none; cursor: pointer; display: flex; gap: .25rem; padding: .25rem 0; }
.marks summary::-webkit-details-marker { display: none; }
.marks ul { position: absolute; inset: auto 0 calc(100% + .5rem) auto; width: min(24rem, calc(100vw - 2rem));
  max-height: 50vh; overflow: auto; margin: 0; padding: .25rem .9rem; list-style: none; white-space: normal;
  background: #16181d; border: 1px solid #444a57; border-radius: 8px; box-shadow: 0 8px 32px rgb(0 0 0 / .35); }
.marks li { padding: .5rem 0; }
.marks li + li { border-top: 1px solid #343945; }
.strip a { overflow: hidden; text-overflow: ellipsis; }
.mark { background: #ffd166; color: #16181d; border-radius: 999px; padding: 0 .5rem; }
`;

const host = document.createElement("explainer-preview");
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
root.adoptedStyleSheets = [sheet];

/** Puts the panel into the page, also back into one that was exchanged. */
export function attach() {
  if (!host.isConnected) document.documentElement.append(host);
}

/** Shows everything that is wrong; nothing for no problem. */
export function showProblems(problems, crash) {
  root.querySelector(".problems")?.remove();
  if (!problems.length && !crash) return;
  const box = make("section", { class: "problems", role: "alert", "aria-label": "Problems" });
  const errors = problems.filter((one) => one.severity === "error").length;
  const title = crash ? "The program failed: this is a bug" : count(errors, "problem");
  const head = make("header", {}, [
    make("div", {}, [make("h2", {}, [title]), make("p", {}, ["The last good page stays below."])]),
    button("✕", "Close until the next save", () => box.remove()),
  ]);
  box.append(head);
  if (crash) box.append(make("pre", {}, [crash]));
  box.append(make("ul", {}, problems.map(problemItem)));
  root.append(box);
}

function problemItem(one) {
  const place = one.path && `${one.path}${one.line ? `:${one.line}:${one.column}` : ""}`;
  return make("li", {}, [
    make("p", { class: one.severity }, [`${one.severity}[${one.code}]: `, make("b", {}, [one.message])]),
    place && make("p", {}, [one.edit ? make("a", { href: one.edit }, [place]) : make("code", {}, [place])]),
    one.line && one.excerpt.trim() && make("pre", { class: "excerpt" }, excerpt(one)),
    ...one.notes.map((note) => make("p", { class: "note" }, [note])),
    one.hint && make("p", { class: "hint" }, [`fix: ${one.hint}`]),
  ]);
}

/** The line with what is wrong in it marked, so that it shows on a narrow screen, too. */
function excerpt(one) {
  const letters = [...one.excerpt];
  const [begin, end] = [one.column - 1, one.column - 1 + Math.max(1, one.length)];
  const part = (from, to) => letters.slice(from, to).join("");
  const wrong = make("mark", {}, [part(begin, end) || " "]);
  return [make("span", { class: "line" }, [`${one.line}`]), part(0, begin), wrong, part(end)];
}

/** Offers the way to a page that was saved but is not the one shown. */
export function offerJump(path, address) {
  root.querySelector(".offer")?.remove();
  if (!path) return;
  const box = make("div", { class: "offer", role: "status" }, [
    make("span", {}, ["Saved ", make("a", { href: address }, [path])]),
    button("✕", "Dismiss", () => box.remove()),
  ]);
  root.append(box);
}

/** Shows where the page comes from and what is to be said of it. */
export function showStrip(facts) {
  root.querySelector(".strip")?.remove();
  if (!facts.source || sessionStorage.getItem("explainer-strip") === "off") return;
  const names = [...new Set(facts.marks.map((one) => one.name))];
  const marks = names.length
    ? make("details", { class: "marks" }, [
        make("summary", {}, names.map((name) => make("span", { class: "mark" }, [name]))),
        make("ul", {}, facts.marks.map((one) => make("li", {}, [make("b", {}, [one.name]), " ", one.text]))),
      ])
    : "";
  const weight = facts.gzipped ? `${(facts.gzipped / 1000).toFixed(1)} kB` : "";
  const box = make("aside", { class: "strip", "aria-label": "About this page" }, [
    marks,
    facts.edit ? make("a", { href: facts.edit }, [facts.source]) : facts.source,
    weight && make("span", { title: `HTML, compressed; ${facts.bytes} bytes before` }, [weight]),
    button("✕", "Hide in this tab", () => {
      sessionStorage.setItem("explainer-strip", "off");
      box.remove();
    }),
  ]);
  root.append(box);
}

/** Says that nothing will change any more, or that it does again. */
export function showConnection(isAlive) {
  root.querySelector(".away")?.remove();
  if (isAlive) return;
  const text = "The preview has ended. Start `explainer serve` again.";
  root.append(make("div", { class: "offer away", role: "status" }, [make("span", {}, [text])]));
}

function button(text, label, action) {
  const made = make("button", { type: "button", "aria-label": label, title: label }, [text]);
  made.addEventListener("click", action);
  return made;
}

function make(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter(Boolean));
  return made;
}

function count(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
