// Brings a page from one build to the next without a reload.
//
// Three trees: what the last build made of the page, what the new one made of it, and what stands in
// the window, which scripts and the reader may have changed meanwhile. Only what differs between the
// two builds is touched, so open menus, typed words, results of a search and the selection stay.

/** Applies what changed from `before` to `after` in `live`; the live elements that were touched. */
export function morph(live, before, after) {
  const touched = new Set();
  morphNode(live, before, after, touched);
  return [...touched].filter((one) => one.isConnected);
}

/** True when the two builds of a page run other scripts: only a reload can undo the old ones. */
export function needsReload(before, after) {
  const scripts = (page) =>
    [...page.querySelectorAll("script")]
      .filter((one) => !one.src.includes("/_preview/") && !one.type.includes("json"))
      .map((one) => one.src + one.textContent)
      .join("\n");
  return scripts(before) !== scripts(after);
}

function morphNode(live, before, after, touched) {
  if (before.isEqualNode(after)) return;
  if (after.nodeType !== Node.ELEMENT_NODE) {
    live.data = after.data;
    touched.add(live.parentElement);
    return;
  }
  morphAttributes(live, before, after, touched);
  morphChildren(live, before, after, touched);
}

function morphAttributes(live, before, after, touched) {
  const names = new Set([...before.getAttributeNames(), ...after.getAttributeNames()]);
  for (const name of names) {
    const value = after.getAttribute(name);
    if (value === before.getAttribute(name)) continue;
    if (live.matches('link[rel="stylesheet"]') && name === "href") {
      replaceStyleSheet(live, value);
      continue;
    }
    if (value === null) live.removeAttribute(name);
    else live.setAttribute(name, value);
    // The addresses of a page change with what they lead to; the reader sees no difference.
    if (!["href", "src", "srcset", "content", "datetime"].includes(name)) touched.add(live);
  }
}

/** Puts a style sheet in the place of another; the old one stays until the new one is there. */
export function replaceStyleSheet(link, address) {
  const next = link.cloneNode();
  next.href = address;
  const done = () => link.remove();
  next.addEventListener("load", done, { once: true });
  next.addEventListener("error", done, { once: true });
  link.after(next);
}

function morphChildren(live, before, after, touched) {
  const olds = [...before.childNodes];
  const news = [...after.childNodes];
  const standing = counterparts(live, olds);
  const partners = pair(olds, news);
  const kept = new Set(partners.filter((one) => one !== null));
  olds.forEach((old, at) => {
    if (kept.has(at) || !standing[at]) return;
    if (isText(old)) touched.add(live);
    standing[at].remove();
  });
  // From the end, so that each node finds its place before the one that follows.
  let next = lastOwn(live, standing, kept);
  for (let at = news.length - 1; at >= 0; at -= 1) {
    const node = news[at];
    const partner = partners[at];
    let own = partner === null ? null : standing[partner];
    if (own) {
      if (own.nextSibling !== next && !isFollowedBy(own, next)) live.insertBefore(own, next);
      morphNode(own, olds[partner], node, touched);
    } else if (partner === null || !olds[partner].isEqualNode(node)) {
      own = document.importNode(node, true);
      live.insertBefore(own, next);
      if (own.nodeType === Node.ELEMENT_NODE) touched.add(own);
      else if (own.data.trim()) touched.add(live);
    }
    if (own) next = own;
  }
}

/** The live node of every node that the last build made; null where a script took it away. */
function counterparts(live, olds) {
  const children = [...live.childNodes];
  let from = 0;
  return olds.map((old) => {
    for (let at = from; at < children.length; at += 1) {
      if (isSame(children[at], old)) {
        from = at + 1;
        return children[at];
      }
    }
    return null;
  });
}

/** For every new node the index of the old one that it continues, or null; in rising order. */
function pair(olds, news) {
  const partners = new Array(news.length).fill(null);
  let start = 0;
  while (start < olds.length && start < news.length && olds[start].isEqualNode(news[start])) {
    partners[start] = start;
    start += 1;
  }
  let oldEnd = olds.length;
  let newEnd = news.length;
  while (oldEnd > start && newEnd > start && olds[oldEnd - 1].isEqualNode(news[newEnd - 1])) {
    oldEnd -= 1;
    newEnd -= 1;
    partners[newEnd] = oldEnd;
  }
  let from = start;
  for (let at = start; at < newEnd; at += 1) {
    const rest = olds.slice(from, oldEnd);
    const left = newEnd - at;
    // An equal one further on, unless more are left over here than come: then some went away.
    let found = rest.findIndex((one) => !isBlank(one) && one.isEqualNode(news[at]));
    if (found < 0 && news[at].id) found = rest.findIndex((one) => one.id === news[at].id);
    if (found < 0 && rest.length && isSame(rest[0], news[at]) && !comesLater(rest[0], news, at, newEnd)) {
      found = rest.length >= left || !news[at].id ? 0 : -1;
    }
    if (found >= 0) {
      partners[at] = from + found;
      from += found + 1;
    }
  }
  return partners;
}

/** True when an old node stands unchanged further on among the new ones. */
function comesLater(old, news, at, end) {
  return !isBlank(old) && news.slice(at + 1, end).some((one) => one.isEqualNode(old));
}

function isSame(one, other) {
  return one.nodeName === other.nodeName && (one.id || "") === (other.id || "");
}

function isText(node) {
  return node.nodeType === Node.TEXT_NODE && !isBlank(node);
}

function isBlank(node) {
  return node.nodeType === Node.TEXT_NODE && !node.data.trim();
}

/** What stands after the last node of ours in the window: there new nodes at the end belong. */
function lastOwn(live, standing, kept) {
  for (let at = standing.length - 1; at >= 0; at -= 1) {
    if (standing[at] && kept.has(at)) return standing[at].nextSibling;
  }
  return null;
}

/** True when `next` comes after `node` with nothing but nodes of scripts between them. */
function isFollowedBy(node, next) {
  for (let one = node.nextSibling; one; one = one.nextSibling) if (one === next) return true;
  return next === null;
}
