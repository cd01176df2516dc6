"""The stage that makes an explainer of a raw article: read, segment, write, account."""
