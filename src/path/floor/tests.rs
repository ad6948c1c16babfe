//! Floors against closed-form values.
