//! Published generators of images as a table: a row a paper, a colored cell for what it uses.

mod cell;

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::images::letters;
use crate::figure::images::letters::SMALL_PX;
use crate::figure::images::state_of_the_art::cell::Cell;
use crate::figure::images::state_of_the_art::cell::HEADS;
use crate::figure::images::state_of_the_art::cell::cells;
use crate::figure::images::systems;
use crate::figure::images::systems::AS_OF;
use crate::figure::images::systems::Guidance;
use crate::figure::images::systems::System;
use crate::figure::scene::Align;
use crate::figure::scene::Axes;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::math::kind::Kind;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "state-of-the-art",
    title: "What well-known generators use",
    caption: "Twelve papers on generating images, a row each, the oldest on top. The columns: what the network gives, of what it is built, where noise is added, and how labels or text strengthen. Gray is what the first paper used. Point at a row, or step through them, to read it. A selection; its newest entry is of November 2025.",
    notice: "Downward, the prediction moves from the noise to the velocity or the data, the network from the U-Net to the transformer, and guidance from a classifier to the null label. Four papers work in a latent space; the newest is back at pixels.",
    params: &[&catalogue::T],
    defaults: &[("t", "0")],
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

const METRICS: &[Metric] = &[draw::metric(
    "fid",
    "FID, ImageNet 256",
    "Fréchet distance of generated images to ImageNet at 256 by 256 pixels as the marked paper gives it for its guided model; lower is better, and none is shown where none is quoted.",
)];

/// Papers in the list.
const N_SYSTEMS: usize = systems::ALL.len();
/// Width and height of the table; rows are 1 high, and a phone has 13 pixels a unit.
const SIZE: [f64; 2] = [19.3, N_SYSTEMS as f64 + 1.2];
/// Left edge of the first column of cells, and the width of each.
const FIRST: f64 = 8.3;
const WIDTH: f64 = 2.7;
/// Room between cells.
const GAP: f64 = 0.08;

/// Middle of the row of a paper.
fn height(idx: usize) -> f64 {
    (N_SYSTEMS - 1 - idx) as f64 + 0.5
}

/// The paper under the pointer, or else that of the cursor.
fn marked(view: &View<'_>) -> usize {
    let row = |at: [f64; 2]| (0..N_SYSTEMS).find(|idx| (height(*idx) - at[1]).abs() <= 0.5);
    view.probe.pointer.and_then(row).unwrap_or((view.step() as usize).min(N_SYSTEMS - 1))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let fid = systems::ALL[marked(view)].fid;
    fid.map(|fid| draw::exact("fid", fid)).into_iter().collect()
}

fn scene(view: &View<'_>) -> Scene {
    Scene { panels: vec![table(marked(view))], n_columns: Some(1), ..Scene::default() }
}

/// All papers, one of them marked and told.
fn table(marked: usize) -> Panel {
    let mut panel = Panel::new("", Window { x: [0.0, SIZE[0]], y: [-0.1, SIZE[1]] });
    (panel.axes, panel.is_probed) = (Axes::Bare, true);
    let system = &systems::ALL[marked];
    panel.note = format!("{}, {}", system.name, date(system));
    let rect = |x0: f64, idx: usize, x1: f64, pad: f64| {
        let y = height(idx);
        [x0, y - 0.5 + pad, x1, y + 0.5 - pad].map(|v| v as f32)
    };
    panel.marks.push(Mark::Boxes {
        name: "the paper told below",
        rects: vec![rect(0.05, marked, SIZE[0] - 0.05, 0.0)],
        paint: Paint::Ink,
        alpha: 1.0,
        is_filled: false,
    });
    for (column, head) in HEADS.into_iter().enumerate() {
        let at = [middle(column), N_SYSTEMS as f64 + 0.6];
        panel.marks.push(letters::around(at, head, SMALL_PX));
    }
    for (idx, system) in systems::ALL.iter().enumerate() {
        let at = [0.3, height(idx)];
        panel.marks.push(letters::aligned(at, row_name(system), (Align::Left, SMALL_PX)));
        for (column, Cell { name, short, paint }) in cells(system).into_iter().enumerate() {
            let x = FIRST + WIDTH * column as f64;
            let rects = vec![rect(x + GAP, idx, x + WIDTH - GAP, GAP)];
            let alpha = if paint == cell::FIRST_PAPER { 0.25 } else { 0.6 };
            panel.marks.push(Mark::Boxes { name, rects, paint, alpha, is_filled: true });
            panel.marks.push(letters::around([middle(column), height(idx)], short, SMALL_PX));
        }
    }
    panel.remarks = vec![told(system), format!("The table as of {AS_OF}.")];
    panel
}

