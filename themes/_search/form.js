/* The search forms of a page: suggestions under the field, and the results of the search page.

   The markup stands in the page, so that a theme may change it: docs/search.md says what is needed.
   The words come from `<script type="application/json" id="search-strings">`. */
(() => {
  "use strict";
  const say = JSON.parse(document.getElementById("search-strings").textContent), page = document.documentElement.lang;
  const fill = (key, values) => say[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const counted = (count) => (count ? fill(count > 1 ? "search_results_many" : "search_results_one", { count }) : say.search_none);
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children);
    return element;
  };
  const button = (text, press) => {
    const element = make("button", { type: "button" }, text);
    element.addEventListener("click", press);
    return element;
  };
  const marked = (results, text) => results.marked(text).map((part, i) => (i % 2 ? make("mark", {}, part) : part));
  /* Leads to the sentence itself where the browser can. */
  const target = ({ url, excerpt }) => (!document.fragmentDirective || /^…|^$/.test(excerpt) ? url
    : url + ":~:text=" + encodeURIComponent(excerpt.split(" ").slice(0, 6).join(" ").replace(/…$/, "")).replace(/-/g, "%2D"));
  const typed = (input, run, pause) => {
    let timer;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(run, pause);
    });
  };

  function suggest(form, input, list) {
    const status = form.querySelector("[role=status]");
    let turn = 0, active = -1; // Only the latest search may show what it found.
    const choose = (place) => {
      const options = [...list.children], chosen = options[place];
      active = chosen ? place : -1;
      options.forEach((one) => one.setAttribute("aria-selected", one === chosen));
      input.setAttribute("aria-activedescendant", chosen ? chosen.id : "");
      chosen?.scrollIntoView({ block: "nearest" });
    };
    const show = (on) => {
      turn++;
      list.hidden = !on;
      input.setAttribute("aria-expanded", on);
      choose(-1);
    };
    const update = async () => {
      const text = input.value.trim(), mine = ++turn;
      const results = text && (await explainerSearch(text, { limit: 4 }).catch(() => ""));
      if (mine !== turn) return;
      if (results) {
        list.replaceChildren(...results.map((one, i) => make("li", { role: "option", id: list.id + i, lang: one.lang, dir: "auto", "data-url": target(one) },
          make("span", { class: "search-question" }, ...marked(results, one.question)), make("span", { class: "search-meta" }, one.explainer))));
        status.textContent = counted(results.total);
      }
      show(results.length > 0);
    };
    form.action = form.dataset.search;
    typed(input, update, 150);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], places = list.children.length + 1;
      if (event.isComposing) return;
      if (step && list.hidden) update();
      else if (step) choose(((active + 1 + step + places) % places) - 1);
      else if (event.key === "Escape" && !list.hidden) show(false);
      else if (event.key === "Enter" && active >= 0) list.children[active].click();
      else return;
      event.preventDefault();
    });
    // A press on an option must not take the focus before the click is through.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => location.assign(event.target.closest("[data-url]").dataset.url));
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || show(false));
    if (input.value) update();
  }

  function answer(form, input, box) {
    const part = (name) => box.querySelector(name), { tag, lang, exact } = form.elements;
    const filters = part("details"), status = part("[role=status]"), notes = part(".search-notes"), list = part(".search-list"), more = part(".search-more");
    let turn = 0, shown = 0, groups, days;

    /* Adds results, those of one explainer together; gives the first one's link. */
    function add(results) {
      const links = results.map((one) => {
        const same = groups.get(one.page), link = make("a", { href: target(one), lang: one.lang, dir: "auto" }, ...marked(results, one.question));
        if (same) same.append(make("li", {}, link));
        else {
          const item = part("template").content.firstElementChild.cloneNode(true), place = (name) => item.querySelector(name);
          place(".search-question").append(link);
          place(".search-excerpt").append(...marked(results, one.excerpt));
          place(".search-explainer").append(one.explainer);
          place("time").dateTime = one.date;
          place("time").append(one.date && days.format(new Date(one.date)));
          item.lang = one.lang;
          groups.set(one.page, place(".search-same"));
          list.append(item);
        }
        return link;
      });
      return links[0];
    }
    async function run(from = 0, limit = 3) {
      const mine = ++turn, state = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim())), { q = "" } = state;
      const results = await explainerSearch(q, { ...state, offset: from, limit }).catch(() => 0);
      if (mine !== turn) return;
      if (!from) {
        history.replaceState(null, "", location.pathname + (q && "?" + new URLSearchParams(state)));
        status.textContent = q && (results ? counted(results.total) : say.search_failed);
        notes.replaceChildren(...(results.meant || []).map(([word, meant]) => make("p", {}, fill("search_meant", { word, meant: meant.join(", ") }), " ",
          button(fill("search_exact", { word }), () => { exact.value = 1; run(); }))));
        if (results.unquoted) notes.append(make("p", {}, say.search_unquoted));
        if (results.total === 0 && (state.tag || state.lang)) notes.append(button(say.search_reset, () => { tag.value = lang.value = ""; run(); }));
        list.replaceChildren();
        groups = new Map();
      }
      shown = from + (results.length || 0);
      more.hidden = !(shown < results.total);
      return results && add(results);
    }
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = form.elements[name];
      if (!field) continue;
      field.value = value;
      if (value && !field.value) field.add(new Option(value, value, true, true));
      if (field !== input && value) filters.open = true;
    }
    box.hidden = false;
    run();
    typed(input, () => { exact.value = ""; run(); }, 200);
    form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
    box.addEventListener("change", () => run());
    more.addEventListener("click", async () => (await run(shown, 7))?.focus());
    // The first few come quickly; the next when there is room on the screen to see them.
    new IntersectionObserver(([seen]) => seen.isIntersecting && shown < 10 && run(shown, 7)).observe(more);
    filters.addEventListener("toggle", async () => {
      const [, ...facets] = await explainerSearch.facets(), names = new Intl.DisplayNames([page], { type: "language" });
      [tag, lang].forEach((select, i) => {
        const { value } = select, some = Object.keys(facets[i]);
        select.length = 1;
        select.append(...some.map((one) => new Option(i ? names.of(one) : one, one)));
        select.value = value;
        select.parentNode.hidden = some.length < 2 && !value;
      });
    }, { once: true });
    // Slow to make: while the first files are on their way.
    days = new Intl.DateTimeFormat(page.replace(/^en$/, "en-001"), { dateStyle: "long", timeZone: "UTC" });
  }

  explainerSearch.ready().catch(() => 0);
  for (const form of document.querySelectorAll("form[role=search]")) {
    const list = form.querySelector("[role=listbox]"), box = document.getElementById("search-results");
    if (list) suggest(form, form.elements.q, list);
    else if (box) answer(form, form.elements.q, box);
  }
})();
