//! Tests of what the files of the repository hold, and of parts together.

mod contrast;
