//! What a supervisor does when workers come, go, hang and disobey.

use super::*;
use crate::protocol::buffer::Buffer;
use crate::protocol::command::Priority;
use crate::protocol::event::Phase;
use crate::protocol::job::Job;
use crate::protocol::snapshot::Snapshot;

const RUN: RunId = RunId(7);

/// A supervisor with the actions of its last input.
struct Bed {
    supervisor: Supervisor,
    now: f64,
    last: Vec<Action>,
}

impl Bed {
    fn new(program: Program) -> Self {
        let mut bed = Self { supervisor: Supervisor::new(), now: 0.0, last: Vec::new() };
        let device = if program == Program::Cpu { DeviceKind::Cpu } else { DeviceKind::Auto };
        bed.feed(Input::Use { program, device, reason: "Because.".to_owned() });
        bed
    }

    /// With a worker that listens and trains.
    fn training(program: Program) -> Self {
        let mut bed = Self::new(program);
        bed.start();
        bed.come_up();
        bed
    }

    fn feed(&mut self, input: Input) -> &[Action] {
        self.last = self.supervisor.handle(input, self.now);
        &self.last
    }

    fn start(&mut self) -> &[Action] {
        let job = Job::Train { link: String::new(), is_held: false };
        self.feed(Input::Start { run: RUN, job, priority: Priority::Normal })
    }

    fn hear(&mut self, event: Event) -> &[Action] {
        let life = self.supervisor.n_lives - 1;
        self.feed(Input::Heard { life, event })
    }

    fn come_up(&mut self) -> &[Action] {
        self.hear(Event::Ready { version: VERSION });
        self.hear(Event::Device { device: DeviceUsed::Cpu, reason: "Fine.".to_owned() })
    }

    fn snapshot(&mut self, step: u32) {
        self.hear(Event::Snapshot { run: RUN, snapshot: Snapshot { step, tensors: Vec::new() } });
    }

    fn die(&mut self) -> &[Action] {
        let life = self.supervisor.n_lives - 1;
        self.feed(Input::Died { life, message: "The worker failed.".to_owned() })
    }

    /// Ticks four times a second and answers no ping; the actions on the way.
    fn wait(&mut self, millis: f64) -> Vec<Action> {
        let end = self.now + millis;
        let mut actions = Vec::new();
        while self.now < end {
            self.now += 250.0;
            actions.extend_from_slice(self.feed(Input::Tick));
        }
        actions
    }

    #[track_caller]
    fn check_spawned(actions: &[Action], program: Program) {
        let is_spawn =
            |action: &Action| matches!(action, Action::Spawn { program: p, .. } if *p == program);
        assert!(actions.iter().any(is_spawn), "no {program:?} in {actions:?}");
    }

    fn commands(&self) -> Vec<&Command> {
        let sent = self.last.iter().filter_map(|action| match action {
            Action::Send(command) => Some(command),
            _ => None,
        });
        sent.collect()
    }
}

fn failed_message(actions: &[Action]) -> Option<&str> {
    actions.iter().find_map(|action| match action {
        Action::Tell(_, News::Event(Event::Failed { message, .. })) => Some(message.as_str()),
        _ => None,
    })
}

#[test]
fn nothing_is_loaded_before_it_is_needed() {
    let mut bed = Bed::new(Program::Cpu);
    assert!(bed.last.is_empty());
    assert_eq!(bed.supervisor.status(), Status::Off);
    Bed::check_spawned(bed.start(), Program::Cpu);
    assert_eq!(bed.supervisor.status(), Status::Starting);
}

#[test]
fn work_waits_until_the_worker_has_spoken_and_opened_its_device() {
    let mut bed = Bed::new(Program::Cpu);
    bed.start();
    bed.hear(Event::Ready { version: VERSION });
    assert!(matches!(bed.commands()[..], [Command::OpenDevice { .. }]));
    bed.hear(Event::Device { device: DeviceUsed::Cpu, reason: String::new() });
    assert!(matches!(bed.commands()[..], [Command::Start { run: RUN, .. }]));
    assert_eq!(bed.supervisor.status(), Status::Busy);
}

#[test]
fn work_that_came_before_the_program_was_chosen_is_not_lost() {
    let mut bed = Bed { supervisor: Supervisor::new(), now: 0.0, last: Vec::new() };
    assert!(!bed.start().iter().any(|action| matches!(action, Action::Spawn { .. })));
    let wish = Input::Use { program: Program::Cpu, device: DeviceKind::Cpu, reason: String::new() };
    Bed::check_spawned(bed.feed(wish), Program::Cpu);
}

#[test]
fn a_worker_of_another_build_is_refused_with_advice() {
    let mut bed = Bed::new(Program::Cpu);
    bed.start();
    let actions = bed.hear(Event::Ready { version: VERSION + 1 });
    assert!(failed_message(actions).is_some_and(|message| message.contains("Reload the page")));
    assert_eq!(bed.supervisor.status(), Status::Failed);
}

