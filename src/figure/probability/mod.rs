//! Figures of the reminder of probability: densities, averages, conditioning.

pub mod joint_law;
