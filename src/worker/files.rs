//! Files beside the page that work needs: asked for once, kept for all runs.

use std::collections::BTreeMap;
use std::rc::Rc;

use burn::tensor::Device;

use crate::dataset::images::ImageKind;
use crate::dataset::images::ImageSet;
use crate::dataset::images::file;
use crate::experiment::images::choice::ImageFieldKind;
use crate::experiment::images::drawing::Drawing;
use crate::experiment::images::latent;
use crate::experiment::images::run::Imaging;
use crate::experiment::images::run::is_of_images;
use crate::experiment::images::shipped;
use crate::experiment::images::shipped::ShippedImages;
use crate::experiment::images::shipped::weights_file;
use crate::math::kind::Kind;
use crate::model::image::coder::Coder;
use crate::model::image::judge::Judge;
use crate::model::image::net::ImageNet;
use crate::model::record::from_named;
use crate::model::shape::Network;
use crate::model::shape::Shape;
use crate::protocol::job::Job;
use crate::protocol::safetensors;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::snapshot::WEIGHT;

/// Files by their address beside the page.
#[derive(Debug, Default)]
pub struct Files {
    found: BTreeMap<String, Found>,
    sets: BTreeMap<ImageKind, Rc<ImageSet>>,
}

#[derive(Debug)]
enum Found {
    /// On its way.
    Asked,
    Here(Rc<Vec<u8>>),
    /// Not to be had, with a sentence.
    Refused(String),
}

impl Files {
    /// Notes that `file` is needed; whether it must be asked for now.
    pub fn must_ask(&mut self, file: &str) -> bool {
        if self.found.contains_key(file) {
            return false;
        }
        self.found.insert(file.to_owned(), Found::Asked);
        true
    }

    /// Takes in a file, or why it is not to be had.
    pub fn take(&mut self, file: String, bytes: Result<Vec<u8>, String>) {
        let found = match bytes {
            Ok(bytes) => Found::Here(Rc::new(bytes)),
            Err(message) => Found::Refused(message),
        };
        self.found.insert(file, found);
    }

    /// Whether nothing is known of `file` yet.
    pub fn is_awaited(&self, file: &str) -> bool {
        matches!(self.found.get(file), Some(Found::Asked))
    }

    /// Forgets what was refused, so that another try asks anew.
    pub fn forget_refused(&mut self) {
        self.found.retain(|_, found| !matches!(found, Found::Refused(_)));
    }

    fn bytes(&self, file: &str) -> Result<Rc<Vec<u8>>, String> {
        match self.found.get(file) {
            Some(Found::Here(bytes)) => Ok(Rc::clone(bytes)),
            Some(Found::Refused(message)) => Err(message.clone()),
            Some(Found::Asked) | None => Err(format!("The file {file} did not come.")),
        }
    }

    /// The images of `kind`, decoded once.
    ///
    /// # Errors
    /// A sentence if their file is not to be had or damaged.
    pub fn images(&mut self, kind: ImageKind) -> Result<Rc<ImageSet>, String> {
        if let Some(set) = self.sets.get(&kind) {
            return Ok(Rc::clone(set));
        }
        let set = match kind.file() {
            None => ImageSet::sprites(),
            Some(name) => file::read(kind, &self.bytes(name)?).map_err(|error| {
                format!("The images of {name} can not be used: {error}. Load the page again.")
            })?,
        };
        let set = Rc::new(set);
        self.sets.insert(kind, Rc::clone(&set));
        Ok(set)
    }

    /// The judge of the images of `kind`, on the CPU.
    ///
    /// # Errors
    /// A sentence if its weights are not to be had or damaged.
    pub fn judge(&self, kind: ImageKind) -> Result<Network<Judge>, String> {
        self.network(shipped::judge_of(kind), Judge::new(kind), &Device::flex())
    }

    /// The shipped autoencoder of small digits, on the CPU.
    ///
    /// # Errors
    /// A sentence if its weights are not to be had or damaged.
    pub fn coder(&self) -> Result<Network<Coder>, String> {
        self.network(latent::CODER, Coder::new(ImageKind::Digits8), &Device::flex())
    }

    /// A shipped image network on `device`.
    ///
    /// # Errors
    /// A sentence if its weights are not to be had, damaged or of another network.
    pub fn shipped(
        &self,
        shipped: &ShippedImages,
        device: &Device,
    ) -> Result<Network<ImageNet>, String> {
        let experiment = shipped.experiment();
        let shape = ImageNet::new(experiment.net, experiment.data);
        self.network(shipped.name, shape, device)
    }

