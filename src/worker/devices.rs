//! Which device trains which network, and why: one function with its reason.

use std::collections::BTreeMap;
use std::rc::Rc;

use web_time::Duration;
use web_time::Instant;

use crate::dataset::images::ImageSet;
use crate::experiment::images::run::Imaging;
use crate::experiment::run::Experiment;
use crate::model::device::Place;
use crate::model::image::batch::ImageBatches;
use crate::model::image::net::ImageNet;
use crate::model::self_test::NotTrusted;
use crate::protocol::event::DeviceUsed;
use crate::protocol::event::Event;
use crate::train::run::TrainError;
use crate::train::run::TrainRun;
use crate::train::self_test::self_test;
use crate::train::self_test::self_test_images;
use crate::train::step::Lessons;
use crate::worker::shared::SETTLE;

/// A graphics device must be this much faster to be worth its delays.
const LEAST_GAIN: f64 = 1.1;

/// How long each device is timed.
const TRIAL: Duration = Duration::from_millis(150);

/// Steps before timing begins: memory is laid out and shaders are built.
const N_WARM_STEPS: u32 = 3;

/// The devices that were opened, and how one is chosen.
#[derive(Debug)]
pub struct Devices {
    cpu: Place,
    gpu: Option<Place>,
    is_measured: bool,
    reason: String,
    choices: BTreeMap<String, Choice>,
}

/// A device for one kind of network, with a sentence for the reader.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The device.
    pub place: Place,
    /// Why this one.
    pub reason: String,
}

impl Devices {
    /// The CPU alone, for a reason.
    pub fn cpu_only(reason: impl Into<String>) -> Self {
        let (cpu, reason) = (Place::cpu(), reason.into());
        Self { cpu, gpu: None, is_measured: false, reason, choices: BTreeMap::new() }
    }

    /// A graphics device that was asked for, faster or not.
    pub fn gpu_forced(gpu: Place, reason: impl Into<String>) -> Self {
        Self { gpu: Some(gpu), ..Self::cpu_only(reason) }
    }

    /// Both, and each kind of network is timed on both.
    pub fn measured(gpu: Place, reason: impl Into<String>) -> Self {
        Self { gpu: Some(gpu), is_measured: true, ..Self::cpu_only(reason) }
    }

    /// What the page is told once the devices are open.
    pub fn event(&self) -> Event {
        let place = self.gpu.as_ref().unwrap_or(&self.cpu);
        told(place, &self.reason)
    }

    /// Whether choosing for `experiment` takes long: shaders, tests, timing.
    pub fn must_measure(&self, experiment: &Experiment) -> bool {
        self.gpu.is_some() && !self.choices.contains_key(&key(experiment))
    }

    /// The device that trains `experiment`'s network, and what the page is told
    /// where there was a choice.
    ///
    /// # Errors
    /// [`TrainError`] if a device was lost meanwhile.
    pub async fn place_for(
        &mut self,
        experiment: &Experiment,
    ) -> Result<(Place, Option<Event>), TrainError> {
        let Some(gpu) = self.gpu.clone() else {
            return Ok((self.cpu.clone(), None));
        };
        if let Some(choice) = self.choices.get(&key(experiment)) {
            return Ok((choice.place.clone(), Some(told(&choice.place, &choice.reason))));
        }
        let choice = self.measure(experiment, &gpu).await?;
        let event = told(&choice.place, &choice.reason);
        let place = choice.place.clone();
        self.choices.insert(key(experiment), choice);
        Ok((place, Some(event)))
    }

    /// Whether choosing for a network of images takes long.
    pub fn must_measure_images(&self, experiment: &Imaging) -> bool {
        self.gpu.is_some() && !self.choices.contains_key(&image_key(experiment))
    }

    /// The device that trains a network of images, as [`Self::place_for`].
    ///
    /// # Errors
    /// [`TrainError`] if a device was lost meanwhile.
    pub async fn place_for_images(
        &mut self,
        experiment: &Imaging,
        set: &Rc<ImageSet>,
    ) -> Result<(Place, Option<Event>), TrainError> {
        let Some(gpu) = self.gpu.clone() else {
            return Ok((self.cpu.clone(), None));
        };
        let key = image_key(experiment);
        if !self.choices.contains_key(&key) {
            let tested = self_test_images(experiment, set, &gpu.device).await;
            let choice = if let Some(choice) = self.unless_wrong(tested, &gpu)? {
                choice
            } else {
                let on_cpu = image_speed(experiment, set, &self.cpu).await?;
                let on_gpu = image_speed(experiment, set, &gpu).await?;
                choose(&self.cpu, &gpu, on_gpu / on_cpu)
            };
            self.choices.insert(key.clone(), choice);
        }
        let choice = &self.choices[&key];
        Ok((choice.place.clone(), Some(told(&choice.place, &choice.reason))))
    }

