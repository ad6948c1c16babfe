//! What the Lab has computed.

use crate::experiment::rules;
use crate::experiment::settings::Settings;
use crate::figure::Need;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::film;
use crate::figure::lab::asked;
use crate::figure::lab::line;
use crate::figure::links;
use crate::figure::marks::theory;
use crate::figure::output::EXACT_FLOW;
use crate::figure::output::LEARNED_FLOW;
use crate::protocol::buffer::Buffer;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;
use crate::protocol::job::Quantity;

/// Points of the data, faint behind the samples.
pub(super) const DATA: &str = "data";
/// Those of them that have the label that samples are asked to have.
pub(super) const ASKED_DATA: &str = "asked-data";
/// Smallest reachable loss.
const FLOOR: &str = "floor";
/// Exact `log p_t` on a grid.
pub(super) const DENSITY: &str = "density";
/// Exact velocity on a grid.
pub(super) const EXACT_FIELD: &str = "exact-field";
/// Learned velocity on a grid.
pub(super) const LEARNED_FIELD: &str = "learned-field";
/// Exact score on a grid.
pub(super) const EXACT_SCORE: &str = "exact-score";
/// Learned score on a grid.
pub(super) const LEARNED_SCORE: &str = "learned-score";
/// Length of learned minus exact velocity on a grid.
pub(super) const ERROR: &str = "error";
/// A regular grid carried by the exact flow.
pub(super) const CARRIED: &str = "carried";
/// The same carried by the learned flow.
pub(super) const LEARNED_CARRIED: &str = "learned-carried";

/// Times kept of a flow.
const N_FRAMES: u32 = 61;
/// Data points shown.
const N_DATA: u32 = 2_000;
/// Nodes per axis of a map.
const N_MAP: u32 = 80;
/// Nodes per axis of a map's film.
const N_MAP_FILM: u32 = 48;
/// Nodes per axis of a field of arrows, at rest and in its film.
const N_ARROWS: u32 = 17;
/// Nodes per axis of a field that lines run along.
const N_LINES: u32 = 33;
/// Nodes of a map of the line at one time.
const N_MAP_LINE: u32 = 161;

/// Slot of the film that belongs to a grid's slot.
pub(super) fn film_of(slot: &'static str) -> &'static str {
    match slot {
        DENSITY => "density-film",
        EXACT_FIELD => "exact-field-film",
        LEARNED_FIELD => "learned-field-film",
        EXACT_SCORE => "exact-score-film",
        LEARNED_SCORE => "learned-score-film",
        _ => "error-film",
    }
}

/// Jobs whose outputs the picture shows now.
pub(super) fn tasks(need: &Need<'_>) -> Vec<Task> {
    let settings = need.settings;
    let exact = Asked { need, field: FieldOf::Exact };
    // Before a network is trained, the exact flow's noise stands in its place.
    let mut tasks = vec![
        exact.task(EXACT_FLOW, exact.flow()),
        exact.task(FLOOR, Job::Floor { link: links::floor(settings) }),
    ];
    if ["data", "cond", "posterior"].iter().any(|layer| exact.has(layer)) {
        tasks.push(exact.task(DATA, Job::Data { link: links::data(settings), n: N_DATA }));
        if asked::is_of_label(settings) {
            let link = links::asked_data(settings);
            tasks.push(exact.task(ASKED_DATA, Job::Data { link, n: N_DATA / 4 }));
        }
    }
    let has_maps = exact.has("density") || exact.has("contours");
    if exact.has("exact") {
        tasks.extend(exact.fields([EXACT_FIELD, EXACT_SCORE, CARRIED]));
    }
    if (has_maps && exact.has("exact")) || (exact.has("error") && need.learned.is_some()) {
        tasks.extend(exact.grids(DENSITY, Quantity::LogDensity));
    }
    let Some(network) = need.learned else { return tasks };
    let learned = Asked { need, field: FieldOf::Learned(network.run) };
    tasks.push(learned.task(LEARNED_FLOW, learned.flow()));
    tasks.extend(learned.fields([LEARNED_FIELD, LEARNED_SCORE, LEARNED_CARRIED]));
    if learned.has("error") {
        tasks.extend(learned.grids(ERROR, Quantity::Error));
    }
    tasks
}

/// What is asked of one field.
#[derive(Clone, Copy)]
struct Asked<'a> {
    need: &'a Need<'a>,
    field: FieldOf,
}

