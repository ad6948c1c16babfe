//! What figures of images ask their workers for, and what comes back.

use crate::dataset::images::ImageKind;
use crate::experiment::images::drawing::Drawing;
use crate::experiment::images::run::Imaging;
use crate::experiment::images::shipped;
use crate::experiment::param::Effect;
use crate::experiment::param::Value;
use crate::experiment::settings::Settings;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::diffusions::draw::metric;
use crate::figure::output::Output;
use crate::math::kind::Kind;
use crate::protocol::event::Curve;
use crate::protocol::job::Job;

/// Everything of the settings that is computed with, as a query.
///
/// Where a figure has weights to choose and no images, the images and the path
/// are those of the weights.
pub(in crate::figure) fn link(settings: &Settings) -> String {
    let params = settings.params().iter();
    let computed = params.filter(|param| param.effect != Effect::Picture && param.key != "device");
    let pairs =
        computed.filter_map(|param| Some(format!("{}={}", param.key, settings.get(param.key)?)));
    let mut pairs: Vec<String> = pairs.collect();
    if let (Some(Value::Choice(name)), None) = (settings.get("init"), settings.get("data"))
        && let Some(shipped) = shipped::by_name(name)
    {
        let theirs = shipped.experiment();
        pairs.push(format!("data={}", theirs.data.key()));
        pairs.push(format!("path={}", theirs.path.key()));
        pairs.push(format!("predict={}", theirs.predict.key()));
    }
    pairs.join("&")
}

/// Images drawn by the figure's network, or by shipped weights.
pub(in crate::figure) fn draw(need: &Need<'_>, slot: &'static str) -> Task {
    let job = Job::Draw { link: link(need.settings), of: need.learned.map(|learned| learned.run) };
    Task { slot, job, place: Place::Engine, learned: need.learned }
}

/// The experiment of a figure's settings.
pub(in crate::figure) fn experiment(settings: &Settings) -> Imaging {
    Imaging::from_link(&link(settings))
}

/// What a figure's settings draw.
pub(in crate::figure) fn drawing(settings: &Settings) -> Drawing {
    Drawing::from_link(&link(settings))
}

/// Pixels of the latest pictures of a task: at time `t` of their way once it is
/// known, as they grow before.
pub(in crate::figure) fn pixels(output: &Output, t: f64) -> Vec<f32> {
    match (&output.flow, &output.cloud) {
        (Some(flow), _) => flow.frame(nearest(&flow.times, t)).to_vec(),
        (None, Some(cloud)) => cloud.points.clone(),
        (None, None) => Vec::new(),
    }
}

/// The time of `times` that is nearest to `t`, by its number.
pub(in crate::figure) fn nearest(times: &[f32], t: f64) -> usize {
    let far = |idx: &usize| (f64::from(times[*idx]) - t).abs();
    (0..times.len()).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0)
}

/// A curve of a task's output.
pub(in crate::figure) fn curve<'a>(output: Option<&'a Output>, name: &str) -> Option<&'a Curve> {
    output?.curves.iter().find(|curve| curve.name == name)
}

/// What the judge says of image number `idx`, in words.
pub(in crate::figure) fn verdict(
    view: &View<'_>,
    (slot, kind): (&str, ImageKind),
    idx: usize,
) -> Option<String> {
    let curve = curve(view.outputs.slot(slot), "verdict")?;
    let (label, sure) = (curve.y.0.get(idx)?, curve.spread.0.get(idx)?);
    let name = kind.class_name(*label as usize);
    Some(format!("judged {name}, {:.0} % sure", 100.0 * sure))
}

/// Whether each image is judged to show another label than it was asked for.
pub(in crate::figure) fn wrong(view: &View<'_>, slot: &str, drawing: &Drawing) -> Vec<bool> {
    let Some(curve) = curve(view.outputs.slot(slot), "verdict") else { return Vec::new() };
    let asked = drawing.cells(0);
    curve.y.0.iter().zip(asked).map(|(label, cell)| *label as u8 != cell.label).collect()
}

/// Numbers of drawn images.
pub(in crate::figure) const ACCURACY: Metric = metric(
    "label_accuracy",
    "Right label",
    "Share of the images that the judge, a small classifier trained on real images, takes for the label that was asked for; with its standard error.",
);
pub(in crate::figure) const CONFIDENCE: Metric = metric(
    "confidence",
    "Judge's confidence",
    "Mean probability that the judge gives to the label it says.",
);
pub(in crate::figure) const DIVERSITY: Metric = Metric {
    name: "diversity",
    label: "Diversity",
    help: "Mean distance between images of one class, the root mean square difference of their pixels; the level is that of as many held-out images.",
    noise_level: Some("diversity_noise"),
};
pub(in crate::figure) const NEAREST: Metric = Metric {
    name: "nearest_train",
    label: "To the nearest training image, mean",
    help: "Mean distance of an image to the nearest one that the network learned from; the level is that of held-out images, which nobody can have memorized.",
    noise_level: Some("nearest_train_noise"),
};
pub(in crate::figure) const NFE: Metric = metric(
    "nfe",
    "Network calls",
    "Calls of the network for each image; guidance asks twice where w is neither 0 nor 1.",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::images::generate_digits;

    #[test]
    fn weights_bring_their_images_along_and_no_key_is_unknown() {
        for shipped in shipped::ALL {
            let mut settings = generate_digits::FIGURE.settings();
            settings.set("init", Value::Choice(shipped.name));
            let (here, theirs) = (experiment(&settings), shipped.experiment());
            assert_eq!(
                (here.data, here.path, here.predict),
                (theirs.data, theirs.path, theirs.predict)
            );
            assert_eq!(here.init, Some(shipped));
        }
    }
}
