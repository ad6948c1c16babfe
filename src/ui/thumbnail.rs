//! A small picture of the data that a link asks for: draws from its law.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::view;

use crate::experiment::run::Experiment;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// Points of a thumbnail.
const N_POINTS: usize = 400;

/// Width and height of the picture in its own units.
const SIDE: f64 = 100.0;

/// Points of the data, in the link's own seed.
#[component]
pub fn Thumbnail(
    /// Query of the Lab.
    query: &'static str,
) -> impl IntoView {
    let experiment = Experiment::from_link(query);
    let dataset = experiment.data.build();
    let points = dataset.sample(N_POINTS, &mut Rng::stream(experiment.seed, Stream::Figure, 0));
    let view_box = format!("0 0 {SIDE} {SIDE}");
    view! {
        <svg class="thumbnail" viewBox=view_box aria-hidden="true" focusable="false">
            <path d=dots(&points, dataset.window()) />
        </svg>
    }
}

/// Lines of no length, which round caps draw as dots.
fn dots(points: &Points, window: Window) -> String {
    let dot = |row: &[f64]| {
        let x = (row[0] - window.x[0]) / window.width() * SIDE;
        let y = (window.y[1] - row[1]) / window.height() * SIDE;
        format!("M{x:.1} {y:.1}h0")
    };
    points.rows().map(dot).collect()
}
