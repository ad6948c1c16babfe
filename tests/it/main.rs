//! What holds for the repository as a whole: who may use whom, and what a
//! program is made of.

mod architecture;
mod cargo_tree;
mod layers;
mod repository;
mod scan;
