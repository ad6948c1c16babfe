//! News of runs, gathered until the next frame and then taken in together.

use leptos::prelude::GetUntracked;
use leptos::prelude::Set;
use leptos::prelude::Update;
use leptos::prelude::WithUntracked;

use crate::figure::Learned;
use crate::figure::measure::MEASURES;
use crate::figure::output::Outputs;
use crate::figure::output::TRAIN;
use crate::figure::phase::RunPhase;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::supervise::message::Doing;
use crate::protocol::supervise::message::News;
use crate::ui::bench::Bench;
use crate::ui::bench::measure::is_of_samples;
use crate::ui::frame;

impl Bench {
    /// Keeps news for the next frame.
    pub(super) fn hear(self, run: RunId, news: News) {
        let is_first = self.with_book(|book| {
            book.inbox.push((run, news));
            book.inbox.len() == 1
        });
        if is_first == Some(true) {
            frame::next(move |_| self.take_in());
        }
    }

    /// Takes in all news since the last frame; news of forgotten runs change nothing.
    fn take_in(self) {
        let Some(inbox) = self.with_book(|book| std::mem::take(&mut book.inbox)) else { return };
        let learned = self.learned.get_untracked();
        let was_open = self.phase.with_untracked(RunPhase::is_open);
        let mut events = Vec::new();
        let mut is_lost = false;
        for (run, news) in inbox {
            match self.slot(run) {
                Some(TRAIN) => {
                    is_lost |= news == News::NetworkLost;
                    self.take_training(run, &news);
                }
                Some(MEASURES) => self.take_measures(&news),
                Some(_) => self.take_task(run, &news),
                None => continue,
            }
            if let (Some(slot), News::Event(event)) = (self.slot(run), news) {
                events.push((slot, event));
            }
        }
        let is_other = events.iter().any(|(slot, event)| is_of_samples(slot, event));
        self.outputs.update(|outputs| {
            for (slot, event) in events {
                outputs.absorb(slot, event);
            }
        });
        if is_other {
            self.forget_measures();
        }
        if was_open {
            self.take_end(is_lost);
        }
        self.count_tasks();
        if self.learned.get_untracked() != learned {
            // At once and not with the effects, so that "done" is never said
            // before the tasks of the new network run.
            self.refresh();
        }
    }

    /// Slot of a run's outputs; none for a run that is forgotten.
    fn slot(self, run: RunId) -> Option<&'static str> {
        let slot = self.with_book(|book| {
            let of_run = (book.run == Some(run)).then_some(TRAIN);
            let of_measure = (book.measure == Some(run)).then_some(MEASURES);
            of_run.or(of_measure).or_else(|| book.agenda.slot(run))
        });
        slot.flatten()
    }

    fn take_training(self, run: RunId, news: &News) {
        let before = self.phase.get_untracked();
        let after = before.clone().after(news);
        match news {
            News::Notice(sentence) | News::Event(Event::Failed { message: sentence, .. }) => {
                self.say(sentence);
            }
            News::Event(Event::Held { step, .. }) if after == RunPhase::Held => {
                self.set_learned(run, *step);
            }
            News::Event(_) | News::Doing(_) | News::NetworkLost => {}
        }
        if after != before {
            self.phase.set(after);
        }
    }

    /// What follows from the end of a run, if it has ended.
    fn take_end(self, is_lost: bool) {
        let phase = self.phase.get_untracked();
        let Some(run) = self.with_book(|book| book.run).flatten() else { return };
        if matches!(phase, RunPhase::Failed { .. }) {
            self.give_time_back();
        }
        if !matches!(phase, RunPhase::Done | RunPhase::Stopped) {
            return;
        }
        if is_lost {
            self.say("The run ended before its network was saved. Press Train to start again.");
            return;
        }
        let n_made = self.outputs.with_untracked(Outputs::n_steps);
        self.set_learned(run, n_made as u32);
        let is_played = phase == RunPhase::Done && self.figure.time.is_some();
        self.timeline.wants_replay.set(is_played);
        if !is_played {
            self.give_time_back();
        }
    }

    fn take_task(self, run: RunId, news: &News) {
        match news {
            News::Notice(sentence) => self.say(sentence),
            News::Event(Event::Failed { message, .. }) => {
                self.say(message);
                self.with_book(|book| book.agenda.ended(run, true));
            }
            News::Event(Event::Done { .. }) => {
                self.with_book(|book| book.agenda.ended(run, false));
            }
            News::Doing(Doing::Fetching(loaded)) => {
                self.outputs.update(|outputs| outputs.load(*loaded));
            }
            News::Event(_) | News::Doing(_) | News::NetworkLost => {}
        }
    }

    /// The network at rest; none before its first step.
    fn set_learned(self, run: RunId, step: u32) {
        let learned = (0 < step).then_some(Learned { run, step });
        if self.learned.get_untracked() != learned {
            self.learned.set(learned);
        }
    }

    /// Says a sentence beside the figure, once.
    pub(super) fn say(self, sentence: &str) {
        self.run_notices.update(|notices| {
            if notices.iter().all(|notice| notice != sentence) {
                notices.push(sentence.to_owned());
            }
        });
    }
}
