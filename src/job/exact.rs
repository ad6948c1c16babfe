//! One exact job in progress, whatever its kind.

use web_time::Duration;
use web_time::Instant;

use crate::experiment::run::Experiment;
use crate::job::bench::SolverBench;
use crate::job::carry::ExactCarry;
use crate::job::cloud::FreshData;
use crate::job::distance::Distances;
use crate::job::floor::Floor;
use crate::job::flow::ExactFlow;
use crate::job::grid::ExactGrid;
use crate::job::measure::Measures;
use crate::job::study::Studied;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;

/// Work per slice; a frame at 60 Hz has 16 ms.
const SLICE: Duration = Duration::from_millis(5);
/// Time between two reports of progress.
const REPORT: Duration = Duration::from_millis(250);

/// A job on exact fields and data, worked on in slices.
pub struct ExactJob {
    run: RunId,
    work: Box<dyn Work>,
    is_done: bool,
    reported: Instant,
}

/// One kind of exact work, in pieces of at most a few milliseconds.
pub(crate) trait Work {
    /// Does one piece and says what came of it.
    fn piece(&mut self) -> Piece;

    /// Pieces done and pieces in all.
    fn progress(&self) -> (usize, usize);
}

/// What came of one piece of work.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    /// Something to draw.
    pub(crate) frames: Vec<Frame>,
    /// Numbers to show.
    pub(crate) metrics: Vec<Number>,
    /// Whether this was the last piece.
    pub(crate) is_last: bool,
    /// Why the work can not be done; there is nothing after it.
    pub(crate) failure: Option<String>,
}

/// A named number with its spread.
#[derive(Debug)]
pub(crate) struct Number {
    /// Name in the public contract.
    pub(crate) name: &'static str,
    /// The value.
    pub(crate) value: f64,
    /// Standard error or spread, where there is one.
    pub(crate) spread: Option<f64>,
}

impl ExactJob {
    /// Prepares the job; gives it back if it needs a network.
    ///
    /// # Errors
    /// The job itself, if it trains or uses a learned field.
    pub fn new(run: RunId, job: Job) -> Result<Self, Job> {
        let work = work_of(job)?;
        Ok(Self { run, work, is_done: false, reported: Instant::now() })
    }

    /// Whether `Done` or `Failed` has been reported.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// Works for one slice of a few milliseconds and reports what came out;
    /// after [`Event::Done`] or [`Event::Failed`] there is nothing left to do.
    pub fn advance(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        let started = Instant::now();
        while !self.is_done && started.elapsed() < SLICE {
            let piece = self.work.piece();
            self.is_done = piece.is_last || piece.failure.is_some();
            self.report(piece, &mut events);
        }
        if !self.is_done && REPORT <= self.reported.elapsed() {
            self.reported = Instant::now();
            events.push(self.progress());
        }
        events
    }

    fn report(&self, piece: Piece, events: &mut Vec<Event>) {
        let run = self.run;
        for Number { name, value, spread } in piece.metrics {
            events.push(Event::Metric { run, name: name.to_owned(), value, spread });
        }
        events.extend(piece.frames.into_iter().map(|frame| Event::Frame { run, frame }));
        if let Some(message) = piece.failure {
            events.push(Event::Failed { run: Some(run), message, is_recoverable: false });
        } else if piece.is_last {
            events.push(Event::Done { run, is_stopped: false });
        }
    }

    fn progress(&self) -> Event {
        let (done, total) = self.work.progress();
        Event::Progress {
            run: self.run,
            done: done as u32,
            total: total as u32,
            steps_per_sec: 0.0,
            secs_left: None,
        }
    }
}