#[test]
fn a_dead_worker_is_replaced_and_training_goes_on_from_the_snapshot() {
    let mut bed = Bed::training(Program::Cpu);
    bed.snapshot(400);
    let actions = bed.die().to_vec();
    Bed::check_spawned(&actions, Program::Cpu);
    let says = |a: &Action| matches!(a, Action::Tell(RUN, News::Notice(text)) if text.contains("from step 400"));
    assert!(actions.iter().any(says));
    bed.come_up();
    assert!(matches!(
        bed.commands()[..],
        [Command::Resume { run: RUN, is_running: true, snapshot: Snapshot { step: 400, .. }, .. }]
    ));
}

#[test]
fn a_run_with_weights_of_its_own_waits_for_the_worker_and_begins_with_them() {
    let mut bed = Bed::new(Program::Cpu);
    let job = Job::Train { link: String::new(), is_held: false };
    let snapshot = Snapshot { step: 0, tensors: Vec::new() };
    bed.feed(Input::Resume { run: RUN, job, snapshot });
    assert!(bed.supervisor.snapshot(RUN).is_some());
    bed.come_up();
    assert!(matches!(bed.commands()[..], [Command::Resume { run: RUN, is_running: true, .. }]));
}

#[test]
fn a_silent_worker_is_replaced_after_a_ping_and_two_seconds() {
    let mut bed = Bed::training(Program::Cpu);
    let actions = bed.wait(2750.0);
    assert!(matches!(actions[..], [Action::Send(Command::Ping { .. })]));
    Bed::check_spawned(&bed.wait(250.0), Program::Cpu);
}

#[test]
fn a_worker_that_answers_is_kept() {
    let mut bed = Bed::training(Program::Cpu);
    for _ in 0..40 {
        for action in bed.wait(250.0) {
            let Action::Send(Command::Ping { nonce }) = action else { panic!("{action:?}") };
            bed.hear(Event::Pong { nonce });
        }
    }
    assert_eq!(bed.supervisor.n_lives, 1);
}

#[test]
fn shaders_may_take_long_and_work_may_not() {
    let mut bed = Bed::training(Program::Gpu);
    bed.hear(Event::Phase { phase: Phase::BuildingShaders });
    assert!(bed.wait(30_000.0).iter().all(|action| matches!(action, Action::Send(_))));
    bed.hear(Event::Phase { phase: Phase::Working });
    Bed::check_spawned(&bed.wait(4000.0), Program::Cpu);
}

#[test]
fn a_program_that_does_not_load_within_a_minute_fails() {
    let mut bed = Bed::new(Program::Cpu);
    bed.start();
    assert!(bed.wait(59_000.0).is_empty());
    assert!(failed_message(&bed.wait(1000.0)).is_some());
}

#[test]
fn a_gpu_program_that_does_not_start_gives_way_to_the_cpu_for_good() {
    let mut bed = Bed::new(Program::Gpu);
    bed.start();
    Bed::check_spawned(bed.die(), Program::Cpu);
    let again =
        Input::Use { program: Program::Gpu, device: DeviceKind::Auto, reason: String::new() };
    assert!(bed.feed(again).is_empty());
    let shown = bed.come_up().iter().find_map(|action| match action {
        Action::Show { reason, .. } => Some(reason.clone()),
        _ => None,
    });
    assert!(shown.is_some_and(|reason| reason.contains("The CPU is used instead")));
}

#[test]
fn a_lost_gpu_goes_on_on_the_cpu_from_the_snapshot() {
    let mut bed = Bed::training(Program::Gpu);
    bed.snapshot(90);
    let lost =
        Event::Failed { run: None, message: "The GPU was lost.".to_owned(), is_recoverable: true };
    Bed::check_spawned(bed.hear(lost), Program::Cpu);
    bed.come_up();
    assert!(matches!(bed.commands()[..], [Command::Resume { run: RUN, is_running: true, .. }]));
}

#[test]
fn restarts_without_progress_end_in_one_sentence() {
    let mut bed = Bed::training(Program::Cpu);
    for _ in 0..MAX_RESTARTS {
        Bed::check_spawned(bed.die(), Program::Cpu);
        bed.come_up();
    }
    assert!(failed_message(bed.die()).is_some_and(|message| message.contains("3 times")));
    assert_eq!(bed.supervisor.status(), Status::Failed);
    Bed::check_spawned(bed.start(), Program::Cpu);
}

#[test]
fn progress_between_restarts_earns_new_tries() {
    let mut bed = Bed::training(Program::Cpu);
    for step in 1..20 {
        bed.die();
        bed.come_up();
        bed.snapshot(step);
    }
    assert_eq!(bed.supervisor.status(), Status::Busy);
}

#[test]
fn a_stop_that_is_not_heard_replaces_the_worker_and_keeps_the_network() {
    let mut bed = Bed::training(Program::Cpu);
    bed.snapshot(50);
    bed.feed(Input::Ask(Ask::Stop, RUN));
    assert!(matches!(bed.commands()[..], [Command::Stop { run: RUN }, Command::Ping { .. }]));
    let actions = bed.wait(2000.0);
    let is_done = |action: &Action| {
        matches!(action, Action::Tell(RUN, News::Event(Event::Done { is_stopped: true, .. })))
    };
    assert!(actions.iter().any(is_done));
    Bed::check_spawned(&actions, Program::Cpu);
    bed.come_up();
    assert!(matches!(bed.commands()[..], [Command::Resume { run: RUN, is_running: false, .. }]));
}

