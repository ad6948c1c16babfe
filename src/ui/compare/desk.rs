//! The open bench's one or two experiments: which is A, which is B, what is B's own.

use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GetValue;
use leptos::prelude::Owner;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::Signal;
use leptos::prelude::StoredValue;
use leptos::prelude::Update;
use leptos::prelude::With;
use leptos::prelude::untrack;

use crate::experiment::comparison;
use crate::experiment::comparison::Comparison;
use crate::experiment::route::Route;
use crate::experiment::rules;
use crate::experiment::settings::Settings;
use crate::figure::TimeSpan;
use crate::figure::lab;
use crate::ui::bench::Bench;
use crate::ui::bench::given_up::GivenUp;
use crate::ui::bench::timeline::Timeline;
use crate::ui::frame;

/// One experiment, or two on one line of time.
#[derive(Clone, Copy)]
pub struct Desk {
    timeline: Timeline,
    sides: RwSignal<Sides>,
    /// Keys that are B's own; everything else it has from A.
    pub own: RwSignal<Vec<&'static str>>,
    /// Sentences that came with the link of a comparison.
    pub notices: RwSignal<Vec<String>>,
    /// Owner of all benches, each of which has its own below.
    owner: StoredValue<Owner>,
}

/// What stands on the desk.
#[derive(Clone, Copy)]
pub struct Sides {
    /// The first, or the only one.
    pub a: Bench,
    /// The second.
    pub b: Option<Bench>,
}

impl Desk {
    /// A desk for the experiments of a link; with `is_pair` both of them.
    pub fn open(opened: Comparison, is_pair: bool) -> Self {
        let Comparison { a, b, notices, .. } = opened;
        // One below the page's: who kept the page's own would keep it alive for ever.
        let owner = Owner::current().map_or_else(Owner::new, |page| page.child());
        let timeline = Timeline::start(&a, TimeSpan::UNIT.secs, false);
        let gone = |settings| GivenUp::sentence(settings).filter(|_| !starts(settings));
        let own = RwSignal::new(comparison::differing(&a, &b));
        let (of_both, mut of_a) = if is_pair { (notices, vec![]) } else { (vec![], notices) };
        of_a.extend(gone(&a));
        let of_b = gone(&b).into_iter().collect();
        let b = is_pair.then(|| bench(&owner, timeline, b, of_b));
        let a = bench(&owner, timeline, a, of_a);
        let desk = Self {
            timeline,
            sides: RwSignal::new(Sides { a, b }),
            own,
            notices: RwSignal::new(of_both),
            owner: StoredValue::new(owner),
        };
        timeline
            .follow(Signal::derive(move || desk.sides.get().a.settings.with(rules::is_backward)));
        desk
    }

    /// What stands on it, tracked.
    pub fn sides(self) -> Sides {
        self.sides.get()
    }

    /// What stands on it now.
    pub fn sides_now(self) -> Sides {
        self.sides.get_untracked()
    }

    /// The line of time that both have.
    pub fn timeline(self) -> Timeline {
        self.timeline
    }

    /// Address of what stands on it, tracked.
    pub fn route(self) -> Route {
        let Sides { a, b } = self.sides();
        let Some(b) = b else { return Route::Lab { query: a.query() } };
        let (base, options) = (lab::FIGURE.settings(), a.options());
        let query = a.settings.with(|first| {
            b.settings.with(|second| comparison::print(&base, first, second, &options))
        });
        Route::Compare { query }
    }

    /// The same, once.
    pub fn route_now(self) -> Route {
        untrack(move || self.route())
    }

    /// Puts a copy of the experiment beside it; nothing if there are two.
    pub fn compare(self) {
        let Sides { a, b: None } = self.sides_now() else { return };
        self.own.set(Vec::new());
        let settings = a.settings.get_untracked();
        let b = bench(&self.owner.get_value(), self.timeline, settings, Vec::new());
        self.sides.set(Sides { a, b: Some(b) });
    }

    /// Makes A of B and B of A, with all that they have learned.
    pub fn swap(self) {
        if let Sides { a, b: Some(b) } = self.sides_now() {
            self.sides.set(Sides { a: b, b: Some(a) });
        }
    }

    /// Gives B the settings of A.
    pub fn copy(self) {
        if let Sides { a, b: Some(b) } = self.sides_now() {
            self.own.set(Vec::new());
            b.settings.set(a.settings.get_untracked());
        }
    }

    /// Takes B away; A stays with all that it has learned.
    pub fn leave(self) {
        if let Sides { a, b: Some(b) } = self.sides_now() {
            self.notices.set(Vec::new());
            self.sides.set(Sides { a, b: None });
            // Once nothing in the page looks at it any more.
            frame::next(move |_| b.close());
        }
    }

    /// Makes a key B's own, or A's for both.
    pub fn split(self, key: &'static str, is_own: bool) {
        let Sides { a, b: Some(b) } = self.sides_now() else { return };
        self.own.update(|own| {
            own.retain(|known| *known != key);
            if is_own {
                own.push(key);
            }
        });
        let value = a.settings.get_untracked().get(key).cloned();
        if let Some(value) = value.filter(|_| !is_own) {
            b.settings.update(|settings| settings.set(key, value));
        }
    }
}

/// Whether a link with these settings starts its run.
pub fn starts(settings: &Settings) -> bool {
    settings.get("run").is_some_and(|run| run.to_string() == "1")
}

/// A bench of the Lab that can be closed before the page.
fn bench(owner: &Owner, timeline: Timeline, settings: Settings, notices: Vec<String>) -> Bench {
    let own = owner.child();
    let bench = own.with(|| Bench::along(timeline, &lab::FIGURE, settings, notices));
    bench.owned_by(own)
}
