//! Exact marginals against closed-form values, differences and integrals.
