//! One parameter bound to the settings: its value, what was typed, what to say.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use leptos::IntoView;
use leptos::children::Children;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::Memo;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::Update;
use leptos::prelude::With;
use leptos::view;

use crate::experiment::drawn;
use crate::experiment::entry;
use crate::experiment::mix;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Value;
use crate::experiment::settings::Settings;

/// A parameter and its place in the settings.
#[derive(Clone, Copy)]
pub struct Field {
    param: &'static Param,
    settings: RwSignal<Settings>,
    value: Memo<Value>,
    /// The value at which a sentence was said, and the sentence.
    said: RwSignal<Option<(Value, String)>>,
    number: u32,
}

impl Field {
    /// Binds `param` to `settings`.
    pub fn new(param: &'static Param, settings: RwSignal<Settings>) -> Self {
        // Several cards may show the same parameter: ids must differ.
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let value_of = move |settings: &Settings| settings.get(param.key).cloned();
        Self {
            param,
            settings,
            value: Memo::new(move |_| {
                settings.with(value_of).unwrap_or_else(|| param.default_value())
            }),
            said: RwSignal::new(None),
            number: COUNT.fetch_add(1, Ordering::Relaxed),
        }
    }

    /// What is chosen.
    pub fn param(self) -> &'static Param {
        self.param
    }

    /// The current value, tracked.
    pub fn value(self) -> Value {
        self.value.get()
    }

    /// The current value, not tracked.
    pub fn value_now(self) -> Value {
        self.value.get_untracked()
    }

    /// Id of the form element.
    pub fn id(self) -> String {
        format!("control-{}-{}", self.number, self.param.key)
    }

    /// Id of its description.
    pub fn help_id(self) -> String {
        format!("{}-help", self.id())
    }

    /// Chooses a value; the same value again changes nothing.
    pub fn choose(self, value: Value) {
        self.said.set(None);
        if self.value_now() != value {
            self.settings.update(|settings| settings.set(self.param.key, value));
        }
    }

    /// Takes typed text, and says what was not taken as it stands.
    pub fn take(self, text: &str) {
        let text = text.trim();
        let sentence = match self.param.read(text) {
            Some(reading) => {
                self.choose(reading.value);
                reading.notice
            }
            None => Some(self.refusal(text)),
        };
        self.said.set(sentence.map(|sentence| (self.value_now(), sentence)));
    }

    /// Says why text is no value.
    fn refusal(self, text: &str) -> String {
        let why = match self.param.kind {
            ParamKind::Drawn => drawn::parse(text).err().map(|error| error.to_string()),
            ParamKind::Mix => mix::parse(text).err().map(|error| error.to_string()),
            _ => None,
        };
        why.map_or_else(
            || {
                let expected = entry::expected(&self.param.kind);
                format!("Type {expected}; it stays {}.", self.value_now())
            },
            |why| format!("Not taken: {why}."),
        )
    }

    /// Whether the number stands for nothing at all, tracked.
    pub fn is_off(self) -> bool {
        entry::is_off(self.param, &self.value())
    }

    /// Takes text while it is being typed, if it is a value as it stands.
    pub fn take_quietly(self, text: &str) {
        if let Some(value) = self.exactly(text) {
            self.choose(value);
        }
    }

    /// The value that `text` is as it stands.
    pub fn exactly(self, text: &str) -> Option<Value> {
        self.param.read(text.trim()).filter(|reading| reading.notice.is_none()).map(|it| it.value)
    }

    /// The sentence to show, if it still belongs to the value.
    fn sentence(self) -> Option<String> {
        let value = self.value();
        self.said.get().filter(|(at, _)| *at == value).map(|(_, sentence)| sentence)
    }

    /// One line that says what the parameter does and what values it takes.
    fn help(self) -> String {
        let help = self.param.help;
        match self.param.kind {
            ParamKind::Whole { min, max, .. } => format!("{help} From {min} to {max}."),
            ParamKind::Real { min, max, .. } => format!("{help} From {min} to {max}."),
            ParamKind::Choice(_)
            | ParamKind::Set(_)
            | ParamKind::Reals { .. }
            | ParamKind::Net
            | ParamKind::Drawn
            | ParamKind::Mix => help.to_owned(),
        }
    }
}

/// Help and notice of a field, for the end of its control.
#[component]
pub fn FieldNotes(
    /// The field.
    field: Field,
) -> impl IntoView {
    let sentence = move || {
        field.sentence().map(|text| view! { <span data-notice=field.param.key>{text}</span> })
    };
    view! {
        <p class="control-help" id=field.help_id() role="tooltip">{field.help()}</p>
        <p class="control-notice" aria-live="polite">{sentence}</p>
    }
}

/// A control with one form element: label above, notes below.
#[component]
pub fn Labelled(
    /// The field.
    field: Field,
    /// The form element, whose id is the field's.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="control" data-control=field.param.key>
            <label class="control-label" for=field.id()>
                {field.param.label}
                {move || field.is_off().then(|| view! { <span class="control-state">" off"</span> })}
            </label>
            <div class="control-field">{children()}</div>
            <FieldNotes field />
        </div>
    }
}
