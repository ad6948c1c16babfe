//! What a reader points at and drags on a picture.

use std::collections::BTreeMap;

/// Where the pointer is and what has been dragged; kept beside a figure, not in
/// its settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Probe {
    /// Handles that were moved, by name.
    handles: BTreeMap<&'static str, [f64; 2]>,
    /// The pointer, in data units; none while it is elsewhere.
    pub pointer: Option<[f64; 2]>,
    /// Map that the pointer is on, counted from 0.
    pub pointer_panel: Option<usize>,
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
    /// Where a handle was put; none while it stands where the figure has it.
    pub fn handle(&self, name: &str) -> Option<[f64; 2]> {
        self.handles.get(name).copied()
    }

    /// The probe after something was done.
    #[must_use]
    pub fn after(mut self, touch: Touch) -> Self {
        match touch {
            Touch::Point { panel, at } => {
                (self.pointer, self.pointer_panel) = (at, at.map(|_| panel));
            }
            Touch::Drag { handle, at, .. } => {
                self.handles.insert(handle, at);
            }
        }
        self
    }
}

/// Name of the handle of the point that conditions a path.
pub const Z: &str = "z";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_stays_where_it_was_put_while_the_pointer_goes_on() {
        let probe = Probe::default()
            .after(Touch::Drag { panel: 1, handle: Z, at: [1.0, 2.0] })
            .after(Touch::Point { panel: 0, at: Some([0.5, 0.5]) })
            .after(Touch::Drag { panel: 1, handle: "start", at: [9.0, 9.0] });
        assert_eq!((probe.pointer, probe.pointer_panel), (Some([0.5, 0.5]), Some(0)));
        let probe = probe.after(Touch::Point { panel: 0, at: None });
        assert_eq!((probe.pointer, probe.pointer_panel), (None, None));
        assert_eq!(probe.handle(Z), Some([1.0, 2.0]));
        assert_eq!(probe.handle("start"), Some([9.0, 9.0]));
        assert_eq!(probe.handle("elephant"), None);
    }
}
