//! Networks of images in a session: files asked for, training, images drawn.

use super::*;
use crate::dataset::images::ImageKind;
use crate::protocol::buffer::Bytes;
use crate::protocol::event::Frame;

const TRAIN: RunId = RUN;
const DRAW: RunId = OTHER;

/// The page's answer: the file as it lies in the checkout.
fn answered(session: &mut Session, events: &[Event]) {
    for event in events {
        if let Event::Want { file } = event {
            let bytes = std::fs::read(format!("public/{file}"));
            let bytes = Bytes(bytes.unwrap_or_else(|error| panic!("{file}: {error}")));
            session.handle(Command::File { file: file.clone(), bytes });
        }
    }
}

/// Everything that is said until nothing is left to do.
pub(super) fn all_said(session: &mut Session) -> Vec<Event> {
    let mut said = session.take_events();
    answered(session, &said);
    while session.has_work() {
        now(session.work_slice());
        let events = session.take_events();
        answered(session, &events);
        said.extend(events);
    }
    said
}

fn tiny() -> Job {
    Job::Train { link: "data=digits8&batch=4&steps=3&ema=0".to_owned(), is_held: false }
}

#[test]
fn a_run_asks_for_its_images_learns_from_them_and_draws() {
    let mut session = session();
    start(&mut session, TRAIN, tiny());
    assert!(!session.has_work(), "nothing can be done before the images are there");
    let said = all_said(&mut session);
    let losses: usize = said
        .iter()
        .map(|event| match event {
            Event::Losses { run: TRAIN, values, .. } => values.0.len(),
            _ => 0,
        })
        .sum();
    assert_eq!(losses, 3);
    assert!(said.contains(&Event::Done { run: TRAIN, is_stopped: false }));
    let link = "data=digits8&each=2&n=2&w=3".to_owned();
    start(&mut session, DRAW, Job::Draw { link, of: Some(TRAIN) });
    let said = all_said(&mut session);
    let flow = said.iter().find_map(|event| match event {
        Event::Frame { frame: Frame::Flow { times, dim, points }, .. } => {
            Some((times.0.len(), *dim, points.0.len()))
        }
        _ => None,
    });
    assert_eq!(flow, Some((11, 64, 11 * 20 * 64)));
    for wanted in ["label_accuracy", "diversity", "nearest_train", "nearest_train_noise", "nfe"] {
        let found = said
            .iter()
            .any(|event| matches!(event, Event::Metric { run: DRAW, name, .. } if name == wanted));
        assert!(found, "{wanted}");
    }
    // Two Heun steps are four calls, each of two networks.
    let nfe = said.iter().find_map(|event| match event {
        Event::Metric { name, value, .. } if name == "nfe" => Some(*value),
        _ => None,
    });
    assert_eq!(nfe, Some(8.0));
}

