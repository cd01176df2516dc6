// What the pages do beyond HTML and CSS: the colour scheme, the search form's way, and the mark of
// the question being read. Nothing here is needed to read. Runs in the head, before the first paint.
(function () {
  'use strict';

  var root = document.documentElement;
  var schemes = ['auto', 'light', 'dark'];
  var fetched = {};
  var watcher;

  // From disk, or where storage is forbidden, the scheme lasts as long as the page.
  function stored(value) {
    try {
      if (value) localStorage.setItem('scheme', value);
      return localStorage.getItem('scheme');
    } catch (error) {
      return value;
    }
  }

  function apply(scheme) {
    if (scheme === 'light' || scheme === 'dark') root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  }

  function prepareSwitch(button) {
    function show() {
      var scheme = root.dataset.scheme || 'auto';
      var label = button.dataset.label + ': ' + button.dataset[scheme];
      button.setAttribute('aria-label', label);
      button.title = label;
    }
    button.addEventListener('click', function () {
      var next = schemes[(schemes.indexOf(root.dataset.scheme || 'auto') + 1) % schemes.length];
      apply(next);
      stored(next);
      show();
    });
    show();
    button.hidden = false;
  }

  // The question that crosses a line in the upper third of the window is the one being read.
  function markCurrent(sections) {
    var links = {};
    document.querySelectorAll('.question-list a, .question-bar a').forEach(function (link) {
      var id = decodeURIComponent(link.hash.slice(1));
      (links[id] = links[id] || []).push(link);
    });
    function mark(entry) {
      (links[entry.target.getAttribute('aria-labelledby')] || []).forEach(function (link) {
        if (!entry.isIntersecting) return link.removeAttribute('aria-current');
        link.setAttribute('aria-current', 'true');
        reveal(link);
      });
    }
    if (watcher) watcher.disconnect();
    watcher = new IntersectionObserver(
      function (entries) { entries.forEach(mark); },
      { rootMargin: '-30% 0px -70% 0px' }
    );
    sections.forEach(function (section) { watcher.observe(section); });
  }

  // A button beside each link to a question; where nothing may be copied, the link is enough.
  function prepareCopy(area) {
    if (!navigator.clipboard) return;
    area.querySelectorAll('a[rel=bookmark]:not(:has(+ .copy-link))').forEach(function (link) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'copy-link';
      button.textContent = area.dataset.copy;
      button.setAttribute('aria-live', 'polite');
      button.addEventListener('click', function () {
        navigator.clipboard.writeText(link.href).then(function () {
          button.textContent = area.dataset.copied;
          setTimeout(function () { button.textContent = area.dataset.copy; }, 3000);
        }, function () { link.focus(); });
      });
      link.after(button);
    });
  }

  // A button below each snippet; the text is selected where nothing may be copied.
  function prepareSnippet(area) {
    if (area.querySelector('.copy-link')) return;
    var text = area.querySelector('textarea');
    var button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy-link';
    button.textContent = area.dataset.copyText;
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', function () {
      text.select();
      if (!navigator.clipboard) return;
      navigator.clipboard.writeText(text.value).then(function () {
        button.textContent = area.dataset.copied;
        setTimeout(function () { button.textContent = area.dataset.copyText; }, 3000);
      });
    });
    area.append(button);
  }

  // scrollIntoView would also move the page.
  function reveal(link) {
    var list = link.closest('ol');
    var outer = list.getBoundingClientRect();
    var inner = link.getBoundingClientRect();
    list.scrollBy(
      (inner.left + inner.right - outer.left - outer.right) / 2,
      (inner.top + inner.bottom - outer.top - outer.bottom) / 2
    );
  }

  // The search's own script brings suggestions; it is loaded when a field is first used.
  function prepareSearch(form) {
    form.action = form.dataset.search;
    form.addEventListener('focusin', function () {
      var script = document.createElement('script');
      script.src = form.dataset.script;
      // The script's first request, under way at once.
      var index = document.createElement('link');
      index.rel = 'preload';
      index.as = 'script';
      index.href = new URL('search/index.js', script.src);
      document.head.append(script, index);
    }, { once: true });
  }

  // A page that the pointer rests on is fetched beforehand: by the time of the click it is there.
  function prefetch(event) {
    var link = event.target.closest('a[href]');
    if (!link || link.origin !== location.origin || link.pathname === location.pathname) return;
    var address = link.href.split('#')[0];
    if (fetched[address] || (navigator.connection || {}).saveData) return;
    fetched[address] = document.createElement('link');
    fetched[address].rel = 'prefetch';
    fetched[address].href = address;
    document.head.append(fetched[address]);
  }

  function prepareContent() {
    document.querySelectorAll('[data-copy]').forEach(prepareCopy);
    document.querySelectorAll('[data-copy-text]').forEach(prepareSnippet);
    var sections = document.querySelectorAll('.question');
    if (sections.length && 'IntersectionObserver' in window) markCurrent(sections);
  }

  apply(stored());
  // The preview brings new questions into a page that stands.
  document.addEventListener('explainer:changed', prepareContent);
  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('[data-scheme-switch]').forEach(prepareSwitch);
    // The search page has its script already, and needs to know the way without it.
    if (!document.getElementById('search-results'))
      document.querySelectorAll('form[data-search]').forEach(prepareSearch);
    prepareContent();
    if (location.protocol !== 'file:') document.addEventListener('pointerover', prefetch);
  });
})();