fn work_of(job: Job) -> Result<Box<dyn Work>, Job> {
    let of = |link: &str| Experiment::from_link(link);
    Ok(match job {
        Job::Flow { link, field: FieldOf::Exact, max_frames } => {
            Box::new(ExactFlow::new(&of(&link), max_frames as usize))
        }
        Job::Carry { link, field: FieldOf::Exact, points, max_frames } => {
            Box::new(ExactCarry::new(&of(&link), &points, max_frames as usize))
        }
        Job::Grid { link, field: FieldOf::Exact, quantity, times, n_per_axis } => {
            Box::new(ExactGrid::new(&of(&link), quantity, &times, n_per_axis as usize))
        }
        Job::Data { link, n } => Box::new(FreshData::new(&of(&link), n as usize)),
        Job::Floor { link } => Box::new(Floor::new(&of(&link))),
        Job::Distance { link, points, is_exact_wanted } => {
            Box::new(Distances::new(&of(&link), &points, is_exact_wanted))
        }
        Job::Measure { link, times, points } => {
            Box::new(Measures::new(&of(&link), &times, &points))
        }
        Job::SolverBench { link } => Box::new(SolverBench::new(&of(&link))),
        Job::Study { name, link } => Box::new(Studied::new(&name, &link)),
        Job::Train { .. }
        | Job::Draw { .. }
        | Job::ImagePath { .. }
        | Job::Latent { .. }
        | Job::Guidance { .. }
        | Job::Flow { .. }
        | Job::Carry { .. }
        | Job::Grid { .. }
        | Job::SlowStep { .. } => return Err(job),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::buffer::Buffer;

    fn run_to_end(job: Job) -> Vec<Event> {
        let mut job = ExactJob::new(RunId(1), job).expect("an exact job");
        let mut events = Vec::new();
        while !job.is_done() {
            events.extend(job.advance());
        }
        events.retain(|event| !matches!(event, Event::Progress { .. }));
        events
    }

    fn flow_of(link: &str, max_frames: u32) -> (Vec<f32>, Vec<f32>) {
        let job = Job::Flow { link: link.to_owned(), field: FieldOf::Exact, max_frames };
        let frame = run_to_end(job).into_iter().find_map(|event| match event {
            Event::Frame { frame: Frame::Flow { times, points, .. }, .. } => Some((times, points)),
            _ => None,
        });
        let (times, points) = frame.expect("a flow");
        (times.0, points.0)
    }

    fn metric(events: &[Event], wanted: &str) -> f64 {
        let found = events.iter().find_map(|event| match event {
            Event::Metric { name, value, .. } if name == wanted => Some(*value),
            _ => None,
        });
        found.expect("the metric")
    }

    #[test]
    fn every_exact_job_ends_with_one_done() {
        let link = "data=gmm5&samples=64&n=4".to_owned();
        let points = Buffer(vec![0.5; 128]);
        let jobs = [
            Job::Flow { link: link.clone(), field: FieldOf::Exact, max_frames: 3 },
            Job::Carry {
                link: link.clone(),
                field: FieldOf::Exact,
                points: points.clone(),
                max_frames: 3,
            },
            Job::Grid {
                link: link.clone(),
                field: FieldOf::Exact,
                quantity: crate::protocol::job::Quantity::Velocity,
                times: vec![0.5, 0.75],
                n_per_axis: 5,
            },
            Job::Data { link: link.clone(), n: 10 },
            Job::Floor { link: link.clone() },
            Job::Distance { link, points, is_exact_wanted: true },
        ];
        for job in jobs {
            let events = run_to_end(job);
            let n_done = events.iter().filter(|event| matches!(event, Event::Done { .. })).count();
            assert_eq!(n_done, 1);
            assert!(matches!(events.last(), Some(Event::Done { is_stopped: false, .. })));
        }
    }

    #[test]
    fn training_is_not_exact_work() {
        let job = Job::Train { link: String::new(), is_held: false };
        assert_eq!(ExactJob::new(RunId(1), job.clone()).err(), Some(job));
    }

    #[test]
    fn a_flow_starts_at_the_noise_and_keeps_both_ends() {
        let link = "data=gmm5&samples=100&n=10&seed=3";
        let (times, points) = flow_of(link, 4);
        assert_eq!((times[0], times[times.len() - 1], times.len()), (0.0, 1.0, 4));
        let noise = crate::job::plan::start_noise(&Experiment::from_link(link));
        assert_eq!(points[..200], noise.to_f32());
    }

    #[test]
    fn a_flow_back_comes_in_the_order_of_time_and_starts_at_the_data() {
        let link = "data=gmm5&samples=100&n=10&seed=3&dir=backward";
        let (times, points) = flow_of(link, 4);
        assert_eq!((times[0], times[times.len() - 1], times.len()), (0.0, 1.0, 4));
        let data = crate::job::plan::starts(&Experiment::from_link(link));
        assert_eq!(points[points.len() - 200..], data.to_f32());
    }

    #[test]
    fn exact_flows_end_in_the_data_law() {
        for data in ["gmm5", "moons", "checkerboard"] {
            let link = format!("data={data}&samples=600&n=60&solver=rk4");
            let (_, points) = flow_of(&link, 2);
            let ends = Buffer(points[points.len() / 2..].to_vec());
            let events = run_to_end(Job::Distance { link, points: ends, is_exact_wanted: false });
            let ratio = metric(&events, "sliced_w2") / metric(&events, "sliced_w2_noise");
            // Two sets of the same law: near 1, with the spread of one pair.
            assert!(ratio < 1.8, "{data}: {ratio}");
        }
    }

    #[test]
    fn data_against_itself_has_no_distance_but_a_level() {
        let link = "data=moons&seed=5".to_owned();
        let experiment = Experiment::from_link(&link);
        let fresh = crate::job::distance::reference(&experiment.data.build(), 5, 200);
        let points = Buffer(fresh.to_f32());
        let events = run_to_end(Job::Distance { link, points, is_exact_wanted: true });
        assert!(metric(&events, "sliced_w2") < 1e-5);
        assert!(metric(&events, "w2") < 1e-5);
        assert!(0.01 < metric(&events, "w2_noise"));
    }
}
