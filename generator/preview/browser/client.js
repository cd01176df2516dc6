// The browser's half of the preview: hears of every build and brings the page up to it.

import { morph, needsReload, replaceStyleSheet } from "./morph.js";
import { attach, offerJump, showConnection, showProblems, showStrip } from "./panel.js";

const PROTOCOL = "explainer-preview-1";
const tag = document.querySelector('script[src="/_preview/client.js"]');
const base = tag.dataset.base;
const path = tag.dataset.path;
const MOST_FLASHES = 12;

let version = Number(tag.dataset.version);
// What the build made of this page, before any script touched it.
let built = null;
let updating = Promise.resolve();
let retries = 0;
let looks = 0;

attach();
built = fetchPage().then((page) => {
  // Built again between the page and this: what stands in the window is not what was fetched.
  if (page && page.version !== version) location.reload();
  return page;
});
showFacts();
connect();

function connect() {
  const socket = new WebSocket(`ws://${location.host}/livereload`);
  socket.addEventListener("open", () => {
    retries = 0;
    showConnection(true);
    socket.send(JSON.stringify({ command: "hello", protocols: [PROTOCOL] }));
  });
  socket.addEventListener("message", (event) => {
    const state = JSON.parse(event.data);
    if (state.command === "state") updating = updating.then(() => take(state)).catch(console.error);
  });
  socket.addEventListener("close", () => {
    retries += 1;
    if (retries > 2) showConnection(false);
    setTimeout(connect, Math.min(5000, 250 * retries));
  });
}

async function take(state) {
  attach();
  showProblems(state.problems, state.crash);
  if (state.looks !== looks) {
    looks = state.looks;
    showFacts();
  }
  if (state.version === version || state.problems.length || state.crash || !state.built) return;
  // Another count than the next one: builds were missed, or the preview was started anew.
  const missed = state.version !== version + 1;
  version = state.version;
  if (missed || state.changed.includes(path) || ["", "404.html"].includes(path)) await update(state.saved.length > 0);
  refreshFiles(state.changed);
  const other = state.saved.find((one) => one.path !== path);
  const own = state.saved.some((one) => one.path === path);
  if (other && !own) offerJump(other.path, base + other.path);
  else offerJump("");
}

async function update(isSaved) {
  const before = await built;
  const after = await fetchPage();
  built = Promise.resolve(after);
  // Another path: what was missing is there now, and all that is known of the page changes.
  if (!before || !after || after.path !== path || needsReload(before, after)) {
    location.reload();
    return;
  }
  const { scrollX, scrollY } = window;
  const touched = morph(document.documentElement, before.documentElement, after.documentElement);
  window.scrollTo(scrollX, scrollY);
  attach();
  document.dispatchEvent(new Event("explainer:changed"));
  if (isSaved) point(touched);
  showFacts();
}

/** The page as the server has it now; null when there is none. */
async function fetchPage() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer || answer.status === 503) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const own = page.querySelector('script[src="/_preview/client.js"]');
  page.version = Number(own?.dataset.version ?? -1);
  page.path = own?.dataset.path;
  own?.remove();
  return page;
}

/** Brings the first change into view and lights up all of them, unless they are too many. */
function point(touched) {
  const main = document.querySelector("main") ?? document.body;
  const inside = touched.filter((one) => main.contains(one) && one !== main);
  const outermost = inside.filter((one) => !inside.some((other) => other !== one && other.contains(one)));
  if (!outermost.length || outermost.length > MOST_FLASHES) return;
  const gentle = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const first = outermost.reduce((one, other) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING ? other : one,
  );
  if (!isInView(first) && !isTyping()) {
    first.scrollIntoView({ block: "center", behavior: gentle ? "instant" : "smooth" });
  }
  if (gentle) return;
  for (const one of outermost) {
    one.animate([{ backgroundColor: "rgb(255 209 102 / 0.45)" }, { backgroundColor: "transparent" }], {
      duration: 1500,
      easing: "ease-out",
    });
  }
}

function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

function isTyping() {
  return document.hasFocus() && document.activeElement?.matches("input, textarea, [contenteditable]");
}

/** Loads style sheets and pictures again whose content changed under the same address. */
function refreshFiles(changed) {
  const isChanged = (address) => {
    const { origin, pathname } = new URL(address, location.href);
    return origin === location.origin && changed.includes(decodeURI(pathname).slice(base.length));
  };
  const anew = (address) => {
    const made = new URL(address, location.href);
    made.searchParams.set("build", version);
    return made.href;
  };
  for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
    if (isChanged(link.href)) replaceStyleSheet(link, anew(link.href));
  }
  for (const image of document.images) if (isChanged(image.src)) image.src = anew(image.src);
}

async function showFacts() {
  const answer = await fetch(`/_preview/page?path=${encodeURIComponent(path)}`).catch(() => null);
  if (answer?.ok) showStrip(await answer.json());
}
