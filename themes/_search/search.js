/* The search form of a page: suggestions under the field, and the results of the search page.

   Reads its words from `<script type="application/json" id="search-strings">`; loads the engine
   (data-engine) and the index (data-index) when a field is first used. See docs/search.md. */
(() => {
  "use strict";
  const own = document.currentScript;
  const address = (name, fallback) => new URL(own.dataset[name] || fallback, name in own.dataset ? document.baseURI : own.src).href;
  const engine = address("engine", "search-engine.js"), index = address("index", "search/index.js");
  const given = document.getElementById("search-strings");
  const say = {
    search_results_one: "1 question",
    search_results_many: "{count} questions",
    search_none: "No question matches.",
    search_failed: "Search could not be loaded.",
    search_all: "See all questions",
    search_more: "More results",
    search_meant: "Searching for “{meant}” instead of “{word}”.",
    search_exact: "Search for “{word}” only",
    search_suggestions: "Suggested questions",
    search_filters: "Filter and sort",
    search_tag: "Tag",
    search_language: "Language",
    search_any: "Any",
    search_sort: "Sort by",
    search_by_relevance: "Relevance",
    search_by_date: "Newest first",
    search_reset: "Search without filters",
    ...(given ? JSON.parse(given.textContent) : {}),
  };
  const fill = (key, values = {}) => say[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const counted = (count) => fill(count === 1 ? "search_results_one" : "search_results_many", { count });

  let loading = null;
  const ready = () => (loading ||= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = engine;
    element.onload = () => {
      explainerSearch.index = index;
      explainerSearch.ready().then(resolve, reject);
    };
    element.onerror = reject;
    document.head.append(element);
  }).catch((error) => {
    loading = null;
    throw error;
  }));
  const find = async (text, options) => (await ready(), explainerSearch(text, options));

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      if (value !== undefined) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }
  const marked = (results, text) => results.marked(text).map(([part, hit]) => (hit ? make("mark", {}, part) : part));
  const day = (date) => {
    const parsed = new Date(`${date}T12:00:00Z`);
    const shown = isNaN(parsed) ? date : parsed.toLocaleDateString(document.documentElement.lang || undefined, { dateStyle: "medium", timeZone: "UTC" });
    return make("time", { datetime: date }, shown);
  };
  /* Leads to the sentence itself where the browser can. */
  function target(result) {
    if (!("fragmentDirective" in document) || result.excerpt.startsWith("…")) return result.url;
    const start = result.excerpt.split(" ").slice(0, 6).join(" ").replace(/…$/, "");
    return start ? `${result.url}:~:text=${encodeURIComponent(start).replace(/-/g, "%2D")}` : result.url;
  }

  // --- Suggestions under a field ---------------------------------------------------------------
  let fields = 0;
  function suggest(form, input) {
    const id = `search-suggestions-${++fields}`;
    const list = make("ul", { role: "listbox", id, class: "search-suggestions", "aria-label": say.search_suggestions, hidden: "" });
    const status = make("p", { role: "status", class: "visually-hidden" });
    let turn = 0, timer = 0, active = -1;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", id], ["aria-haspopup", "listbox"]])
      input.setAttribute(name, value);
    form.append(list, status);

    const choose = (place) => {
      const options = list.children;
      options[active]?.setAttribute("aria-selected", "false");
      active = options.length ? (place + options.length + 1) % (options.length + 1) : -1;
      if (active === options.length) active = -1;
      input.removeAttribute("aria-activedescendant");
      if (active < 0) return;
      options[active].setAttribute("aria-selected", "true");
      options[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[active].id);
    };
    const show = (on) => {
      list.hidden = !on;
      input.setAttribute("aria-expanded", String(on));
      if (!on) choose(-1);
    };
    const update = async () => {
      const text = input.value.trim(), mine = ++turn;
      if (!text) return show(false);
      try {
        const results = await find(text, { limit: 4 });
        if (mine !== turn) return;
        active = -1;
        input.removeAttribute("aria-activedescendant");
        list.replaceChildren(...results.map((one, i) => make("li",
          { role: "option", id: `${id}-${i}`, "aria-selected": "false", "data-url": target(one) },
          make("span", { class: "search-question" }, ...marked(results, one.question)),
          make("span", { class: "search-meta" }, one.explainer))));
        status.textContent = results.length ? counted(results.total) : say.search_none;
        show(results.length > 0);
      } catch { show(false); }
    };
    input.addEventListener("focus", () => ready().catch(() => {}));
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(update, 150);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) { if (input.value.trim()) update(); }
        else choose(event.key === "ArrowDown" ? active + 1 : active < 0 ? list.children.length - 1 : active - 1);
        event.preventDefault();
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        location.assign(list.children[active].dataset.url);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        turn++;
        show(false);
      }
    });
    // A press on an option must not take the focus before the click is through.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-url]");
      if (option) location.assign(option.dataset.url);
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) { turn++; show(false); }
    });
  }

  // --- The search page -------------------------------------------------------------------------
  function page(form, input, box) {
    const all = form.getAttribute("action");
    const status = make("p", { role: "status", class: "search-status" });
    const notes = make("div", { class: "search-notes" }), list = make("ol", { class: "search-list" });
    const more = make("button", { type: "button", class: "search-more", hidden: "" }, say.search_more);
    const filters = make("details", { class: "search-filters" }, make("summary", {}, say.search_filters));
    const state = Object.fromEntries(new URLSearchParams(location.search));
    let turn = 0, timer = 0, shown = 0, groups = new Map();
    box.replaceChildren(filters, status, notes, list, more);
    input.value = state.q || "";

    function item(results, one) {
      return make("li", { class: "search-item" },
        make("h2", { class: "search-question" }, make("a", { href: target(one) }, ...marked(results, one.question))),
        make("p", { class: "search-excerpt" }, ...marked(results, one.excerpt)),
        make("p", { class: "search-meta" }, ...[one.explainer, one.date && day(one.date)].filter(Boolean).flatMap((part, i) => (i ? [" · ", part] : [part]))));
    }
    function append(results) {
      for (const one of results) {
        const group = groups.get(one.page), entry = item(results, one);
        if (!group) {
          groups.set(one.page, entry);
          list.append(entry);
          continue;
        }
        let nested = group.querySelector(".search-same");
        if (!nested) group.append((nested = make("ul", { class: "search-same" })));
        nested.append(make("li", {}, make("a", { href: target(one) }, ...marked(results, one.question))));
      }
      shown += results.length;
      more.hidden = shown >= results.total;
    }
    function explain(results) {
      notes.replaceChildren(...results.meant.map(([word, meant]) => {
        const exact = make("button", { type: "button" }, fill("search_exact", { word }));
        exact.addEventListener("click", () => { state.exact = "1"; run(); });
        return make("p", {}, fill("search_meant", { word, meant: meant.join(", ") }), " ", exact);
      }));
      if (results.length) return;
      const ways = make("p", {}, make("a", { href: all }, say.search_all));
      if (state.tag || state.lang) {
        const reset = make("button", { type: "button" }, say.search_reset);
        reset.addEventListener("click", () => {
          delete state.tag;
          delete state.lang;
          for (const one of filters.querySelectorAll("select")) if (one.name !== "sort") one.value = "";
          run();
        });
        ways.append(" ", reset);
      }
      notes.append(ways);
    }
    async function run(asked, next = asked) {
      const text = input.value.trim(), mine = ++turn;
      state.q = text;
      const kept = Object.entries(state).filter(([, value]) => value);
      const query = new URLSearchParams(kept).toString();
      history.replaceState(null, "", location.pathname + (query ? `?${query}` : ""));
      if (!text) {
        for (const one of [notes, list]) one.replaceChildren();
        status.textContent = "";
        more.hidden = true;
        return;
      }
      box.setAttribute("aria-busy", "true");
      try {
        const results = await find(text, { ...state, limit: next ? 7 : 3, offset: next ? shown : 0 });
        if (mine !== turn) return;
        const start = shown;
        if (!next) {
          list.replaceChildren();
          groups = new Map();
          shown = 0;
          explain(results);
          status.textContent = results.total ? counted(results.total) : say.search_none;
        }
        append(results);
        if (asked && start) list.querySelectorAll("a")[start]?.focus();
      } catch {
        if (mine !== turn) return;
        status.textContent = say.search_failed;
        notes.replaceChildren(make("p", {}, make("a", { href: all }, say.search_all)));
      } finally {
        if (mine === turn) box.removeAttribute("aria-busy");
      }
    }
    function choice(name, label, options) {
      const select = make("select", { name }, ...options.map(([value, text]) => make("option", { value }, text)));
      select.value = state[name] || "";
      select.addEventListener("change", () => { state[name] = select.value; run(); });
      return make("label", {}, label, " ", select);
    }
    filters.addEventListener("toggle", async () => {
      if (filters.querySelector("select")) return;
      await ready();
      const [, tags, languages] = await explainerSearch.facets();
      if (filters.querySelector("select")) return;
      const any = ["", say.search_any], names = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "language" }) : null;
      filters.append(choice("sort", say.search_sort, [["", say.search_by_relevance], ["date", say.search_by_date]]));
      if (Object.keys(tags).length)
        filters.append(choice("tag", say.search_tag, [any, ...Object.keys(tags).map((one) => [one, one])]));
      if (Object.keys(languages).length > 1)
        filters.append(choice("lang", say.search_language, [any, ...Object.keys(languages).map((one) => [one, names ? names.of(one) : one])]));
    });
    if (state.tag || state.lang || state.sort) filters.open = true;
    input.addEventListener("input", () => {
      delete state.exact;
      clearTimeout(timer);
      timer = setTimeout(() => run(), 200);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      run();
    });
    ready().catch(() => {});
    more.addEventListener("click", () => run(true));
    // The first few come quickly; the next when there is room on the screen to see them.
    new IntersectionObserver(([seen]) => { if (seen.isIntersecting && !more.hidden && shown < 10) run(false, true); }).observe(more);
    if (input.value) run();
  }

  const box = document.getElementById("search-results");
  let taken = false;
  for (const form of document.querySelectorAll("form[role=search][data-search]")) {
    const input = form.querySelector("input[type=search]");
    if (!input) continue;
    if (box && !taken && (form.closest("main") || !document.querySelector("main form[role=search]"))) {
      taken = true;
      page(form, input, box);
    } else {
      form.setAttribute("action", form.dataset.search);
      suggest(form, input);
    }
  }
})();
