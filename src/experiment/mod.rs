//! What a learner may choose: parameters, their values, and the link that carries them.
//!
//! A link is what the learner typed; [`run::Experiment`] is what the machine
//! runs, complete and within bounds. Knows no browser and no Burn.

pub mod arrange;
pub mod catalogue;
pub mod choice;
pub mod comparison;
pub mod condition;
pub mod differences;
pub mod drawn;
pub mod entry;
pub mod group;
pub mod images;
pub mod layers;
pub mod link;
pub mod mix;
pub mod page;
pub mod param;
pub mod percent;
pub mod playlist;
pub mod preset;
pub mod pytorch;
pub mod route;
pub mod rules;
pub mod run;
pub mod settings;
pub mod shipped;
pub mod sketch;