    /// Shipped weights as the first ones of a run of `experiment`.
    ///
    /// # Errors
    /// A sentence if they are not to be had or of another network.
    pub fn first_weights(
        &self,
        shipped: &ShippedImages,
        experiment: &Imaging,
    ) -> Result<Snapshot, String> {
        let theirs = shipped.experiment();
        if (theirs.net, theirs.data, theirs.predict, theirs.path)
            != (experiment.net, experiment.data, experiment.predict, experiment.path)
        {
            return Err(format!(
                "The weights “{}” are of another network or path; choose data={}, net={} and \
                 their path and prediction, or fresh weights.",
                shipped.name,
                theirs.data.key(),
                theirs.net.key()
            ));
        }
        let bytes = self.bytes(&shipped.file())?;
        let read = safetensors::read(&bytes).map_err(|error| {
            format!("The shipped weights “{}” can not be used: {error}.", shipped.name)
        })?;
        Ok(read.snapshot.as_first())
    }

    fn network<S: Shape>(
        &self,
        name: &str,
        shape: S,
        device: &Device,
    ) -> Result<Network<S>, String> {
        let bytes = self.bytes(&weights_file(name))?;
        let flat = safetensors::read(&bytes).map_err(|error| error.to_string()).and_then(|read| {
            let flat = from_named(WEIGHT, &shape.entries(), &read.snapshot.tensors);
            flat.map_err(|bad| format!("the file has no sound tensor {}", bad.name))
        });
        match flat {
            Ok(flat) => Ok(Network::with_params(shape, flat, device)),
            Err(why) => Err(format!(
                "The shipped weights “{name}” can not be used: {why}. Load the page again."
            )),
        }
    }
}

/// Files that a job needs before it can begin.
pub fn needed(job: &Job) -> Vec<String> {
    let mut files: Vec<String> = Vec::new();
    let of_images = |kind: ImageKind| kind.file().map(str::to_owned);
    match job {
        Job::Train { link, .. } if is_of_images(link) => {
            let experiment = Imaging::from_link(link);
            files.extend(of_images(experiment.data));
            files.extend(experiment.init.map(ShippedImages::file));
        }
        Job::ImagePath { link, .. } => files.extend(of_images(Imaging::from_link(link).data)),
        Job::Latent { .. } => {
            let kind = ImageKind::Digits8;
            files.extend(of_images(kind));
            files.extend([latent::CODER, shipped::judge_of(kind)].map(weights_file));
        }
        Job::Draw { link, of } => {
            let drawing = Drawing::from_link(link);
            let kind = drawing.experiment.data;
            files.extend(of_images(kind));
            files.push(weights_file(shipped::judge_of(kind)));
            let is_learned = drawing.field == ImageFieldKind::Learned;
            let own = drawing.experiment.init.filter(|_| of.is_none() && is_learned);
            let named = drawing.cells(0).into_iter().filter_map(|cell| cell.weights).chain(own);
            files.extend(named.map(ShippedImages::file));
            files.sort();
            files.dedup();
        }
        _ => {}
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_asked_for_once_and_again_after_it_was_refused() {
        let mut files = Files::default();
        assert!(files.must_ask("a") && !files.must_ask("a") && files.is_awaited("a"));
        files.take("a".to_owned(), Err("There is no a.".to_owned()));
        assert!(!files.is_awaited("a"));
        assert_eq!(files.bytes("a"), Err("There is no a.".to_owned()));
        files.forget_refused();
        assert!(files.must_ask("a"));
    }

    #[test]
    fn jobs_name_what_they_need() {
        let draw = |link: &str| needed(&Job::Draw { link: link.to_owned(), of: None });
        assert_eq!(
            draw("data=digits16&init=digits16-s"),
            [
                "data/digits16.bin",
                "weights/digits16-s.safetensors",
                "weights/judge-digits16.safetensors"
            ]
        );
        assert_eq!(draw("data=digits8&sweep=eta-w").len(), 2 + 3);
        assert_eq!(draw("data=digits8&init=digits8&field=exact").len(), 2);
        let train = |link: &str| needed(&Job::Train { link: link.to_owned(), is_held: false });
        assert_eq!(train("data=digits8"), ["data/digits8.bin"]);
        assert!(train("data=moons").is_empty() && train("data=sprites").is_empty());
    }

    #[test]
    fn damaged_files_are_one_sentence() {
        let mut files = Files::default();
        files.take("data/digits8.bin".to_owned(), Ok(b"elephants".to_vec()));
        files.take("weights/judge-digits8.safetensors".to_owned(), Ok(vec![0; 100]));
        let kind = ImageKind::Digits8;
        let sentences = [files.images(kind).unwrap_err(), files.judge(kind).unwrap_err()];
        for sentence in sentences {
            assert!(sentence.ends_with("Load the page again."), "{sentence}");
        }
    }
}
