//! A mixture made by hand: drag means and handles, weigh, add, remove.

use leptos::IntoView;
use leptos::component;
use leptos::ev::KeyboardEvent;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Signal;
use leptos::prelude::StyleAttribute;
use leptos::prelude::Update;
use leptos::prelude::With;
use leptos::prelude::WithUntracked;
use leptos::prelude::event_target_value;
use leptos::view;

use crate::dataset::mix::MixSpec;
use crate::dataset::mix::Part;
use crate::experiment::arrange::Arrangement;
use crate::experiment::arrange::OUTLINE;
use crate::experiment::arrange::PartNumber;
use crate::experiment::param::Value;
use crate::ui::control::button::WordButton;
use crate::ui::control::field::Field;
use crate::ui::control::field::FieldNotes;
use crate::ui::control::icon::IconKind;
use crate::ui::control::pad::Pad;
use crate::ui::control::pad::PadBrush;
use crate::ui::control::pad::Touch;
use crate::ui::control::text::AsText;

/// How far the keys move a component, and how far with Shift.
const STEPS: [f64; 2] = [0.1, 0.5];

/// Degrees that a key turns a component.
const TURN: f64 = 5.0;

/// What the pad and the controls under it share.
#[derive(Clone, Copy)]
struct Hand {
    field: Field,
    shape: RwSignal<Arrangement>,
}

/// The mixture; the setting changes when a hand lets go.
#[component]
pub fn MixEntry(
    /// What is chosen.
    field: Field,
) -> impl IntoView {
    let hand = Hand { field, shape: RwSignal::new(Arrangement::new(mixture(&field.value_now()))) };
    Effect::new(move |_| {
        let mix = mixture(&field.value());
        if hand.shape.with_untracked(|shape| *shape.mix() != mix) {
            hand.shape.update(|shape| shape.replace(mix));
        }
    });
    let keys_id = format!("{}-keys", field.id());
    let is_full = Signal::derive(move || hand.shape.with(|shape| shape.mix().is_full()));
    let is_single = Signal::derive(move || hand.shape.with(|shape| shape.mix().n() == 1));
    view! {
        <fieldset class="control hand" data-control=field.param().key aria-describedby=field.help_id()>
            <legend class="control-label">{field.param().label}</legend>
            <Pad
                label="Pad with the components"
                keys_id=keys_id.clone()
                paint=move |brush| hand.paint(brush)
                on_touch=move |touch| hand.touch(touch)
                on_key=move |event| hand.key(event)
            />
            <p class="hand-keys" id=keys_id>
                "Tab selects the next component, arrow keys move it, + and - weigh it, [ and ] turn it, Delete removes it."
            </p>
            <p class="hand-count" role="status">{move || hand.in_words()}</p>
            <div class="hand-numbers">
                <PartSlider hand which=PartNumber::Weight label="Weight" name="mix-weight" />
                <PartSlider hand which=PartNumber::First label="First spread" name="mix-first" />
                <PartSlider hand which=PartNumber::Second label="Second spread" name="mix-second" />
                <PartSlider hand which=PartNumber::Angle label="Angle" name="mix-angle" />
            </div>
            <div class="hand-tools">
                <WordButton icon=IconKind::Plus label="Add" name="mix-add" is_disabled=is_full on_press=move || hand.change(|shape| { shape.add([0.0, 0.0]); }) />
                <WordButton icon=IconKind::Minus label="Remove" name="mix-remove" is_disabled=is_single on_press=move || hand.change(|shape| { shape.remove(); }) />
            </div>
            <AsText field />
            <FieldNotes field />
        </fieldset>
    }
}

/// One number of the selected component.
#[component]
fn PartSlider(
    hand: Hand,
    which: PartNumber,
    label: &'static str,
    name: &'static str,
) -> impl IntoView {
    let ([min, max], step, unit) = match which {
        PartNumber::Weight => (Part::WEIGHTS, 1.0, ""),
        PartNumber::First | PartNumber::Second => (Part::STDS, 0.01, ""),
        PartNumber::Angle => ([0.0, 179.0], 1.0, "°"),
    };
    let number = move || hand.shape.with(|shape| shape.number(which));
    let share = move || format!("{:.4}", (number() - min) / (max - min));
    view! {
        <label class="hand-number">
            <span class="control-label">{label} " " {move || format!("{}{unit}", number())}</span>
            <input
                class="control-slider"
                type="range"
                name=name
                min=min.to_string()
                max=max.to_string()
                step=step.to_string()
                style:--share=share
                prop:value=move || number().to_string()
                on:input=move |event| {
                    if let Ok(value) = event_target_value(&event).parse() {
                        hand.shape.update(|shape| shape.set_number(which, value));
                    }
                }
                on:change=move |_| hand.settle()
            />
        </label>
    }
}

