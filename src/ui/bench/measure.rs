//! Measures on request: of the samples in the picture, until others come.

use leptos::prelude::GetUntracked;
use leptos::prelude::Set;
use leptos::prelude::Update;
use leptos::prelude::WithUntracked;

use crate::figure::Place;
use crate::figure::measure::MEASURES;
use crate::figure::measure::Measurable;
use crate::figure::output::EXACT_FLOW;
use crate::figure::output::LEARNED_FLOW;
use crate::figure::output::TRAIN;
use crate::protocol::event::Event;
use crate::protocol::supervise::message::Ask;
use crate::protocol::supervise::message::News;
use crate::ui::bench::Bench;

/// How far the measures on request are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measuring {
    /// Whether they are being made.
    pub is_going: bool,
    /// What they are of, in words; empty before anybody asked.
    pub of_what: String,
}

/// Whether other samples come with a message.
pub(super) fn is_of_samples(slot: &str, event: &Event) -> bool {
    match slot {
        LEARNED_FLOW | EXACT_FLOW => matches!(event, Event::Frame { .. }),
        TRAIN => matches!(event, Event::Losses { .. }),
        _ => false,
    }
}

impl Bench {
    /// Measures the samples in the picture; says so if there are none yet.
    pub fn measure(self) {
        self.forget_measures();
        let asked = self.outputs.with_untracked(|outputs| {
            let found = Measurable::of(outputs)?;
            let settings = self.settings.get_untracked();
            let taught = self.taught.get_untracked().filter(|_| found.is_learned);
            let drawn_with = taught.map(|taught| taught.drawn_with(&settings));
            Some((found.job(drawn_with.as_ref().unwrap_or(&settings)), found.describe()))
        });
        let Some((job, of_what)) = asked else {
            let of_what = "There are no samples yet.".to_owned();
            self.measuring.set(Measuring { is_going: false, of_what });
            return;
        };
        let Some(listener) = self.with_book(|book| book.listener.clone()).flatten() else { return };
        let run = self.link.start(Place::Exact, job, listener);
        self.with_book(|book| book.measure = Some(run));
        self.measuring.set(Measuring { is_going: true, of_what });
    }

    /// Takes the measures away; they are of samples that are gone.
    pub(super) fn forget_measures(self) {
        if let Some(run) = self.with_book(|book| book.measure.take()).flatten() {
            self.link.ask(Ask::Forget, run);
            self.outputs.update(|outputs| outputs.clear(MEASURES));
        }
        if self.measuring.get_untracked() != Measuring::default() {
            self.measuring.set(Measuring::default());
        }
    }

    /// Notes the end of the measures.
    pub(super) fn take_measures(self, news: &News) {
        match news {
            News::Notice(sentence) => self.say(sentence),
            News::Event(Event::Failed { message, .. }) => {
                self.say(message);
                self.measuring.update(|measuring| measuring.is_going = false);
            }
            News::Event(Event::Done { .. }) => {
                self.measuring.update(|measuring| measuring.is_going = false);
            }
            News::Event(_) | News::Doing(_) | News::NetworkLost => {}
        }
    }
}
