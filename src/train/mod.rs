//! Training: the loss, Adam, one step, and a run that can be left and resumed.

pub mod coder;
pub mod images;
pub mod objective;
pub mod optimizer;
pub mod run;
pub mod self_test;
pub mod slow;
pub mod snapshot;
pub mod speed;
pub mod step;

#[cfg(test)]
mod image_tests;
#[cfg(test)]
mod tests;
