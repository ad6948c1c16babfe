//! Published generators of images over time, by what they use, with their papers.

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::images::systems;
use crate::figure::images::systems::AS_OF;
use crate::figure::images::systems::Backbone;
use crate::figure::images::systems::Guidance;
use crate::figure::images::systems::Predicts;
use crate::figure::images::systems::Space;
use crate::figure::images::systems::System;
use crate::figure::scene::Align;
use crate::figure::scene::Axes;
use crate::figure::scene::Listing;
use crate::figure::scene::ListingLine;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::kinds;
use crate::math::kind::Choice;
use crate::math::kind::Kind;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "state-of-the-art",
    title: "What well-known generators use",
    caption: "Twelve papers on generating images, each a dot at the month in which it came to arXiv, in the row of what it uses; choose the column. The list has all columns and the papers’ numbers at arXiv. A selection, as of November 2026; its newest entry is of November 2025.",
    notice: "Down the list, the prediction moves from the noise to the velocity or the data, the network from the U-Net to the transformer, and guidance from a classifier to the null label. Much work is done in a latent space; the newest entry is back at pixels.",
    params: &[&BY, &catalogue::T],
    defaults: &[("t", "0")],
    in_view: &["by"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "paper",
        range: |_| [1.0, N_SYSTEMS as f64],
        n_steps: Some(|_| N_SYSTEMS as u32 - 1),
        secs: 18.0,
    }),
    numbers,
    scene,
    csv: Some(csv),
    ..BLANK
};

kinds! {
    /// A column of the table.
    pub enum Column {
        /// What the network is trained to give.
        Predicts = "predicts", "what is predicted";
        /// Of what the network is built.
        Backbone = "backbone", "network";
        /// Where noise is added.
        Space = "space", "space";
        /// How labels or text strengthen.
        Guidance = "guidance", "guidance";
    }
}

const BY: Param = Param {
    key: "by",
    label: "Rows by",
    help: "The column of the table that sorts the dots into rows.",
    kind: ParamKind::Choice(Column::CHOICES),
    default: "predicts",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    draw::metric(
        "alike",
        "In its row",
        "How many of the twelve papers use the same as the marked one, in the column chosen.",
    ),
    draw::metric(
        "fid",
        "FID, ImageNet 256",
        "Fréchet distance of generated images to ImageNet at 256 by 256 pixels as the marked paper gives it for its guided model; lower is better, and none is shown where none is quoted.",
    ),
];

/// Papers in the list.
const N_SYSTEMS: usize = systems::ALL.len();
/// Years shown, since 2000.
const YEARS: [u32; 2] = [20, 26];
/// Height of a row, in years.
const ROW: f64 = 0.8;
/// Farthest from a dot, in years, at which the pointer means it.
const NEAR: f64 = 0.25;

impl Column {
    /// What the column may hold.
    const fn values(self) -> &'static [Choice] {
        match self {
            Self::Predicts => Predicts::CHOICES,
            Self::Backbone => Backbone::CHOICES,
            Self::Space => Space::CHOICES,
            Self::Guidance => Guidance::CHOICES,
        }
    }

    /// What it holds for a system, counted from 0.
    fn of(self, system: &System) -> usize {
        let key = match self {
            Self::Predicts => system.predicts.key(),
            Self::Backbone => system.backbone.key(),
            Self::Space => system.space.key(),
            Self::Guidance => system.guidance.key(),
        };
        let found = self.values().iter().position(|value| value.key == key);
        found.expect("every value of a column is one of its choices")
    }

    /// Place of a system's dot.
    fn place(self, system: &System) -> [f64; 2] {
        [system.year(), self.height(self.of(system))]
    }

    /// Middle of a row, the first on top.
    fn height(self, row: usize) -> f64 {
        ROW * ((self.values().len() - 1 - row) as f64 + 0.5)
    }
}

