"""The public site: pages, images, sources and vocabularies that courses and alumni stand on."""