#[test]
fn a_stop_that_is_heard_may_take_its_time() {
    let mut bed = Bed::training(Program::Cpu);
    bed.feed(Input::Ask(Ask::Stop, RUN));
    let [_, Command::Ping { nonce }] = bed.commands()[..] else { panic!("{:?}", bed.last) };
    let mut nonce = *nonce;
    for _ in 0..40 {
        bed.hear(Event::Pong { nonce });
        for action in bed.wait(250.0) {
            let Action::Send(Command::Ping { nonce: asked }) = action else { panic!("{action:?}") };
            nonce = asked;
        }
    }
    bed.hear(Event::Done { run: RUN, is_stopped: true });
    assert!(bed.wait(10_000.0).is_empty());
    assert_eq!(bed.supervisor.status(), Status::Ready);
}

#[test]
fn a_stop_while_loading_ends_the_run_at_once() {
    let mut bed = Bed::new(Program::Cpu);
    bed.start();
    let actions = bed.feed(Input::Ask(Ask::Stop, RUN));
    assert!(actions.contains(&Action::Tell(RUN, News::NetworkLost)));
    bed.come_up();
    assert!(bed.commands().is_empty());
}

#[test]
fn a_step_asked_for_while_loading_is_made_later() {
    let mut bed = Bed::new(Program::Cpu);
    let job = Job::Train { link: String::new(), is_held: true };
    bed.feed(Input::Start { run: RUN, job, priority: Priority::Normal });
    bed.feed(Input::Ask(Ask::StepOnce, RUN));
    bed.come_up();
    assert!(matches!(bed.commands()[..], [Command::Start { .. }, Command::StepOnce { run: RUN }]));
}

#[test]
fn a_held_run_comes_back_held_and_says_so() {
    let mut bed = Bed::training(Program::Cpu);
    bed.snapshot(30);
    bed.feed(Input::Ask(Ask::Pause, RUN));
    bed.hear(Event::Held { run: RUN, step: 31 });
    bed.die();
    let held = Action::Tell(RUN, News::Event(Event::Held { run: RUN, step: 30 }));
    assert!(bed.come_up().contains(&held));
}

#[test]
fn late_answers_change_nothing() {
    let mut bed = Bed::training(Program::Cpu);
    let losses = Event::Losses { run: RUN, first_step: 0, values: Buffer(vec![1.0]) };
    assert!(bed.feed(Input::Heard { life: 9, event: losses.clone() }).is_empty());
    bed.feed(Input::Ask(Ask::Forget, RUN));
    assert!(bed.hear(losses).is_empty());
    assert!(bed.feed(Input::Died { life: 9, message: String::new() }).is_empty());
    assert!(bed.feed(Input::Ask(Ask::Stop, RUN)).is_empty());
}

#[test]
fn a_run_that_fails_leaves_the_others_alone() {
    let mut bed = Bed::training(Program::Cpu);
    let message = "The loss became infinite at step 3.".to_owned();
    let actions = bed.hear(Event::Failed { run: Some(RUN), message, is_recoverable: false });
    assert!(matches!(actions, [Action::Tell(RUN, News::Event(Event::Failed { .. }))]));
    assert_eq!(bed.supervisor.status(), Status::Ready);
}

#[test]
fn how_much_has_come_is_told_of_all_files_together() {
    let told = |actions: &[Action]| {
        actions.iter().find_map(|action| match action {
            Action::Tell(RUN, News::Doing(Doing::Fetching(loaded))) => Some(*loaded),
            _ => None,
        })
    };
    let mut bed = Bed::training(Program::Cpu);
    let want = |file: &str| Event::Want { file: file.to_owned() };
    let come = |file: &str, n_here, n_all| Input::Fetching {
        file: file.to_owned(),
        loaded: Loaded { n_here, n_all },
    };
    assert_eq!(told(bed.hear(want("a"))), Some(Loaded::default()));
    assert_eq!(told(bed.hear(want("b"))), Some(Loaded::default()));
    // While the length of one is not known that of all is not.
    assert_eq!(told(bed.feed(come("a", 10, 100))), Some(Loaded { n_here: 10, n_all: 0 }));
    assert_eq!(told(bed.feed(come("b", 5, 50))), Some(Loaded { n_here: 15, n_all: 150 }));
    bed.feed(Input::Fetched { file: "b".to_owned(), bytes: Ok(vec![0; 50]) });
    assert_eq!(told(bed.feed(come("a", 90, 100))), Some(Loaded { n_here: 140, n_all: 150 }));
    bed.feed(Input::Fetched { file: "a".to_owned(), bytes: Err("There is no a.".to_owned()) });
    assert_eq!(told(bed.hear(want("c"))), Some(Loaded::default()));
}
