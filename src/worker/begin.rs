//! How a worker's jobs begin that need a network: where it lies, and where it comes from.

use crate::dataset::images::ImageKind;
use crate::experiment::images::drawing::Drawing;
use crate::experiment::images::latent::Latent;
use crate::experiment::images::run::Imaging;
use crate::experiment::run::Experiment;
use crate::model::device::Place;
use crate::model::shape::Network;
use crate::protocol::command::RunId;
use crate::protocol::snapshot::Snapshot;
use crate::worker::draw::Draw;
use crate::worker::image_task::ImageTask;
use crate::worker::latent_task::LatentTask;
use crate::worker::session::Refusal;
use crate::worker::session::Session;
use crate::worker::task::Task;

/// What is said of a network that no run holds.
const NOT_IN_MEMORY: &str = "The network of this figure is not in memory; train it first.";

impl Session {
    /// A training run of an image network.
    pub(super) async fn begin_images(
        &mut self,
        id: RunId,
        link: &str,
        snapshot: Option<Snapshot>,
    ) -> Result<Task, Refusal> {
        let experiment = Imaging::from_link(link);
        let set = self.files.images(experiment.data).map_err(Refusal::Sentence)?;
        let place = match &mut self.devices {
            None => Place::cpu(),
            Some(devices) => {
                let found = devices.place_for_images(&experiment, &set).await;
                let (place, event) = found.map_err(Refusal::Train)?;
                self.events.extend(event);
                place
            }
        };
        let snapshot = match (snapshot, experiment.init) {
            (None, Some(shipped)) => {
                let first = self.files.first_weights(shipped, &experiment);
                Some(first.map_err(Refusal::Sentence)?)
            }
            (snapshot, _) => snapshot,
        };
        let task = ImageTask::new(id, experiment, snapshot.as_ref(), set, place);
        let task = task.map_err(|error| Refusal::Sentence(error.to_string()))?;
        Ok(Task::Images(Box::new(task)))
    }

    /// Images drawn by the network of a run, or by shipped weights on the CPU.
    pub(super) fn begin_drawing(
        &mut self,
        id: RunId,
        link: &str,
        of: Option<RunId>,
    ) -> Result<Task, Refusal> {
        let own = match of.map(|of| self.begun(of)) {
            None => None,
            Some(Some(Task::Images(task))) => Some((task.network(), task.place().clone())),
            Some(_) => return Err(Refusal::Sentence(NOT_IN_MEMORY.to_owned())),
        };
        let (own, place) = own.map_or((None, Place::cpu()), |(own, place)| (Some(own), place));
        let drawing = Drawing::from_link(link);
        let draw = Draw::new(id, drawing, own, place, &mut self.files);
        Ok(Task::Draw(Box::new(draw.map_err(Refusal::Sentence)?)))
    }

    /// A flow in the plane of the shipped autoencoder's codes.
    pub(super) fn begin_latent(&mut self, id: RunId, link: &str) -> Result<Task, Refusal> {
        let kind = ImageKind::Digits8;
        let networks = self.files.coder().and_then(|coder| Ok((coder, self.files.judge(kind)?)));
        let networks = networks.map_err(Refusal::Sentence)?;
        let set = self.files.images(kind).map_err(Refusal::Sentence)?;
        let task = LatentTask::new(id, Latent::from_link(link), networks, set);
        Ok(Task::Latent(Box::new(task)))
    }

    /// The device that trains the network of `experiment`.
    pub(super) async fn place_for(&mut self, experiment: &Experiment) -> Result<Place, Refusal> {
        let Some(devices) = &mut self.devices else {
            return Ok(Place::cpu());
        };
        let (place, event) = devices.place_for(experiment).await.map_err(Refusal::Train)?;
        self.events.extend(event);
        Ok(place)
    }

    /// The network of a training run as it is now.
    pub(super) fn learned(&self, of: RunId) -> Result<(Network, Place), Refusal> {
        match self.begun(of) {
            Some(Task::Train(task)) => Ok((task.network(), task.place().clone())),
            _ => Err(Refusal::Sentence(NOT_IN_MEMORY.to_owned())),
        }
    }
}