    /// The choice that a self test leaves: the CPU where it failed, the graphics
    /// device where it was asked for, none where speed decides.
    fn unless_wrong(
        &self,
        tested: Result<(), NotTrusted>,
        gpu: &Place,
    ) -> Result<Option<Choice>, TrainError> {
        match tested {
            Ok(()) if self.is_measured => Ok(None),
            Ok(()) => Ok(Some(Choice { place: gpu.clone(), reason: self.reason.clone() })),
            Err(NotTrusted::Lost(lost)) => Err(lost.into()),
            Err(wrong) => {
                let name = adapter_name(gpu);
                let reason = format!("CPU: WebGPU on {name} is not used: {wrong}.");
                Ok(Some(Choice { place: self.cpu.clone(), reason }))
            }
        }
    }

    /// Tests the graphics device on the experiment's own network, and times
    /// both devices unless one was asked for.
    async fn measure(&self, experiment: &Experiment, gpu: &Place) -> Result<Choice, TrainError> {
        let tested = self_test(experiment, &gpu.device).await;
        if let Some(choice) = self.unless_wrong(tested, gpu)? {
            return Ok(choice);
        }
        let on_cpu = steps_per_sec(experiment, &self.cpu).await?;
        let on_gpu = steps_per_sec(experiment, gpu).await?;
        Ok(choose(&self.cpu, gpu, on_gpu / on_cpu))
    }
}

fn told(place: &Place, reason: &str) -> Event {
    Event::Device { device: place.used.clone(), reason: reason.to_owned() }
}

/// What the speed of a step depends on.
fn key(experiment: &Experiment) -> String {
    format!("{:?} {}", experiment.net, experiment.train.batch)
}

/// The same of a network of images.
fn image_key(experiment: &Imaging) -> String {
    format!("{:?} {:?} {}", experiment.net, experiment.data, experiment.train.batch)
}

/// The faster of two devices, where `gain` is the graphics device's speed in
/// units of the CPU's.
fn choose(cpu: &Place, gpu: &Place, gain: f64) -> Choice {
    let name = adapter_name(gpu);
    if LEAST_GAIN <= gain {
        let reason = format!("WebGPU on {name}: {gain:.1} times faster than the CPU here.");
        return Choice { place: gpu.clone(), reason };
    }
    let reason = if gain < 1.0 {
        format!("CPU: {:.1} times faster than WebGPU on {name} for this network.", 1.0 / gain)
    } else {
        format!("CPU: WebGPU on {name} is hardly faster for this network.")
    };
    Choice { place: cpu.clone(), reason }
}

/// Name of a place's adapter, for sentences.
pub fn adapter_name(place: &Place) -> &str {
    match &place.used {
        DeviceUsed::WebGpu { adapter, .. } => adapter,
        DeviceUsed::Cpu => "the CPU",
    }
}

/// Speed of training `experiment` on a device, by a short trial.
async fn steps_per_sec(experiment: &Experiment, place: &Place) -> Result<f64, TrainError> {
    let mut trial = experiment.clone();
    trial.train.n_steps = u32::MAX;
    trial.train.optimizer.lr = 1e-6; // speed only: nothing may diverge
    speed_of(TrainRun::new(&trial, &place.device)).await
}

/// Speed of training a network of images on a device, by a short trial.
async fn image_speed(
    experiment: &Imaging,
    set: &Rc<ImageSet>,
    place: &Place,
) -> Result<f64, TrainError> {
    let mut trial = experiment.clone();
    trial.train.n_steps = u32::MAX;
    trial.train.optimizer.lr = 1e-6;
    let shape = ImageNet::new(trial.net, trial.data);
    let lessons = ImageBatches::of(&trial, Rc::clone(set));
    speed_of(TrainRun::first(lessons, shape, trial.seed, &place.device)).await
}

async fn speed_of<L: Lessons>(mut run: TrainRun<L>) -> Result<f64, TrainError> {
    for _ in 0..N_WARM_STEPS {
        run.advance();
    }
    run.read_losses().await?;
    let begun = Instant::now();
    let mut n_steps = 0;
    while begun.elapsed() < TRIAL {
        let queued = Instant::now();
        while queued.elapsed() < SETTLE {
            run.advance();
            n_steps += 1;
        }
        run.read_losses().await?;
    }
    Ok(f64::from(n_steps) / begun.elapsed().as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gpu() -> Place {
        let adapter = "Test adapter".to_owned();
        Place { used: DeviceUsed::WebGpu { adapter, is_software: false }, ..Place::cpu() }
    }

    #[test]
    fn the_faster_device_wins_and_the_sentence_says_so() {
        let choice = choose(&Place::cpu(), &gpu(), 2.1);
        assert!(choice.place.is_queued());
        assert_eq!(choice.reason, "WebGPU on Test adapter: 2.1 times faster than the CPU here.");
        let choice = choose(&Place::cpu(), &gpu(), 0.5);
        assert!(!choice.place.is_queued());
        let sentence = "CPU: 2.0 times faster than WebGPU on Test adapter for this network.";
        assert_eq!(choice.reason, sentence);
        assert!(!choose(&Place::cpu(), &gpu(), 1.05).place.is_queued());
    }
}
