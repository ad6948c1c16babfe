//! What the gallery's presets claim about exact flows, measured.

use flow_lab::experiment::preset;
use flow_lab::experiment::run::Experiment;
use flow_lab::job::exact::ExactJob;
use flow_lab::job::plan::exact_field;
use flow_lab::math::field::LogDensity;
use flow_lab::math::field::VectorField;
use flow_lab::math::points::Points;
use flow_lab::math::rng::Rng;
use flow_lab::math::rng::Stream;
use flow_lab::metric::sliced::sliced_w2;
use flow_lab::protocol::command::RunId;
use flow_lab::protocol::event::Event;
use flow_lab::protocol::event::Frame;
use flow_lab::protocol::job::FieldOf;
use flow_lab::protocol::job::Job;

/// The preset's query with `changes` behind it; panics if there is no such preset.
fn query(title: &str, changes: &str) -> String {
    let preset = preset::all().find(|preset| preset.title == title);
    let preset = preset.unwrap_or_else(|| panic!("no preset {title}"));
    format!("{}&samples=500&{changes}", preset.query)
}

/// Where the noise starts and where the exact flow ends it.
fn ends(query: &str) -> [Points; 2] {
    let job = Job::Flow { link: query.to_owned(), field: FieldOf::Exact, max_frames: 2 };
    let mut job = ExactJob::new(RunId(1), job).expect("an exact job");
    let mut ends = None;
    while !job.is_done() {
        for event in job.advance() {
            if let Event::Frame { frame: Frame::Flow { dim, points, .. }, .. } = event {
                let half = points.0.len() / 2;
                let of = |values: &[f32]| {
                    Points::new(dim as usize, values.iter().map(|v| f64::from(*v)).collect())
                };
                ends = Some([of(&points.0[..half]), of(&points.0[half..])]);
            }
        }
    }
    ends.expect("a flow")
}

fn end(query: &str) -> Points {
    let [_, end] = ends(query);
    end
}

fn largest_gap(a: &Points, b: &Points) -> f64 {
    let gaps = a.data().iter().zip(b.data()).map(|(a, b)| (a - b).abs());
    gaps.fold(0.0, f64::max)
}

fn farthest(points: &Points) -> f64 {
    points.data().iter().fold(0.0, |far, v| f64::max(far, v.abs()))
}

/// Distance of the exact flow's end to fresh data.
fn distance(query: &str) -> f64 {
    let end = end(query);
    let data = Experiment::from_link(query).data.build();
    sliced_w2(&end, &data.sample(end.n(), &mut Rng::stream(9, Stream::Figure, 0)))
}

#[test]
fn one_euler_step_ends_in_the_mean_of_the_data() {
    assert!(farthest(&end(&query("One step", ""))) < 1e-6);
    assert!(4.0 < farthest(&end(&query("One step", "n=8"))));
}

#[test]
fn gaussian_paths_end_each_point_in_the_same_place() {
    let title = "Another path, the same ends";
    let [sqrt, straight] =
        ["sqrt", "condot"].map(|path| end(&query(title, &format!("path={path}&n=500"))));
    assert!(largest_gap(&sqrt, &straight) < 1e-3);
    let title = "Trained on one path, sampled along another";
    let [trig, trained] =
        ["trig", "trained"].map(|under| end(&query(title, &format!("under={under}&n=500"))));
    assert!(largest_gap(&trig, &trained) < 1e-3);
}

#[test]
fn the_mean_square_grows_evenly_on_the_path_vp_and_dips_on_the_straight_one() {
    let preset = Experiment::from_link(&query("A path of even size", ""));
    let square = preset.data.build().law().second_moment();
    let at = |path: &str, t: f64| {
        let at = Experiment::from_link(&query("A path of even size", path)).path.at(t);
        at.alpha * at.alpha * square + at.beta * at.beta * 2.0
    };
    for t in [0.1, 0.25, 0.5, 0.9] {
        assert!((at("", t) - (t * square + (1.0 - t) * 2.0)).abs() < 1e-12);
    }
    assert!(at("path=condot", 0.05) < 2.0);
}

#[test]
fn around_one_gaussian_twice_as_far_is_twice_as_fast() {
    let preset = Experiment::from_link(&query("One Gaussian", ""));
    let field = exact_field(&preset, preset.path);
    let near = Points::new(2, vec![0.5, -1.0, 2.0, 0.3]);
    let far = Points::new(2, near.data().iter().map(|x| 2.0 * x).collect());
    for t in [0.1, 0.5, 0.9] {
        let (slow, fast) = (field.velocity(t, &near), field.velocity(t, &far));
        let twice = Points::new(2, slow.data().iter().map(|u| 2.0 * u).collect());
        assert!(largest_gap(&twice, &fast) < 1e-9);
    }
}

