"""`site.yml`: the site's configuration, read and checked."""

from generator.config.loading import load_config, load_zone

__all__ = ["load_config", "load_zone"]
