//! Settings kept in line with each other, and the link that they make.

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::Set;
use leptos::prelude::With;
use leptos::prelude::WithUntracked;

use crate::experiment::link;
use crate::experiment::rules;
use crate::experiment::shipped;
use crate::experiment::shipped::Shipped;
use crate::figure::links;
use crate::ui::bench::Bench;

/// What a reader has chosen of training.
#[derive(PartialEq)]
struct Chosen {
    link: String,
    init: Option<&'static Shipped>,
}

impl Bench {
    /// Brings settings in line after every change. What gave way is said until
    /// the next choice; moving time is none.
    pub(super) fn follow_rules(self) {
        Effect::new(move |before: Option<Chosen>| {
            let settings = self.settings.get();
            let asked = match &before {
                Some(before) => shipped::followed(before.init, settings.clone()),
                None => settings.clone(),
            };
            let (settled, sentences) = rules::settled(asked);
            let chosen = Chosen { link: links::training(&settled), init: shipped::of(&settled) };
            let is_news = before.is_some_and(|before| before != chosen);
            if settled != settings {
                self.rule_notices.set(sentences);
                self.settings.set(settled);
            } else if is_news && !self.rule_notices.with_untracked(Vec::is_empty) {
                self.rule_notices.set(Vec::new());
            }
            chosen
        });
    }

    /// Query of the link that shows this figure as it is, tracked.
    pub fn query(self) -> String {
        let base = self.figure.settings();
        let query = self.settings.with(|settings| link::print(&base, settings));
        self.with_book(|book| book.options.added_to(&query)).unwrap_or(query)
    }
}