/// The paper under the pointer, or else that of the cursor.
fn marked(view: &View<'_>) -> usize {
    let column: Column = view.settings.choice("by");
    let nearest = |at: [f64; 2]| {
        let away = |idx: usize| {
            let place = column.place(&systems::ALL[idx]);
            (place[0] - at[0]).hypot(place[1] - at[1])
        };
        let idx = (0..N_SYSTEMS).min_by(|a, b| away(*a).total_cmp(&away(*b)))?;
        (away(idx) < NEAR).then_some(idx)
    };
    view.probe.pointer.and_then(nearest).unwrap_or((view.step() as usize).min(N_SYSTEMS - 1))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (column, marked): (Column, _) = (view.settings.choice("by"), marked(view));
    let system = &systems::ALL[marked];
    let of = column.of(system);
    let alike = systems::ALL.iter().filter(|other| column.of(other) == of).count();
    let mut numbers = vec![draw::exact("alike", alike as f64)];
    numbers.extend(system.fid.map(|fid| draw::exact("fid", fid)));
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let (column, marked): (Column, _) = (view.settings.choice("by"), marked(view));
    Scene {
        panels: vec![timeline(column, marked)],
        listing: Some(table(marked)),
        ..Scene::default()
    }
}

/// Papers over time in rows.
fn timeline(column: Column, marked: usize) -> Panel {
    let n_rows = column.values().len();
    let top = ROW * n_rows as f64;
    let years = YEARS.map(f64::from);
    let window = Window { x: [years[0] - 0.1, years[1] + 0.1], y: [-0.45, top + 0.05] };
    let mut panel = Panel::new("", window);
    (panel.axes, panel.shape, panel.is_probed) = (Axes::Bare, Shape::Wide, true);
    let system = &systems::ALL[marked];
    panel.note = format!("{}, {}", system.name, date(system));
    let hairline = |from: [f64; 2], to: [f64; 2]| Mark::Lines {
        name: "",
        xy: [from, to].concat().iter().map(|v| *v as f32).collect(),
        n_per_line: 2,
        paint: Paint::Ink,
        width_px: 1.0,
        alpha: 0.18,
    };
    let text = |at: [f64; 2], text: String, align| Mark::Text {
        name: "",
        at: at.map(|v| v as f32),
        text,
        paint: Paint::Ink,
        align,
        size_px: 12.0,
    };
    for year in YEARS[0]..=YEARS[1] {
        let x = f64::from(year);
        panel.marks.push(hairline([x, 0.0], [x, top]));
        if year < YEARS[1] {
            panel.marks.push(text([x + 0.5, -0.2], format!("20{year}"), Align::Middle));
        }
    }
    for row in 0..=n_rows {
        let y = ROW * row as f64;
        panel.marks.push(hairline([years[0], y], [years[1], y]));
    }
    for (row, value) in column.values().iter().enumerate() {
        let at = [years[0] + 0.06, column.height(row) + 0.27];
        panel.marks.push(text(at, value.label.to_owned(), Align::Left));
    }
    let places: Vec<[f64; 2]> = systems::ALL.iter().map(|system| column.place(system)).collect();
    panel.marks.push(draw::dots("papers", &places, Paint::Noise, 5.0, 0.75));
    panel.marks.push(draw::dots("the paper marked", &[places[marked]], Paint::Data, 7.0, 1.0));
    panel
}

/// Every paper with what it uses; of the marked one all that is known.
fn table(marked: usize) -> Listing {
    let line = |(idx, system): (usize, &System)| {
        let is_current = idx == marked;
        let uses = uses(system);
        let says = if is_current { format!("{uses}. {}", system.remark) } else { uses };
        let code = format!("{} · {} · {}", system.name, system.authors, system.arxiv);
        ListingLine { code, says, indent: 0, is_current }
    };
    Listing {
        title: format!("Twelve papers by their numbers at arXiv, as of {AS_OF}"),
        lines: systems::ALL.iter().enumerate().map(line).collect(),
    }
}

fn uses(system: &System) -> String {
    let guidance = match system.guidance {
        Guidance::None => "no guidance",
        Guidance::Classifier => "guided by a classifier",
        Guidance::Free => "classifier-free guidance",
    };
    let fid = system.fid.map_or_else(String::new, |fid| format!(", FID {fid:.2}"));
    format!(
        "{}: predicts {}, {}, {}, {guidance}{fid}",
        date(system),
        system.predicts.label(),
        system.backbone.label(),
        system.space.label(),
    )
}