impl Hand {
    fn touch(self, touch: Touch) {
        match touch {
            Touch::Down(place, reach) => {
                self.shape.update(|shape| {
                    shape.grab(place, reach);
                });
            }
            Touch::Move(place) => {
                if self.shape.with_untracked(Arrangement::is_held) {
                    self.shape.update(|shape| shape.drag(place));
                }
            }
            // What is held stays held: the pad has the pointer.
            Touch::Away => {}
            Touch::Up => self.change(Arrangement::release),
            Touch::Twice(place, reach) => self.change(|shape| {
                if !shape.grab(place, reach) {
                    shape.add(place);
                }
                shape.release();
            }),
        }
    }

    fn key(self, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let step = STEPS[usize::from(event.shift_key())];
        let nudge = |by: [f64; 2]| self.change(|shape| shape.nudge(by));
        let by = |which: PartNumber, difference: f64| {
            self.change(|shape| shape.set_number(which, shape.number(which) + difference));
        };
        match event.key().as_str() {
            // At the ends of the list Tab leaves the pad.
            "Tab" => {
                let mut is_there = false;
                let is_forward = !event.shift_key();
                self.shape.update(|shape| is_there = shape.select_next(is_forward));
                return is_there;
            }
            "ArrowLeft" => nudge([-step, 0.0]),
            "ArrowRight" => nudge([step, 0.0]),
            "ArrowUp" => nudge([0.0, step]),
            "ArrowDown" => nudge([0.0, -step]),
            "+" | "=" => by(PartNumber::Weight, 1.0),
            "-" => by(PartNumber::Weight, -1.0),
            "[" => by(PartNumber::Angle, TURN),
            "]" => by(PartNumber::Angle, -TURN),
            "Delete" | "Backspace" => self.change(|shape| {
                shape.remove();
            }),
            _ => return false,
        }
        true
    }

    /// Changes the mixture, and the setting with it.
    fn change(self, change: impl FnOnce(&mut Arrangement)) {
        self.shape.update(change);
        self.settle();
    }

    fn settle(self) {
        let mix = self.shape.with_untracked(|shape| shape.mix().clone());
        self.field.choose(Value::Mix(mix));
    }

    fn in_words(self) -> String {
        self.shape.with(|shape| {
            let [x, y] = shape.numbers().mean;
            format!("Component {} of {} at ({x}, {y})", shape.selected() + 1, shape.mix().n())
        })
    }

    fn paint(self, brush: &PadBrush) {
        let (data, ink) = (brush.theme.palette.data, brush.theme.palette.ink);
        self.shape.with(|shape| {
            let parts = shape.mix().parts();
            let whole: f64 = parts.iter().map(|part| part.numbers().weight).sum();
            for (idx, part) in parts.iter().enumerate() {
                let numbers = part.numbers();
                let is_selected = idx == shape.selected();
                brush.ellipse(numbers.mean, numbers.axes.map(|s| OUTLINE * s), numbers.angle);
                brush.color(data, 0.15 + 0.5 * numbers.weight / whole);
                brush.ctx.fill();
                brush.color(data, 1.0);
                brush.ctx.set_line_width(if is_selected { 2.5 } else { 1.25 });
                brush.ctx.stroke();
                brush.dot(numbers.mean, if is_selected { 5.0 } else { 3.5 });
            }
            brush.color(ink, 1.0);
            brush.ctx.set_line_width(1.25);
            for handle in shape.handles() {
                brush.line(shape.numbers().mean, handle);
                brush.dot(handle, 5.0);
            }
        });
    }
}

fn mixture(value: &Value) -> MixSpec {
    match value {
        Value::Mix(mix) => mix.clone(),
        _ => MixSpec::default(),
    }
}
