"""`site.yml`: the site's configuration, read and checked."""

from generator.config.loading import guess_config, load_config, load_zone

__all__ = ["guess_config", "load_config", "load_zone"]
