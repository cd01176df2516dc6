// Leads whoever follows an old link on to where the question is answered now.
(function () {
  'use strict';

  function lead() {
    var place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var moved = place && place.closest('[data-moved]');
    var link = (moved && moved.querySelector('a')) || (!moved && document.querySelector('[data-moved-page]'));
    if (link) location.replace(link.href + (moved || link.hash ? '' : location.hash));
  }

  addEventListener('hashchange', lead);
  lead();
})();