/// Middle of a column of cells.
fn middle(column: usize) -> f64 {
    FIRST + WIDTH * (column as f64 + 0.5)
}

/// What stands before the cells of a paper.
fn row_name(system: &System) -> &'static str {
    match system.name {
        "Classifier-free guidance" => "CFG",
        "Stable Diffusion 3" => "SD 3",
        name => name,
    }
}

/// All that is known of a paper.
fn told(system: &System) -> String {
    let System { name, authors, arxiv, remark, .. } = system;
    format!("{name}: {authors}, arXiv {arxiv}, {}. {remark}", uses(system))
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

    /// Papers whose cell in a column says this.
    fn n_papers(column: usize, name: &str) -> usize {
        systems::ALL.iter().filter(|system| cells(system)[column].name == name).count()
    }

    #[test]
    fn columns_hold_as_many_papers_as_counted_by_hand() {
        let counts =
            |column, names: &[&str]| names.iter().map(|n| n_papers(column, n)).collect::<Vec<_>>();
        assert_eq!(counts(0, &["noise ε", "score s", "data z", "velocity u"]), [5, 1, 2, 4]);
        assert_eq!(counts(1, &[cell::AS_FIRST, "transformer (T)"]), [8, 4]);
        assert_eq!(counts(2, &[cell::AS_FIRST, "latent space (lat)"]), [8, 4]);
        let guided = ["guided by a classifier (cls)", "classifier-free guidance (cfg)"];
        assert_eq!(counts(3, &[&[cell::AS_FIRST], &guided[..]].concat()), [5, 1, 6]);
    }

    #[test]
    fn what_the_lecture_says_of_the_first_and_the_last_is_so() {
        let says = |idx: usize| {
            let [first, second, ..] = cells(&systems::ALL[idx]);
            (first.short, second.short)
        };
        for idx in 0..4 {
            assert!(matches!(says(idx), ("ε" | "s", "U")), "{:?}", says(idx));
        }
        for idx in N_SYSTEMS - 3..N_SYSTEMS {
            assert!(matches!(says(idx), ("u" | "z", "T")), "{:?}", says(idx));
        }
    }

    #[test]
    fn what_the_captions_count_is_there() {
        assert_eq!(N_SYSTEMS, 12);
        assert!(FIGURE.caption.starts_with("Twelve"));
        let newest = systems::ALL.last().expect("papers");
        assert!(FIGURE.caption.contains(&format!("newest entry is of {}", date(newest))));
    }

    #[test]
    fn the_cursor_goes_through_all_papers_and_the_pointer_finds_them() {
        for (idx, system) in systems::ALL.iter().enumerate() {
            let share = idx as f64 / (N_SYSTEMS - 1) as f64;
            let remarks = Stage::of(&FIGURE, &[]).at(share).scene().remarks();
            assert_eq!(remarks[0], told(system));
            Stage::of(&FIGURE, &[]).see(|view| {
                let probe = Probe::pointing([9.0, height(idx)]);
                let view = View { probe, outputs: view.outputs, settings: view.settings, ..*view };
                assert_eq!(marked(&view), idx);
            });
        }
        assert_eq!(date(&systems::ALL[0]), "June 2020");
    }

    #[test]
    fn letters_fit_their_places_on_a_phone() {
        // 170 pixels of height; letters of this size are at most 6.3 pixels wide.
        let width = |text: &str| 6.3 * text.chars().count() as f64 * (SIZE[1] + 0.1) / 170.0;
        for system in systems::ALL {
            assert!(0.3 + width(row_name(system)) <= FIRST, "{}", system.name);
            assert!(cells(system).iter().all(|cell| width(cell.short) <= WIDTH - 2.0 * GAP));
        }
        assert!(HEADS.iter().all(|head| width(head) <= WIDTH));
        const { assert!(FIRST + 4.0 * WIDTH <= SIZE[0]) };
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
