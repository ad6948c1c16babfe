//! Data drawn by hand: a pad with a spray can, an eraser, and the way back.

use leptos::IntoView;
use leptos::component;
use leptos::ev::KeyboardEvent;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::Signal;
use leptos::prelude::Update;
use leptos::prelude::With;
use leptos::prelude::WithUntracked;
use leptos::view;

use crate::dataset::drawn::BRUSH;
use crate::dataset::drawn::Drawn;
use crate::experiment::param::Value;
use crate::experiment::sketch::ERASER;
use crate::experiment::sketch::Sketch;
use crate::experiment::sketch::Tool;
use crate::ui::control::button::IconButton;
use crate::ui::control::field::Field;
use crate::ui::control::field::FieldNotes;
use crate::ui::control::icon::IconKind;
use crate::ui::control::pad::Pad;
use crate::ui::control::pad::PadBrush;
use crate::ui::control::pad::Touch;
use crate::ui::control::text::AsText;

/// How far the keys move the cross, and how far with Shift.
const STEPS: [f64; 2] = [0.25, 1.0];

/// What the pad and its buttons share.
#[derive(Clone, Copy)]
struct Hand {
    field: Field,
    sketch: RwSignal<Sketch>,
    tool: RwSignal<Tool>,
    /// Where the pointer is, for the eraser's outline.
    pointer: RwSignal<Option<[f64; 2]>>,
    /// The cross that the keys move.
    cross: RwSignal<Option<[f64; 2]>>,
}

/// The drawing; the setting changes when a stroke ends.
#[component]
pub fn DrawnEntry(
    /// What is chosen.
    field: Field,
) -> impl IntoView {
    let hand = Hand {
        field,
        sketch: RwSignal::new(Sketch::new(drawing(&field.value_now()))),
        tool: RwSignal::new(Tool::Spray),
        pointer: RwSignal::new(None),
        cross: RwSignal::new(None),
    };
    Effect::new(move |_| {
        let drawn = drawing(&field.value());
        if hand.sketch.with_untracked(|sketch| *sketch.drawn() != drawn) {
            hand.sketch.update(|sketch| {
                sketch.replace(drawn);
            });
        }
    });
    let keys_id = format!("{}-keys", field.id());
    view! {
        <fieldset class="control hand" data-control=field.param().key aria-describedby=field.help_id()>
            <legend class="control-label">{field.param().label}</legend>
            <Pad
                label="Pad to draw on"
                keys_id=keys_id.clone()
                paint=move |brush| hand.paint(brush)
                on_touch=move |touch| hand.touch(touch)
                on_key=move |event| hand.key(event)
            />
            <p class="hand-keys" id=keys_id>
                "Arrow keys move the cross, Space paints or erases, Backspace undoes."
            </p>
            <Tools hand />
            <p class="unseen" aria-live="polite">{move || hand.place_in_words()}</p>
            <AsText field />
            <FieldNotes field />
        </fieldset>
    }
}

#[component]
fn Tools(hand: Hand) -> impl IntoView {
    let Hand { field, sketch, tool, .. } = hand;
    let choice = move |which: Tool, key: &'static str, label: &'static str| {
        view! {
            <label class="chip">
                <input
                    type="radio"
                    name=format!("{}-tool", field.id())
                    value=key
                    prop:checked=move || tool.get() == which
                    on:change=move |_| tool.set(which)
                />
                <span>{label}</span>
            </label>
        }
    };
    let cannot_undo = Signal::derive(move || sketch.with(|sketch| !sketch.can_undo()));
    let cannot_redo = Signal::derive(move || sketch.with(|sketch| !sketch.can_redo()));
    let is_blank = Signal::derive(move || sketch.with(|sketch| sketch.drawn().is_empty()));
    let clear = move || {
        hand.change(|sketch| sketch.replace(Drawn::empty()));
    };
    let count = move || {
        let n = sketch.with(|sketch| sketch.drawn().n());
        let full = if n == Drawn::MAX_POINTS { ", full" } else { "" };
        format!("{n} of {} points{full}", Drawn::MAX_POINTS)
    };
    view! {
        <div class="hand-tools">
            {choice(Tool::Spray, "spray", "Paint")}
            {choice(Tool::Eraser, "erase", "Erase")}
            <span class="hand-buttons">
                <IconButton icon=IconKind::Undo label="Undo" name="draw-undo" is_disabled=cannot_undo on_press=move || { hand.change(Sketch::undo); } />
                <IconButton icon=IconKind::Redo label="Redo" name="draw-redo" is_disabled=cannot_redo on_press=move || { hand.change(Sketch::redo); } />
                <IconButton icon=IconKind::Close label="Clear the drawing" name="draw-clear" is_disabled=is_blank on_press=clear />
            </span>
        </div>
        <p class="hand-count" role="status">{count}</p>
    }
}