#[test]
fn the_same_link_gives_the_same_images_to_the_last_bit() {
    let run = || {
        let mut session = session();
        start(&mut session, TRAIN, tiny());
        all_said(&mut session);
        let link = "data=digits8&each=1&n=2".to_owned();
        start(&mut session, DRAW, Job::Draw { link, of: Some(TRAIN) });
        let frames = all_said(&mut session).into_iter().filter_map(|event| match event {
            Event::Frame { frame: Frame::Flow { points, .. }, .. } => Some(points.0),
            _ => None,
        });
        frames.collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}

#[test]
fn a_missing_file_fails_its_run_with_the_pages_sentence_and_no_other() {
    let mut session = session();
    start(&mut session, TRAIN, tiny());
    let file = "data/digits8.bin".to_owned();
    assert!(session.take_events().contains(&Event::Want { file: file.clone() }));
    session.handle(Command::NoFile { file, message: "There are no digits.".to_owned() });
    let failed = Event::Failed {
        run: Some(TRAIN),
        message: "There are no digits.".to_owned(),
        is_recoverable: false,
    };
    assert!(all_said(&mut session).contains(&failed));
    // Another try asks again.
    start(&mut session, RunId(9), tiny());
    assert!(all_said(&mut session).contains(&Event::Done { run: RunId(9), is_stopped: false }));
}

#[test]
fn a_resumed_run_goes_on_as_if_it_had_not_stopped() {
    let losses = |said: &[Event]| -> Vec<f32> {
        let of = said.iter().filter_map(|event| match event {
            Event::Losses { values, .. } => Some(values.0.clone()),
            _ => None,
        });
        of.flatten().collect()
    };
    let job = |steps: u32| Job::Train {
        link: format!("data=digits8&batch=4&steps={steps}&decay=constant&ema=0.9"),
        is_held: false,
    };
    let mut session = session();
    start(&mut session, TRAIN, job(5));
    let whole = losses(&all_said(&mut session));
    let mut session = super::session();
    start(&mut session, TRAIN, job(3));
    let said = all_said(&mut session);
    let mut again = super::session();
    let mut parts = losses(&said);
    let snapshot = said.into_iter().rev().find_map(|event| match event {
        Event::Snapshot { snapshot, .. } => Some(snapshot),
        _ => None,
    });
    again.handle(Command::Resume {
        run: TRAIN,
        job: job(5),
        snapshot: snapshot.expect("a snapshot at the end"),
        is_running: true,
    });
    parts.extend(losses(&all_said(&mut again)));
    assert_eq!(parts, whole);
}

#[test]
fn images_under_the_path_begin_as_noise_and_end_as_the_data() {
    let mut session = session();
    let link = "data=digits8&seed=4".to_owned();
    start(&mut session, DRAW, Job::ImagePath { link, label: Some(3), n: 6 });
    let said = all_said(&mut session);
    let points = said.iter().find_map(|event| match event {
        Event::Frame { frame: Frame::Flow { points, .. }, .. } => Some(points.0.clone()),
        _ => None,
    });
    let points = points.expect("a flow");
    let (first, last) = (&points[..6 * 64], &points[points.len() - 6 * 64..]);
    // Every gray level of the set is a sixteenth of the way from black to white.
    assert!(last.iter().all(|v| (8.0 * (v + 1.0)).fract().abs() < 1e-6));
    let variance = first.iter().map(|v| f64::from(*v) * f64::from(*v)).sum::<f64>() / 384.0;
    // Five standard errors of the variance of normal numbers.
    assert!((variance - 1.0).abs() < 5.0 * (2.0_f64 / 384.0).sqrt(), "{variance}");
}

#[test]
fn every_shipped_network_of_images_is_there_and_keeps_the_word_of_its_card() {
    for shipped in crate::experiment::images::shipped::ALL {
        let experiment = shipped.experiment();
        let bytes = std::fs::read(format!("public/{}", shipped.file()));
        let bytes = bytes.unwrap_or_else(|error| panic!("{}: {error}", shipped.name));
        assert!(bytes.len() < 1_000_000, "{}", shipped.name);
        let mut files = crate::worker::files::Files::default();
        files.take(shipped.file(), Ok(bytes));
        let network = files.shipped(shipped, &burn::tensor::Device::flex());
        assert!(network.is_ok(), "{}: {:?}", shipped.name, network.err());
        let card = std::fs::read_to_string(format!("public/weights/{}.json", shipped.name));
        let card: serde_json::Value = serde_json::from_str(&card.unwrap()).unwrap();
        let best = card["at_scales"].as_array().into_iter().flatten();
        let best = best.filter_map(|at| at["label_accuracy"]["value"].as_f64()).fold(0.0, f64::max);
        assert!(0.9 <= best, "{}: {best}", shipped.name);
        let about = (experiment.train.batch, u64::from(experiment.train.n_steps));
        assert_eq!(card["batch"], about.0, "{}", shipped.name);
        assert!(card["steps"].as_u64().is_some_and(|n| n <= about.1), "{}", shipped.name);
    }
}

#[test]
fn the_judges_know_held_out_images() {
    for (name, kind) in crate::experiment::images::shipped::JUDGES {
        let mut files = crate::worker::files::Files::default();
        let weights = crate::experiment::images::shipped::weights_file(name);
        for file in kind.file().map(str::to_owned).into_iter().chain([weights]) {
            let bytes = std::fs::read(format!("public/{file}"));
            files.take(file, Ok(bytes.unwrap()));
        }
        let (judge, set) = (files.judge(*kind).unwrap(), files.images(*kind).unwrap());
        let told = crate::sample::verdict::verdicts(&judge, &set.held_out.pixels, kind.dim());
        let told = now(told).unwrap();
        let (share, _) = crate::sample::verdict::accuracy(&told, &set.held_out.labels);
        assert!(0.97 <= share, "{name}: {share}");
    }
}

#[test]
fn shipped_weights_draw_the_digits_that_are_asked_for() {
    let mut session = session();
    let link = "data=digits8&init=digits8&each=4&n=10&w=2&seed=3".to_owned();
    start(&mut session, DRAW, Job::Draw { link, of: None });
    let said = all_said(&mut session);
    let share = metric(&said, DRAW, "label_accuracy").expect("a number");
    assert!(0.9 <= share, "{share}");
    // No closer to the training set than half the way of held-out images to it.
    let [ours, fresh] =
        ["nearest_train", "nearest_train_noise"].map(|name| metric(&said, DRAW, name).unwrap());
    assert!(0.5 * fresh < ours, "{ours} {fresh}");
}

#[test]
fn the_exact_field_of_the_training_set_draws_training_images() {
    // Gray levels are 1/8 and 2/15 apart, so that two images differ by this or more.
    for (kind, least) in [("digits8", 1.0 / 64.0), ("digits16", 1.0 / 120.0)] {
        let mut session = session();
        let link = format!("data={kind}&field=exact&each=3&w=1");
        start(&mut session, DRAW, Job::Draw { link, of: None });
        let said = all_said(&mut session);
        assert!(said.contains(&Event::Done { run: DRAW, is_stopped: false }), "{kind}");
        let gaps = said.iter().find_map(|event| match event {
            Event::Frame { frame: Frame::Curves { curves }, .. } => {
                curves.iter().find(|curve| curve.name == "gap").map(|curve| curve.y.0.clone())
            }
            _ => None,
        });
        let gaps = gaps.expect("distances");
        assert_eq!(gaps.len(), 30);
        assert!(gaps.iter().all(|gap| *gap < 0.5 * least), "{kind}: {gaps:?}");
        assert!(0.2 < metric(&said, DRAW, "nearest_train_noise").expect("a level"), "{kind}");
    }
}

#[test]
fn what_the_lecture_says_of_image_sets_and_judges_is_so() {
    let text = std::fs::read_to_string("src/ui/lecture/text/images.md").unwrap();
    let card = |name: &str| -> serde_json::Value {
        let card = std::fs::read_to_string(format!("public/weights/{name}.json"));
        serde_json::from_str(&card.unwrap()).unwrap()
    };
    let judged = |name: &str| card(name)["held_out_accuracy"]["value"].as_f64().unwrap();
    let set = |kind: ImageKind| {
        let mut files = crate::worker::files::Files::default();
        let file = kind.file().unwrap().to_owned();
        let bytes = std::fs::read(format!("public/{file}")).unwrap();
        files.take(file, Ok(bytes));
        files.images(kind).unwrap()
    };
    let (small, large) = (set(ImageKind::Digits8), set(ImageKind::Digits16));
    let counts = [&small, &large].map(|set| [set.train.n(), set.held_out.n()]);
    assert_eq!(counts, [[1_500, 297], [7_000, 1_000]]);
    assert_eq!([small.train.pixels.len(), large.train.pixels.len()], [96_000, 1_792_000]);
    let near = card("digits8")["nearest_train_held_out"].as_f64().unwrap();
    for said in [
        "1,797 digits of 8 by 8 pixels [@alpaydin1998], 1,500 of them for training and 297 held out".to_owned(),
        "8,000 digits of 16 by 16 from MNIST [@lecun1998]: 7,000 for training and 1,000 held out".to_owned(),
        "the 1,500 training images have 96,000 pixels".to_owned(),
        "The 7,000 images of `digits16` have 1,792,000".to_owned(),
        format!("{:.3} of the 297 for `digits8`", judged("judge-digits8")),
        format!("{:.3} of the 1,000 for `digits16`", judged("judge-digits16")),
        format!("Held-out digits of 8 by 8 lie on average {near:.2} from"),
    ] {
        assert!(text.contains(&said), "{said}");
    }
    assert!(judged("judge-sprites") > 1.0 - 1e-9 && text.contains("and all 1,000 sprites"));
}
