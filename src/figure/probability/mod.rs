//! Figures of the reminder of probability: densities, averages, conditioning.

mod bell;
pub mod hint;
mod regression;

pub mod bins;
pub(in crate::figure) mod draw;
pub mod joint_law;

pub mod bayes;
pub mod conditional_expectation;
pub mod function_or_variable;
pub mod gaussian_bell;
pub mod joint;
pub mod lotus;
pub mod mean_as_minimizer;
pub mod region_probability;
pub mod tower;

#[cfg(test)]
mod tests;
