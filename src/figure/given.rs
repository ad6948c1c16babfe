//! A reader's file of weights, held against what a figure can show.

use crate::experiment::catalogue;
use crate::experiment::page;
use crate::experiment::param::Effect;
use crate::experiment::param::Value;
use crate::experiment::route::Route;
use crate::experiment::run::Experiment;
use crate::experiment::run::as_lab;
use crate::experiment::settings::Settings;
use crate::figure;
use crate::figure::agenda;
use crate::figure::links;
use crate::protocol::job::Job;
use crate::protocol::safetensors;
use crate::protocol::snapshot::Snapshot;

/// A network out of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The figure's settings with those of the network's training.
    pub settings: Settings,
    /// The network.
    pub snapshot: Snapshot,
}

/// What `bytes` give to a figure that has the settings `now`.
///
/// # Errors
/// A sentence if they are no file of ours, are damaged, or hold a network that
/// the figure has no choices for.
pub fn open(now: &Settings, bytes: &[u8]) -> Result<Opened, String> {
    let bad = |why: &dyn std::fmt::Display| format!("These weights can not be shown: {why}.");
    let weights = safetensors::read(bytes).map_err(|error| bad(&error))?;
    let of_file = training_of(&weights.link).map_err(|why| bad(&why))?;
    let mut settings = now.clone();
    for param in now.params().iter().filter(|param| is_of_network(param.key, param.effect)) {
        if let Some(value) = of_file.get(param.key) {
            settings.set(param.key, value.clone());
        }
    }
    if agenda::is_stale(&as_lab(&settings), &of_file) {
        return Err(bad(
            &"this figure does not have all the choices of their training; the Lab has",
        ));
    }
    let snapshot = weights.snapshot.for_sampling();
    let experiment = Experiment::from_settings(&settings);
    safetensors::check(&snapshot, &experiment).map_err(|error| bad(&error))?;
    if !(1..=experiment.train.n_steps).contains(&snapshot.step) {
        let why = format!(
            "the file speaks of {} training steps and its link of {}",
            snapshot.step, experiment.train.n_steps
        );
        return Err(bad(&why));
    }
    Ok(Opened { settings, snapshot })
}

/// The job that takes up a network after its last step and says what it makes.
pub fn shown(settings: &Settings, snapshot: &Snapshot) -> Job {
    let mut at_end = settings.clone();
    at_end.set("steps", Value::Whole(u64::from(snapshot.step)));
    // Its weights come with it.
    at_end.set("init", catalogue::INIT.default_value());
    Job::Train { link: links::training(&at_end), is_held: false }
}

/// The Lab's settings that the link of a file asks for.
fn training_of(link: &str) -> Result<Settings, String> {
    let foreign = "the file does not say which experiment they are of; only what was saved here can be loaded";
    let (_, hash) = link.split_once('#').ok_or(foreign)?;
    let (base, query) = match Route::parse(hash) {
        Route::Lab { query } => (Settings::defaults(catalogue::LAB), query),
        Route::Figure { id, query } => (figure::by_id(&id).ok_or(foreign)?.settings(), query),
        Route::Home
        | Route::Compare { .. }
        | Route::Lectures
        | Route::Lecture { .. }
        | Route::Play { .. }
        | Route::NotFound { .. } => {
            return Err(foreign.to_owned());
        }
    };
    let opened = page::open(&base, &query);
    match opened.notices.first() {
        None => Ok(as_lab(&opened.settings)),
        Some(notice) => {
            Err(format!("their link is not of this page ({})", notice.trim_end_matches('.')))
        }
    }
}

fn is_of_network(key: &str, effect: Effect) -> bool {
    effect == Effect::Training && key != "device"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::link;
    use crate::figure::lab;
    use crate::figure::noise_to_data;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::snapshot::NamedTensor;

    const QUERY: &str = "data=gmm5&net=4x1&steps=50&seed=3&solver=rk4";

    fn settings(query: &str) -> Settings {
        link::parse(&lab::FIGURE.settings(), query).settings
    }

    /// A file of a network 4x1 on the plane.
    fn file(step: u32, link: &str) -> Vec<u8> {
        let tensor = |name: &str, shape: &[u32]| NamedTensor {
            name: format!("weight/{name}"),
            shape: shape.to_vec(),
            values: Buffer(vec![0.25; shape.iter().product::<u32>() as usize]),
        };
        let tensors = vec![
            tensor("0.weight", &[3, 4]),
            tensor("0.bias", &[4]),
            tensor("1.weight", &[4, 2]),
            tensor("1.bias", &[2]),
        ];
        safetensors::write(&Snapshot { step, tensors }, link, "test")
    }

    #[test]
    fn a_file_brings_the_settings_of_its_training_and_leaves_the_others() {
        let now = settings("data=spiral&n=7&view=samples&device=cpu&lr=0.1&t=0.4");
        let link = format!("https://example.org/x/#/lab?{QUERY}&device=webgpu&run=1");
        let opened = open(&now, &file(30, &link)).expect("a file of ours");
        let expected = "data=gmm5&net=4x1&steps=50&seed=3&n=7&view=samples&device=cpu&t=0.4";
        assert_eq!(opened.settings, settings(expected));
        assert_eq!((opened.snapshot.step, opened.snapshot.tensors.len()), (30, 4));
        let Job::Train { link, is_held: false } = shown(&opened.settings, &opened.snapshot) else {
            panic!("a job that ends at once");
        };
        assert_eq!(Experiment::from_link(&link).train.n_steps, 30);
    }

    #[test]
    fn what_can_not_be_shown_is_said_in_one_sentence() {
        let now = settings("");
        let ours = |query: &str| format!("#/lab?{query}");
        for (bytes, says) in [
            (b"elephants".to_vec(), "not a safetensors file"),
            (file(30, ""), "does not say which experiment"),
            (file(30, "#/play?i=x"), "does not say which experiment"),
            (file(30, "#/figure/elephants"), "does not say which experiment"),
            (file(30, &ours("colour=red&net=4x1")), "not of this page"),
            (file(30, &ours("net=4x1&init=gmm5-flow")), "not of this page"),
            (file(30, &ours("net=8x1")), "needs [3, 8]"),
            (file(30, &ours("net=4x2")), "the network needs"),
            (file(0, &ours(QUERY)), "0 training steps and its link of 50"),
            (file(51, &ours(QUERY)), "51 training steps and its link of 50"),
        ] {
            let sentence = open(&now, &bytes).expect_err(says);
            assert!(sentence.contains(says), "{sentence}");
            assert!(sentence.ends_with('.') && !sentence.contains('\n'), "{sentence}");
        }
        let small = noise_to_data::FIGURE.settings();
        let sentence = open(&small, &file(30, &ours(QUERY))).expect_err("no network there");
        assert!(sentence.contains("the Lab has"), "{sentence}");
    }

    #[test]
    fn no_file_makes_opening_panic() {
        let now = settings("");
        let sound = file(30, &format!("#/lab?{QUERY}"));
        let mut rng = Rng::stream(2, Stream::Figure, 3);
        let mut n_taken = 0;
        for _ in 0..5_000 {
            let mut bytes = sound.clone();
            for _ in 0..=rng.below(3) {
                let at = rng.below(bytes.len());
                bytes[at] = rng.below(256) as u8;
            }
            n_taken += usize::from(open(&now, &bytes).is_ok());
        }
        // Some changes touch a number alone, and most break the file.
        assert!((1..4_000).contains(&n_taken), "{n_taken}");
    }
}
