//! What holds for the repository as a whole: who may use whom, what a program
//! is made of, which colors can be told apart, and what a seed means.

mod architecture;
mod cargo_tree;
mod contrast;
mod layers;
mod presets;
mod repository;
mod scan;
mod value_stability;
