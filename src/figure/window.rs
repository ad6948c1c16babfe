//! What part of the plane a data set's pictures show.

use std::sync::OnceLock;

use crate::dataset::DatasetKind;
use crate::math::kind::Kind;
use crate::math::window::Window;

/// Window of a data set; a law is built once to ask it, not for every picture.
pub fn of(data: DatasetKind) -> Window {
    static WINDOWS: OnceLock<Vec<(DatasetKind, OnceLock<Window>)>> = OnceLock::new();
    let windows = WINDOWS
        .get_or_init(|| DatasetKind::ALL.iter().map(|kind| (*kind, OnceLock::new())).collect());
    let known = windows.iter().find(|(kind, _)| *kind == data);
    known.map_or_else(
        || data.build().window(),
        |(_, window)| *window.get_or_init(|| data.build().window()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_window_is_the_data_sets_own() {
        for kind in DatasetKind::ALL {
            for _ in 0..2 {
                assert_eq!(of(*kind), kind.build().window(), "{kind:?}");
            }
        }
    }
}
