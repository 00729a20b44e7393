"""Who publishes what: municipalities and organisations, their people, their collections, and what was taken down."""
