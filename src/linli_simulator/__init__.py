"""A district that talks: invented places, devices and people, for demos and trials."""