impl Hand {
    fn touch(self, touch: Touch) {
        match touch {
            Touch::Down(place, _) => {
                self.cross.set(None);
                self.pointer.set(Some(place));
                let tool = self.tool.get_untracked();
                self.sketch.update(|sketch| sketch.begin(tool, place));
            }
            Touch::Move(place) => {
                self.pointer.set(Some(place));
                if self.sketch.with_untracked(Sketch::is_drawing) {
                    self.sketch.update(|sketch| sketch.go_on(place));
                }
            }
            Touch::Up => {
                self.change(Sketch::end);
            }
            Touch::Away => self.pointer.set(None),
            // The two clicks have been strokes.
            Touch::Twice(..) => {}
        }
    }

    fn key(self, event: &KeyboardEvent) -> bool {
        let step = STEPS[usize::from(event.shift_key())];
        let with_ctrl = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "z" | "Z" if with_ctrl && event.shift_key() => self.change(Sketch::redo),
            "y" if with_ctrl => self.change(Sketch::redo),
            "z" if with_ctrl => self.change(Sketch::undo),
            _ if with_ctrl || event.alt_key() => return false,
            "ArrowLeft" => self.move_cross([-step, 0.0]),
            "ArrowRight" => self.move_cross([step, 0.0]),
            "ArrowUp" => self.move_cross([0.0, step]),
            "ArrowDown" => self.move_cross([0.0, -step]),
            " " => {
                let (tool, place) =
                    (self.tool.get_untracked(), self.cross.get_untracked().unwrap_or([0.0; 2]));
                self.cross.set(Some(place));
                self.change(|sketch| {
                    sketch.begin(tool, place);
                    sketch.end()
                });
            }
            "Backspace" => self.change(Sketch::undo),
            _ => return false,
        }
        true
    }

    fn move_cross(self, by: [f64; 2]) {
        let [x, y] = self.cross.get_untracked().unwrap_or([0.0; 2]);
        let kept = |v: f64| v.clamp(-6.0, 6.0);
        self.cross.set(Some([kept(x + by[0]), kept(y + by[1])]));
    }

    /// Changes the drawing, and the setting with it.
    fn change(self, change: impl FnOnce(&mut Sketch) -> bool) {
        let mut is_new = false;
        self.sketch.update(|sketch| is_new = change(sketch));
        if is_new {
            let drawn = self.sketch.with_untracked(|sketch| sketch.drawn().clone());
            self.field.choose(Value::Drawn(drawn));
        }
    }

    fn place_in_words(self) -> String {
        self.cross.get().map_or_else(String::new, |[x, y]| format!("x {x}, y {y}"))
    }

    fn paint(self, brush: &PadBrush) {
        brush.color(brush.theme.palette.data, 0.3);
        let soft = BRUSH * brush.space.px_per_unit[0];
        self.sketch.with(|sketch| {
            for dab in sketch.drawn().points().rows() {
                brush.dot([dab[0], dab[1]], soft);
            }
        });
        brush.color(brush.theme.palette.data, 1.0);
        self.sketch.with(|sketch| {
            for dab in sketch.drawn().points().rows() {
                brush.dot([dab[0], dab[1]], 1.2);
            }
        });
        // The spray can has no outline: there the pointer is not followed.
        let eraser = if self.tool.get() == Tool::Eraser {
            self.cross.get().or_else(|| self.pointer.get())
        } else {
            None
        };
        if let Some(place) = eraser {
            brush.color(brush.theme.palette.ink, 1.0);
            brush.ellipse(place, [ERASER; 2], 0.0);
            brush.ctx.stroke();
        }
        if let Some(place) = self.cross.get() {
            brush.cross(place);
        }
    }
}

fn drawing(value: &Value) -> Drawn {
    match value {
        Value::Drawn(drawn) => drawn.clone(),
        _ => Drawn::empty(),
    }
}
