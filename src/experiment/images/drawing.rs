//! What is drawn: one grid of images, or the cells of a sweep, and what each is made from.

use crate::experiment::images::catalogue;
use crate::experiment::images::choice::ImageFieldKind;
use crate::experiment::images::choice::SweepKind;
use crate::experiment::images::run::Imaging;
use crate::experiment::images::shipped;
use crate::experiment::images::shipped::ShippedImages;
use crate::experiment::link;
use crate::experiment::param::Param;
use crate::experiment::settings::Settings;

/// Numbers of solver steps that a sweep compares.
pub const STEP_COUNTS: [u32; 5] = [2, 4, 8, 16, 32];

/// Shipped networks with different label drop probabilities, and those.
pub const ETAS: [(&str, f64); 3] =
    [("digits8-eta0", 0.0), ("digits8", 0.1), ("digits8-eta50", 0.5)];

/// Parameters that say what is compared, beside those of the experiment.
const SWEEP_PARAMS: &[&Param] = &[&catalogue::SWEEP, &catalogue::WS, &catalogue::LABEL];

/// Images to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The experiment: path, solver, steps, seed.
    pub experiment: Imaging,
    /// What carries the noise; a sweep has networks alone.
    pub field: ImageFieldKind,
    /// What is compared; none for one grid of all classes.
    pub sweep: Option<Sweep>,
}

/// A comparison: a table of cells, several images in each.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// What changes along rows and columns.
    pub kind: SweepKind,
    /// Guidance scales.
    pub ws: Vec<f64>,
    /// Class that is asked for, where the columns are no classes.
    pub label: u8,
    /// Images a cell; the first is shown.
    pub n_each: u32,
}

/// How the images of one cell are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Shipped weights; none for those of the experiment.
    pub weights: Option<&'static ShippedImages>,
    /// Guidance scale.
    pub w: f64,
    /// Label that is asked for.
    pub label: u8,
    /// Solver steps.
    pub n_steps: u32,
    /// Number of its noise: cells of one number begin alike.
    pub noise: u32,
    /// Which curve its numbers belong to.
    pub curve: usize,
}

impl Drawing {
    /// The drawing of a link's query; a sweep where the link names one.
    pub fn from_link(query: &str) -> Self {
        let experiment = Imaging::from_link(query);
        let has_sweep = query.split('&').any(|pair| pair.starts_with("sweep="));
        if !has_sweep {
            let of_field = link::parse(&Settings::defaults(&[&catalogue::FIELD]), query);
            return Self { experiment, field: of_field.settings.choice("field"), sweep: None };
        }
        let settings = link::parse(&Settings::defaults(SWEEP_PARAMS), query).settings;
        let label = settings.whole("label").min(experiment.data.n_classes() as u64 - 1) as u8;
        let sweep = Sweep {
            kind: settings.choice("sweep"),
            ws: settings.reals("w"),
            label,
            n_each: experiment.sample.n_samples / experiment.data.n_classes() as u32,
        };
        Self { experiment, field: ImageFieldKind::Learned, sweep: Some(sweep) }
    }

    /// Rows and columns of the table that is shown.
    pub fn n_rows_columns(&self) -> [usize; 2] {
        let n_classes = self.experiment.data.n_classes();
        match &self.sweep {
            None => [self.experiment.sample.n_samples as usize / n_classes, n_classes],
            Some(sweep) => match sweep.kind {
                SweepKind::WClass => [sweep.ws.len(), n_classes],
                SweepKind::WSteps => [sweep.ws.len(), STEP_COUNTS.len()],
                SweepKind::EtaW => [ETAS.len(), sweep.ws.len()],
            },
        }
    }

    /// Times that the table is drawn, each with noise and labels of its own.
    pub fn n_passes(&self) -> u32 {
        self.sweep.as_ref().map_or(1, |sweep| sweep.n_each)
    }

    /// Names of the curves over `w`.
    pub fn curves(&self) -> Vec<String> {
        match self.sweep.as_ref().map(|sweep| sweep.kind) {
            None => Vec::new(),
            Some(SweepKind::WClass) => vec!["all classes".to_owned()],
            Some(SweepKind::WSteps) => STEP_COUNTS.iter().map(|n| format!("{n} steps")).collect(),
            Some(SweepKind::EtaW) => ETAS.iter().map(|(_, eta)| format!("η = {eta}")).collect(),
        }
    }

