//! What figures with networks on the plane ask for, and what comes back.

use crate::experiment::settings::Settings;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::images::asked;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Series;
use crate::job::conditional::LessonKind;
use crate::math::kind::Kind;
use crate::protocol::job::Job;

/// Slot of what is taught and measured.
pub(super) const TAUGHT: &str = "taught";

/// The lesson of a figure with its settings.
pub(super) fn task(settings: &Settings, lesson: LessonKind) -> Task {
    let link = format!("lesson={}&{}", lesson.key(), asked::link(settings));
    Task { slot: TAUGHT, job: Job::Guidance { link }, place: Place::Engine, learned: None }
}

/// Curves of the error over time by name, with their names on the page.
pub(super) fn errors(view: &View<'_>, title: &str, wanted: &[(&str, &str)]) -> Chart {
    let output = view.outputs.slot(TAUGHT);
    let series = wanted.iter().enumerate().filter_map(|(k, (name, label))| {
        let curve = asked::curve(output, name)?;
        let points = curve.x.0.iter().zip(&curve.y.0).map(|(&x, &y)| (f64::from(x), f64::from(y)));
        let (label, points) = ((*label).to_owned(), points.collect());
        Some(Series { label, points, paint: Paint::Nth(k as u8) })
    });
    Chart {
        title: title.to_owned(),
        x_label: "time t".to_owned(),
        y_label: String::new(),
        is_x_log: false,
        is_y_log: true,
        series: series.collect(),
    }
}

/// A number that the lesson has told.
pub(super) fn told(view: &View<'_>, name: &str) -> Option<f64> {
    Some(view.outputs.slot(TAUGHT)?.metrics.get(name)?.value)
}
