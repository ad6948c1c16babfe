//! What a reader points at and drags on a picture.

/// Most handles that a figure may have.
const N_HANDLES: usize = 12;

/// Where the pointer is and what has been dragged; kept beside a figure, not in
/// its settings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Probe {
    /// Handles that have been moved, by name.
    handles: [Option<(&'static str, [f64; 2])>; N_HANDLES],
    /// The pointer, in data units; none while it is elsewhere.
    pub pointer: Option<[f64; 2]>,
    /// The map that the pointer is on, counted from 0.
    pub pointer_panel: usize,
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
    /// The pointer on the first map, and nothing moved.
    pub fn pointing(at: [f64; 2]) -> Self {
        Self { pointer: Some(at), ..Self::default() }
    }

    /// Where the handle `name` was put; none while it has not been moved.
    pub fn handle(&self, name: &str) -> Option<[f64; 2]> {
        self.handles.iter().flatten().find(|(of, _)| *of == name).map(|(_, at)| *at)
    }

    /// The probe with the handle `name` there; more handles than there is room
    /// for stay where they are.
    #[must_use]
    pub fn with_handle(mut self, name: &'static str, at: [f64; 2]) -> Self {
        let is_its =
            |kept: &&mut Option<(&'static str, [f64; 2])>| kept.is_none_or(|(of, _)| of == name);
        if let Some(place) = self.handles.iter_mut().find(is_its) {
            *place = Some((name, at));
        }
        self
    }

    /// The probe after something was done.
    #[must_use]
    pub fn after(self, touch: Touch) -> Self {
        match touch {
            Touch::Point { panel, at } => Self { pointer: at, pointer_panel: panel, ..self },
            Touch::Drag { handle, at, .. } => self.with_handle(handle, at),
        }
    }
}

/// Name of the handle of the point that conditions a path.
pub const Z: &str = "z";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_stay_where_they_were_put_while_the_pointer_goes_on() {
        let probe = Probe::default()
            .after(Touch::Drag { panel: 1, handle: Z, at: [1.0, 2.0] })
            .after(Touch::Point { panel: 2, at: Some([0.5, 0.5]) })
            .after(Touch::Drag { panel: 1, handle: "start", at: [9.0, 9.0] })
            .after(Touch::Drag { panel: 1, handle: "start", at: [3.0, 4.0] });
        assert_eq!(probe.handle(Z), Some([1.0, 2.0]));
        assert_eq!(probe.handle("start"), Some([3.0, 4.0]));
        assert_eq!(probe.handle("elephant"), None);
        assert_eq!((probe.pointer, probe.pointer_panel), (Some([0.5, 0.5]), 2));
        assert_eq!(probe.after(Touch::Point { panel: 0, at: None }).pointer, None);
    }

    #[test]
    fn too_many_handles_change_nothing() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"];
        let full = names.iter().fold(Probe::default(), |p, name| p.with_handle(name, [1.0; 2]));
        assert_eq!(full.handle("l"), Some([1.0; 2]));
        assert_eq!(full.handle("m"), None);
    }
}