/// The month in which the paper came to arXiv, in words.
fn date(system: &System) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let [year, month] = system.month();
    format!("{} 20{year:02}", MONTHS[usize::from(month) - 1])
}

fn csv(_: &View<'_>) -> String {
    let mut text = String::from("name,authors,arxiv,predicts,network,space,guidance,fid_256\n");
    for system in systems::ALL {
        let fid = system.fid.map_or_else(String::new, |fid| fid.to_string());
        let columns = [
            system.name.to_owned(),
            format!("\"{}\"", system.authors),
            system.arxiv.to_owned(),
            system.predicts.label().to_owned(),
            system.backbone.label().to_owned(),
            system.space.label().to_owned(),
            system.guidance.label().to_owned(),
            fid,
        ];
        text.push_str(&columns.join(","));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::figure::probe::Probe;

    #[test]
    fn rows_hold_as_many_papers_as_counted_by_hand() {
        let counts = |column: Column| -> Vec<usize> {
            (0..column.values().len())
                .map(|row| systems::ALL.iter().filter(|s| column.of(s) == row).count())
                .collect()
        };
        assert_eq!(counts(Column::Predicts), [5, 1, 2, 4]);
        assert_eq!(counts(Column::Backbone), [8, 4]);
        assert_eq!(counts(Column::Space), [8, 4]);
        assert_eq!(counts(Column::Guidance), [5, 1, 6]);
    }

    #[test]
    fn what_the_captions_count_is_there() {
        assert_eq!(N_SYSTEMS, 12);
        assert!(FIGURE.caption.starts_with("Twelve") && FIGURE.caption.contains(AS_OF));
        let newest = systems::ALL.last().expect("papers");
        assert!(FIGURE.caption.contains(&format!("newest entry is of {}", date(newest))));
    }

    #[test]
    fn the_cursor_goes_through_all_papers_and_the_pointer_finds_them() {
        for idx in 0..N_SYSTEMS {
            let share = idx as f64 / (N_SYSTEMS - 1) as f64;
            let listing = Stage::of(&FIGURE, &[]).at(share).scene().listing.expect("a table");
            let current = listing.lines.iter().position(|line| line.is_current);
            assert_eq!(current, Some(idx));
            for &column in Column::ALL {
                let stage = Stage::of(&FIGURE, &[("by", column.key())]);
                let at = column.place(&systems::ALL[idx]);
                stage.see(|view| {
                    let probe = Probe::pointing(at);
                    let view =
                        View { probe, outputs: view.outputs, settings: view.settings, ..*view };
                    assert_eq!(marked(&view), idx);
                });
            }
        }
    }

    #[test]
    fn dots_stand_within_their_rows_and_years() {
        for &column in Column::ALL {
            let panel = timeline(column, 0);
            for system in systems::ALL {
                let [x, y] = column.place(system);
                assert!((20.0..26.0).contains(&x), "{}", system.name);
                assert!(0.0 < y && y < panel.window.y[1], "{}", system.name);
            }
        }
        assert_eq!(date(&systems::ALL[0]), "June 2020");
    }

    #[test]
    fn a_fid_is_shown_where_the_paper_has_one() {
        // DiT is the ninth paper; flow matching, the eighth, has none quoted.
        let fid = |idx: f64| {
            let numbers = Stage::of(&FIGURE, &[]).at(idx / 11.0).numbers();
            numbers.into_iter().find(|number| number.name == "fid").map(|number| number.value)
        };
        assert_eq!((fid(8.0), fid(7.0)), (Some(2.27), None));
    }

    #[test]
    fn the_table_has_a_line_a_paper_and_as_many_cells() {
        let text = Stage::of(&FIGURE, &[]).see(csv);
        assert_eq!(text.lines().count(), 1 + N_SYSTEMS);
        for line in text.lines() {
            // Commas of the authors stand in quotes.
            let outside: String = line.split('"').step_by(2).collect();
            assert_eq!(outside.matches(',').count(), 7, "{line}");
        }
    }
}
