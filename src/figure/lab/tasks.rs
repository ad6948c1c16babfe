//! What the Lab has computed.

use crate::figure::Need;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::film;
use crate::figure::links;
use crate::figure::output::EXACT_FLOW;
use crate::figure::output::LEARNED_FLOW;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;
use crate::protocol::job::Quantity;

/// Points of the data, faint behind the samples.
pub(super) const DATA: &str = "data";
/// Smallest reachable loss.
const FLOOR: &str = "floor";
/// Exact `log p_t` on a grid.
pub(super) const DENSITY: &str = "density";
/// Exact velocity on a grid.
pub(super) const EXACT_FIELD: &str = "exact-field";
/// Learned velocity on a grid.
pub(super) const LEARNED_FIELD: &str = "learned-field";
/// Length of learned minus exact velocity on a grid.
pub(super) const ERROR: &str = "error";

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

/// Slot of the film that belongs to a grid's slot.
pub(super) fn film_of(slot: &'static str) -> &'static str {
    match slot {
        DENSITY => "density-film",
        EXACT_FIELD => "exact-field-film",
        LEARNED_FIELD => "learned-field-film",
        _ => "error-film",
    }
}

/// Jobs whose outputs the picture shows now.
pub(super) fn tasks(need: &Need<'_>) -> Vec<Task> {
    let settings = need.settings;
    let has = |layer: &str| settings.has("view", layer);
    let exact = |slot, job| Task { slot, job, place: Place::Exact, learned: None };
    let flow = |field| Job::Flow { link: links::flow(settings), field, max_frames: N_FRAMES };
    // The grid at rest, then its film.
    let grids = |slot, field, quantity, [n_at_rest, n_in_film]: [u32; 2]| {
        [(slot, vec![need.t], n_at_rest), (film_of(slot), film::times(), n_in_film)].map(
            |(slot, times, n_per_axis)| {
                let link = links::field(settings);
                (slot, Job::Grid { link, field, quantity, times, n_per_axis })
            },
        )
    };
    let of_map = [N_MAP, N_MAP_FILM];
    let of_arrows = [N_ARROWS; 2];
    // Before a network is trained, the exact flow's noise stands in its place.
    let mut tasks = vec![
        exact(EXACT_FLOW, flow(FieldOf::Exact)),
        exact(FLOOR, Job::Floor { link: links::floor(settings) }),
    ];
    if has("data") {
        tasks.push(exact(DATA, Job::Data { link: links::data(settings), n: N_DATA }));
    }
    if has("field") && has("exact") {
        let grids = grids(EXACT_FIELD, FieldOf::Exact, Quantity::Velocity, of_arrows);
        tasks.extend(grids.map(|(slot, job)| exact(slot, job)));
    }
    if has("density") || (has("error") && need.learned.is_some()) {
        let grids = grids(DENSITY, FieldOf::Exact, Quantity::LogDensity, of_map);
        tasks.extend(grids.map(|(slot, job)| exact(slot, job)));
    }
    let Some(learned) = need.learned else { return tasks };
    let field = FieldOf::Learned(learned.run);
    let engine = |slot, job| Task { slot, job, place: Place::Engine, learned: Some(learned) };
    tasks.push(engine(LEARNED_FLOW, flow(field)));
    if has("field") {
        let grids = grids(LEARNED_FIELD, field, Quantity::Velocity, of_arrows);
        tasks.extend(grids.map(|(slot, job)| engine(slot, job)));
    }
    if has("error") {
        let grids = grids(ERROR, field, Quantity::Error, of_map);
        tasks.extend(grids.map(|(slot, job)| engine(slot, job)));
    }
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::experiment::settings::Settings;
    use crate::figure::Learned;
    use crate::protocol::command::RunId;

    fn slots(view: &str, learned: Option<Learned>) -> Vec<&'static str> {
        let settings = Settings::with(catalogue::LAB, &[("view", view)]);
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
        let mut used = slots("samples,data,exact,traj,field,density,error", LEARNED);
        used.sort_unstable();
        used.dedup();
        assert_eq!(used.len(), 12);
    }
}
