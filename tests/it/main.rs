//! What holds for the repository as a whole: who may use whom, what a program
//! is made of, and which colors can be told apart.

mod architecture;
mod cargo_tree;
mod contrast;
mod layers;
mod repository;
mod scan;
