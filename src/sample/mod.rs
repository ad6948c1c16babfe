//! Learned fields at work: the network as a velocity field, flows along it,
//! grids of it, and how good both are.

pub mod copies;
pub mod field;
pub mod field_error;
pub mod flow;
pub mod grid;
pub mod images;
pub mod judge;
pub mod loss_by_time;
pub mod read;
pub mod tensor;
pub mod verdict;
