//! Data sets against their laws.
