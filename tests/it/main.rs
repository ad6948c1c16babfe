//! What holds for the repository as a whole: who may use whom, and what a
//! program is made of, and that seeds keep their meaning.

mod architecture;
mod cargo_tree;
mod layers;
mod repository;
mod scan;
mod value_stability;
