//! What the Lab has computed.

use crate::figure::Need;
use crate::figure::Place;
use crate::figure::Task;
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
/// Nodes per axis of a field of arrows.
const N_ARROWS: u32 = 17;

/// Jobs whose outputs the picture shows now.
pub(super) fn tasks(need: &Need<'_>) -> Vec<Task> {
    let settings = need.settings;
    let has = |layer: &str| settings.has("view", layer);
    let exact = |slot, job| Task { slot, job, place: Place::Exact, learned: None };
    let flow = |field| Job::Flow { link: links::flow(settings), field, max_frames: N_FRAMES };
    let grid = |field, quantity, n_per_axis| Job::Grid {
        link: links::field(settings),
        field,
        quantity,
        t: need.t,
        n_per_axis,
    };
    // Before a network is trained, the exact flow's noise stands in its place.
    let mut tasks = vec![
        exact(EXACT_FLOW, flow(FieldOf::Exact)),
        exact(FLOOR, Job::Floor { link: links::floor(settings) }),
    ];
    if has("data") {
        tasks.push(exact(DATA, Job::Data { link: links::data(settings), n: N_DATA }));
    }
    if has("field") && has("exact") {
        let job = grid(FieldOf::Exact, Quantity::Velocity, N_ARROWS);
        tasks.push(exact(EXACT_FIELD, job));
    }
    if has("density") || (has("error") && need.learned.is_some()) {
        tasks.push(exact(DENSITY, grid(FieldOf::Exact, Quantity::LogDensity, N_MAP)));
    }
    let Some(learned) = need.learned else { return tasks };
    let field = FieldOf::Learned(learned.run);
    let engine = |slot, job| Task { slot, job, place: Place::Engine, learned: Some(learned) };
    tasks.push(engine(LEARNED_FLOW, flow(field)));
    if has("field") {
        tasks.push(engine(LEARNED_FIELD, grid(field, Quantity::Velocity, N_ARROWS)));
    }
    if has("error") {
        tasks.push(engine(ERROR, grid(field, Quantity::Error, N_MAP)));
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
        assert_eq!(slots(all, None), [EXACT_FLOW, FLOOR, DATA, EXACT_FIELD, DENSITY]);
        assert_eq!(slots(all, LEARNED).len(), 8);
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
        assert_eq!(used.len(), 8);
    }
}