impl Asked<'_> {
    fn settings(&self) -> &Settings {
        self.need.settings
    }

    fn has(&self, layer: &str) -> bool {
        self.settings().has("view", layer)
    }

    fn task(&self, slot: &'static str, job: Job) -> Task {
        match self.field {
            FieldOf::Exact => Task { slot, job, place: Place::Exact, learned: None },
            FieldOf::Learned(_) => {
                Task { slot, job, place: Place::Engine, learned: self.need.learned }
            }
        }
    }

    fn flow(&self) -> Job {
        let link = links::flow(self.settings());
        Job::Flow { link, field: self.field, max_frames: N_FRAMES }
    }

    /// Velocity, score and the carried grid, as far as their layers are shown.
    fn fields(&self, [velocity, score, carried]: [&'static str; 3]) -> Vec<Task> {
        let mut tasks = Vec::new();
        if self.has("field") || self.has("stream") {
            tasks.extend(self.grids(velocity, Quantity::Velocity));
        }
        if self.has("score") && rules::is_from_noise(self.settings()) {
            tasks.extend(self.grids(score, Quantity::Score));
        }
        if self.has("grid") {
            let points = Buffer(theory::grid_points(self.settings().data().dim()));
            let link = links::carried(self.settings());
            let (field, max_frames) = (self.field, N_FRAMES);
            tasks.push(self.task(carried, Job::Carry { link, field, points, max_frames }));
        }
        tasks
    }

    /// On the plane the grid at rest, then its film; over time and the line the
    /// film is the picture.
    fn grids(&self, slot: &'static str, quantity: Quantity) -> Vec<Task> {
        let is_map = matches!(quantity, Quantity::LogDensity | Quantity::Error);
        let n_field = if self.has("stream") { N_LINES } else { N_ARROWS };
        let grid = |slot, times, n_per_axis| {
            let (link, field) = (links::field(self.settings()), self.field);
            self.task(slot, Job::Grid { link, field, quantity, times, n_per_axis })
        };
        if self.settings().data().dim() == 1 {
            let n = if is_map { N_MAP_LINE } else { N_LINES };
            return vec![grid(film_of(slot), line::times(), n)];
        }
        let [n_at_rest, n_in_film] = match quantity {
            Quantity::LogDensity | Quantity::Error => [N_MAP, N_MAP_FILM],
            Quantity::Velocity => [n_field; 2],
            Quantity::Score => [N_ARROWS; 2],
        };
        vec![
            grid(slot, vec![self.need.t], n_at_rest),
            grid(film_of(slot), film::times(), n_in_film),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::figure::Learned;
    use crate::protocol::command::RunId;

    const ALL: &str =
        "samples,data,exact,traj,field,stream,score,density,contours,grid,cond,posterior,error";

    fn slots(view: &str, learned: Option<Learned>) -> Vec<&'static str> {
        slots_of(&[("view", view)], learned)
    }

    fn slots_of(changes: &[(&str, &str)], learned: Option<Learned>) -> Vec<&'static str> {
        let settings = Settings::with(catalogue::LAB, changes);
        let need = Need { settings: &settings, t: 0.5, learned };
        tasks(&need).iter().map(|task| task.slot).collect()
    }

    const LEARNED: Option<Learned> = Some(Learned { run: RunId(3), step: 100 });

    #[test]
    fn nothing_is_asked_of_a_network_that_is_not_there() {
        let all = "samples,data,exact,traj,field,density,error";
        let expected =
            [EXACT_FLOW, FLOOR, DATA, EXACT_FIELD, film_of(EXACT_FIELD), DENSITY, film_of(DENSITY)];
        assert_eq!(slots(all, None), expected);
        assert_eq!(slots(all, LEARNED).len(), 12);
    }

    #[test]
    fn layers_that_are_off_cost_nothing() {
        assert_eq!(slots("samples", LEARNED), [EXACT_FLOW, FLOOR, LEARNED_FLOW]);
    }

    #[test]
    fn every_slot_is_used_once() {
        let mut used = slots(ALL, LEARNED);
        used.sort_unstable();
        used.dedup();
        assert_eq!(used.len(), 18);
        assert_eq!(slots(ALL, LEARNED).len(), 18);
    }

    #[test]
    fn a_score_is_asked_for_from_noise_only() {
        let slots = slots_of(&[("view", ALL), ("source", "circles")], LEARNED);
        assert!(!slots.contains(&EXACT_SCORE) && !slots.contains(&LEARNED_SCORE));
        assert!(slots.contains(&EXACT_FIELD));
    }

    #[test]
    fn over_time_and_the_line_a_film_is_the_picture() {
        let slots = slots_of(&[("view", ALL), ("data", "two-points")], LEARNED);
        for slot in [DENSITY, EXACT_FIELD, LEARNED_FIELD, EXACT_SCORE, LEARNED_SCORE, ERROR] {
            assert!(!slots.contains(&slot) && slots.contains(&film_of(slot)), "{slot}");
        }
    }

    #[test]
    fn without_the_exact_map_nothing_exact_is_drawn_for_it() {
        let slots = slots("samples,density,field,score,grid", LEARNED);
        for slot in [DENSITY, EXACT_FIELD, EXACT_SCORE, CARRIED] {
            assert!(!slots.contains(&slot), "{slot}");
        }
    }
}
