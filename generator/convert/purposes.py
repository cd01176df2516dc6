"""What the names of an element say about its purpose on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Parts of class names and ids, between hyphens and underscores, by the rule that they ask for.
_PURPOSES = {
    "comments": """
        comment comments commentlist disqus respond kommentare commentaires replies
    """,
    "teasers": """
        related recommended recommendation recommendations teaser teasers readmore morelinks
        mostread popular trending outbrain taboola plista upscore upnext related-articles
        relatedposts moreon seealso linkbox linklist onward crosslinks
    """,
    "sharing": """
        share sharing social socials sharebar shariff addtoany sharedaddy
    """,
    "advertisement": """
        ad ads advert advertisement advertising adslot dfp werbung anzeige sponsor sponsored
        affiliate promo promotion promobox publicidad publicite
    """,
    "newsletter": """
        newsletter newsletters signup subscribe subscription mailchimp
    """,
    "site notice": """
        cookie cookies consent gdpr cmp paywall piano regwall login signin register modal
        popup overlay toast banner alert disclaimer offcanvas app-promo
    """,
    "navigation": """
        nav navbar navigation menu menus breadcrumb breadcrumbs pagination pager subnav topnav
        masthead sitemap skip skiplink skiplinks
    """,
    "page footer": """
        footer sitefooter colophon
    """,
    "sidebar": """
        sidebar widget rail rightrail secondary
    """,
    "tags": """
        tags taglist tagcloud topics keywords hashtags
    """,
    "author box": """
        author-bio authorbox author-box author__box bio aboutauthor
    """,
}
_PURPOSE = {word: rule for rule, listed in _PURPOSES.items() for word in listed.split()}
# These tell something only as a whole name: inside longer ones they mean other things.
_WHOLE = frozenset(["banner", "secondary", "alert", "topics", "bio", "skip"])


STRUCTURAL = frozenset(
    (
        *("widget", "popup", "modal", "overlay", "alert", "secondary", "bio", "social", "topics"),
        *("nav", "navigation", "menu", "menus", "toast", "disclaimer", "rail", "banner"),
        *("aside", "footer", "dialog", "alertdialog", "tablist", "menubar", "toolbar"),
    )
)
"""Names of elements that may be a page's own parts as well: what they hold tells."""


def named_purpose(marks: Sequence[str]) -> tuple[str, str]:
    """The rule that an element's names ask for, and the word in them that does."""
    for mark in marks:
        if mark in _PURPOSE:
            return _PURPOSE[mark], mark
        for part in re.split(r"[-_:]+|\d+", mark):
            if part in _PURPOSE and part not in _WHOLE:
                return _PURPOSE[part], part
    return "", ""
