"""Where everything comes from: fingerprints, ledger, seal and crate; files and hashes only."""