    /// The cells of pass number `pass`, row after row from the top.
    ///
    /// Cells that are to be compared begin with the same noise; a pass asks for
    /// the next class where the table has one class alone.
    pub fn cells(&self, pass: u32) -> Vec<Cell> {
        let Imaging { w, sample, data, .. } = self.experiment;
        let n_classes = data.n_classes() as u32;
        let [n_rows, n_columns] = self.n_rows_columns();
        let plain =
            Cell { weights: None, w, label: 0, n_steps: sample.n_steps, noise: 0, curve: 0 };
        let cell = |row: usize, column: usize| {
            let Some(sweep) = &self.sweep else {
                let noise = (row * n_columns + column) as u32;
                return Cell { label: column as u8, noise, ..plain };
            };
            let label = ((u32::from(sweep.label) + pass) % n_classes) as u8;
            let next = Cell { label, noise: pass, ..plain };
            match sweep.kind {
                SweepKind::WClass => {
                    let noise = pass * n_classes + column as u32;
                    Cell { w: sweep.ws[row], label: column as u8, noise, ..plain }
                }
                SweepKind::WSteps => {
                    let n_steps = STEP_COUNTS[column];
                    Cell { w: sweep.ws[row], n_steps, curve: column, ..next }
                }
                SweepKind::EtaW => {
                    let weights = shipped::by_name(ETAS[row].0);
                    Cell { weights, w: sweep.ws[column], curve: row, ..next }
                }
            }
        };
        (0..n_rows)
            .flat_map(|row| (0..n_columns).map(move |column| (row, column)))
            .map(|(row, column)| cell(row, column))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn a_grid_has_every_class_in_its_column_and_noise_of_its_own() {
        let drawing = Drawing::from_link("data=digits16&each=3&w=2.5");
        assert_eq!((drawing.n_rows_columns(), drawing.n_passes()), ([3, 10], 1));
        let cells = drawing.cells(0);
        for (i, cell) in cells.iter().enumerate() {
            assert_eq!((cell.label as usize, cell.noise as usize), (i % 10, i));
            assert!((cell.w - 2.5).abs() < 1e-12 && cell.n_steps == 20);
        }
    }

    #[test]
    fn the_field_is_the_networks_unless_the_exact_one_is_asked_for() {
        let field = |link: &str| Drawing::from_link(link).field;
        assert_eq!(field("data=digits8&init=digits8"), ImageFieldKind::Learned);
        assert_eq!(field("data=digits8&field=exact&w=1"), ImageFieldKind::Exact);
        assert_eq!(field("data=digits8&field=exact&sweep=w-class"), ImageFieldKind::Learned);
    }

    #[test]
    fn cells_to_compare_begin_with_the_same_noise_and_passes_do_not() {
        for &kind in SweepKind::ALL {
            let link = format!("data=digits8&sweep={}&w=0,1,3&label=4&each=2", kind.key());
            let drawing = Drawing::from_link(&link);
            let [n_rows, n_columns] = drawing.n_rows_columns();
            let [first, second] = [0, 1].map(|pass| drawing.cells(pass));
            assert_eq!(first.len(), n_rows * n_columns);
            for row in 1..n_rows {
                for column in 0..n_columns {
                    let (a, b) = (first[column], first[row * n_columns + column]);
                    assert_eq!((a.noise, a.label), (b.noise, b.label), "{kind:?}");
                }
            }
            let seen: Vec<u32> = first.iter().map(|cell| cell.noise).collect();
            assert!(second.iter().all(|cell| !seen.contains(&cell.noise)), "{kind:?}");
            assert!(first.iter().all(|cell| cell.curve < drawing.curves().len()));
        }
    }

    #[test]
    fn the_networks_of_the_eta_sweep_were_trained_with_those_etas() {
        for (name, eta) in ETAS {
            let shipped = shipped::by_name(name).expect("shipped");
            assert!((shipped.experiment().eta - eta).abs() < 1e-12, "{name}");
        }
    }
}
