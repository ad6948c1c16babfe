//! Integration tests: what holds for the repository as a whole.

mod contrast;
