//! What a reader points at and drags on a picture.

/// Where the pointer is and what has been dragged; kept beside a figure, not in
/// its settings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Probe {
    /// The point that conditions the path, once it has been moved.
    pub z: Option<[f64; 2]>,
    /// The pointer, in data units; none while it is elsewhere.
    pub pointer: Option<[f64; 2]>,
}

/// Something done with the pointer or the keys on a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Touch {
    /// The pointer is there, in data units, or has left.
    Point {
        /// Map, counted from 0.
        panel: usize,
        /// Place.
        at: Option<[f64; 2]>,
    },
    /// A handle was moved there.
    Drag {
        /// Map, counted from 0.
        panel: usize,
        /// Name of the handle.
        handle: &'static str,
        /// Place.
        at: [f64; 2],
    },
}

impl Probe {
    /// The probe after something was done.
    #[must_use]
    pub fn after(self, touch: Touch) -> Self {
        match touch {
            Touch::Point { at, .. } => Self { pointer: at, ..self },
            Touch::Drag { handle: Z, at, .. } => Self { z: Some(at), ..self },
            Touch::Drag { .. } => self,
        }
    }
}

/// Name of the handle of [`Probe::z`].
pub const Z: &str = "z";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_stays_where_it_was_put_while_the_pointer_goes_on() {
        let probe = Probe::default()
            .after(Touch::Drag { panel: 1, handle: Z, at: [1.0, 2.0] })
            .after(Touch::Point { panel: 0, at: Some([0.5, 0.5]) })
            .after(Touch::Point { panel: 0, at: None })
            .after(Touch::Drag { panel: 1, handle: "elephant", at: [9.0, 9.0] });
        assert_eq!(probe, Probe { z: Some([1.0, 2.0]), pointer: None });
    }
}
