//! A page in a browser: a static host, a driver, and words for what a person does.

pub(crate) mod cloud;
pub(crate) mod commands;
pub(crate) mod driver;
pub(crate) mod exports;
pub(crate) mod folder;
pub(crate) mod lab;
pub(crate) mod patch;
pub(crate) mod site;
