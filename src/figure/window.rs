//! What part of the plane, or of time and the line, pictures show.

use std::cell::RefCell;

use crate::dataset::source::SourceKind;
use crate::dataset::spec::DataSpec;
use crate::experiment::param::Value;
use crate::experiment::settings::Settings;
use crate::math::kind::Kind;
use crate::math::window::Window;

/// Room beyond t = 0 and t = 1, as a share of the whole time, so that dots at
/// both ends are seen whole.
const MARGIN: f64 = 0.03;
/// Room around the data for samples that are guided beyond a label.
const BEYOND: f64 = 1.3;
/// Windows kept, the latest used last.
const N_KEPT: usize = 8;

/// Window of a data set, which its grids lie over; a law is built once to ask
/// it, not for every picture.
pub fn of(data: &DataSpec) -> Window {
    thread_local! {
        static KNOWN: RefCell<Vec<(DataSpec, Window)>> = const { RefCell::new(Vec::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        let place = known.iter().position(|(spec, _)| spec == data);
        let entry = match place {
            Some(place) => known.remove(place),
            None => (data.clone(), data.build().window()),
        };
        let window = entry.1;
        known.push(entry);
        if N_KEPT < known.len() {
            known.remove(0);
        }
        window
    })
}

/// Window of a picture: that of the data with, where there is a choice of it,
/// that of the source.
pub fn shown(settings: &Settings) -> Window {
    let data = settings.data();
    let window = of(&data);
    let source = match settings.get("source") {
        Some(Value::Choice(key)) => SourceKind::from_key(key),
        _ => None,
    };
    let source = source.filter(|source| source.fits(data.dim()) && !source.is_gaussian());
    let window = source.map_or(window, |source| union(window, source_window(source, data.dim())));
    let window = if is_guided_beyond(settings) { window.grown(BEYOND) } else { window };
    if data.dim() == 1 {
        return Window { x: [-MARGIN, 1.0 + MARGIN], y: window.y };
    }
    window
}

/// Whether samples of the Lab are guided beyond a label, and so beyond the data.
fn is_guided_beyond(settings: &Settings) -> bool {
    let is_told = matches!(settings.get("cond"), Some(Value::Choice("on")));
    is_told && matches!(settings.get("w"), Some(Value::Real(w)) if 1.0 < *w)
}

/// Window of a source; only a twin of a data set needs its law to be built.
fn source_window(source: SourceKind, dim: usize) -> Window {
    thread_local! {
        static KNOWN: RefCell<Vec<((SourceKind, usize), Window)>> = const { RefCell::new(Vec::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some((_, window)) = known.iter().find(|(key, _)| *key == (source, dim)) {
            return *window;
        }
        let window = source.build(dim).window();
        known.push(((source, dim), window));
        window
    })
}

fn union(a: Window, b: Window) -> Window {
    let of = |a: [f64; 2], b: [f64; 2]| [a[0].min(b[0]), a[1].max(b[1])];
    Window { x: of(a.x, b.x), y: of(a.y, b.y) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;
    use crate::experiment::catalogue;

    #[test]
    fn every_window_is_the_data_sets_own() {
        for _ in 0..2 {
            for kind in DatasetKind::ALL {
                assert_eq!(of(&DataSpec::from(*kind)), kind.build().window(), "{kind:?}");
            }
        }
    }

    #[test]
    fn a_picture_shows_the_source_too() {
        let settings = |source| Settings::with(catalogue::LAB, &[("source", source)]);
        let moons = DatasetKind::Moons.build().window();
        assert_eq!(shown(&settings("gaussian")), moons);
        let both = shown(&settings("circles"));
        let circles = SourceKind::Circles.build(2).window();
        assert!(both.x[0] <= circles.x[0] && moons.x[1] <= both.x[1]);
    }

    #[test]
    fn guided_samples_have_room_beyond_the_data() {
        let told = |w| Settings::with(catalogue::LAB, &[("cond", "on"), ("w", w)]);
        let moons = DatasetKind::Moons.build().window();
        assert_eq!(shown(&told("1")), moons);
        assert!((shown(&told("3")).width() / moons.width() - BEYOND).abs() < 1e-12);
    }

    #[test]
    fn on_the_line_both_ends_of_time_have_room() {
        let settings = Settings::with(catalogue::LAB, &[("data", "two-points")]);
        let window = shown(&settings);
        assert!(window.x[0] < 0.0 && 1.0 < window.x[1]);
    }
}