#[test]
fn noise_above_zero_ends_in_the_upper_of_two_points() {
    let [start, end] = ends(&query("Two points on a line", "n=50"));
    for (x0, x1) in start.data().iter().zip(end.data()) {
        assert!((x1 - 2.0 * x0.signum()).abs() < 0.01, "{x0} {x1}");
    }
}

#[test]
fn the_density_of_two_points_has_one_hill_up_to_a_third() {
    let preset = Experiment::from_link(&query("One hill becomes two", ""));
    let field = exact_field(&preset, preset.path);
    let has_dip = |t: f64| {
        let log_p = field.log_density(t, &Points::new(1, vec![0.0, 0.02]));
        log_p[0] < log_p[1]
    };
    assert!(!has_dip(0.30) && !has_dip(0.333) && has_dip(0.334) && has_dip(0.5));
}

#[test]
fn eight_equal_steps_follow_the_flow_to_the_moons_better_than_crowded_ones() {
    let title = "Equal or crowded steps";
    let truth = end(&query(title, "grid=uniform&n=500"));
    let miss = |changes: &str| {
        let end = end(&query(title, changes));
        let squares = end.data().iter().zip(truth.data()).map(|(a, b)| (a - b).powi(2));
        (squares.sum::<f64>() / end.n() as f64).sqrt()
    };
    let [equal, crowded] = [miss("grid=uniform"), miss("")];
    assert!(1.2 * equal < crowded, "{equal} {crowded}");
}

#[test]
fn constant_noise_of_level_five_throws_points_out_and_the_linear_shape_does_not() {
    let title = "Too much noise";
    assert!(1e6 < farthest(&end(&query(title, ""))));
    assert!(farthest(&end(&query(title, "sched=linear"))) < 12.0);
}

#[test]
fn a_step_of_ddim_is_a_step_of_euler_on_the_straight_path_only() {
    let gap = |path: &str| {
        let of =
            |solver: &str| end(&query("DDIM is Euler", &format!("path={path}&solver={solver}")));
        largest_gap(&of("ddim"), &of("euler"))
    };
    assert!(gap("condot") < 1e-5);
    assert!(0.1 < gap("vp"));
}

#[test]
fn noise_on_the_way_keeps_the_law() {
    let title = "Noise on the way";
    let (noisy, smooth) = (query(title, ""), query(title, "solver=heun"));
    assert!(distance(&noisy) < 1.5 * distance(&smooth) + 0.1);
    assert!(1.0 < largest_gap(&end(&noisy), &end(&smooth)));
}

/// Mean of the points, and their root mean square distance from it.
fn middle_and_spread(points: &Points) -> ([f64; 2], f64) {
    let n = points.n() as f64;
    let middle = [0, 1].map(|k| points.rows().map(|row| row[k]).sum::<f64>() / n);
    let square = |row: &[f64]| (row[0] - middle[0]).powi(2) + (row[1] - middle[1]).powi(2);
    (middle, (points.rows().map(square).sum::<f64>() / n).sqrt())
}

#[test]
fn guided_samples_of_a_gaussian_spread_half_as_wide_on_its_far_side() {
    let of = |w: &str| middle_and_spread(&end(&query("Guided beyond the label", w)));
    let ((given, wide), (guided, narrow)) = (of("w=1"), of("w=4"));
    assert!((0.4..0.6).contains(&(narrow / wide)), "{narrow} {wide}");
    let out = |at: [f64; 2]| at[0].hypot(at[1]);
    assert!(out(given) + 0.5 < out(guided), "{given:?} {guided:?}");
}

#[test]
fn guided_to_the_second_moon_the_arm_within_the_first_stays_empty() {
    // The second moon's arm within the first: x below 2.6 and y above 0.
    let inside = |w: &str| {
        let points = end(&query("Half a moon", w));
        let is_inside = |row: &&[f64]| row[0] < 2.6 && 0.0 < row[1];
        points.rows().filter(is_inside).count() as f64 / points.n() as f64
    };
    let (given, guided) = (inside("w=1"), inside(""));
    assert!(guided < 0.5 * given, "{given} {guided}");
}
