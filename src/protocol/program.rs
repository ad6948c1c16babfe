//! Which worker program a page loads, decided from what the browser says of its GPU.

use crate::experiment::choice::DeviceKind;

/// A worker program that can be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// Burn with flex alone: small, runs everywhere.
    Cpu,
    /// Burn with flex and wgpu: large, judges the GPU itself.
    Gpu,
}

/// What a page can find out about the GPU without loading anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probe {
    /// The browser has no WebGPU.
    NoWebGpu,
    /// The browser gave no adapter, or refused.
    NoAdapter,
    /// The browser did not answer in time.
    NoAnswer,
    /// An adapter.
    Adapter(Adapter),
}

/// An adapter as the browser describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adapter {
    /// Its own words, such as vendor and architecture.
    pub name: String,
    /// Whether the browser calls it a fallback.
    pub is_fallback: bool,
    /// Whether it has `timestamp-query`, which Burn needs.
    pub has_timestamps: bool,
}

/// The program to load, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The program.
    pub program: Program,
    /// One sentence for the reader.
    pub reason: String,
}

impl Program {
    /// Name of its files.
    pub fn file(self) -> &'static str {
        match self {
            Self::Cpu => "worker_cpu",
            Self::Gpu => "worker_gpu",
        }
    }
}

impl Adapter {
    /// Whether a GPU is only imitated by the processor, which is far slower
    /// than using the processor directly.
    pub fn is_software(&self) -> bool {
        let name = self.name.to_lowercase();
        let known = ["swiftshader", "llvmpipe", "lavapipe", "basic render", "software"];
        self.is_fallback || known.iter().any(|word| name.contains(word))
    }
}

/// Program for a wish, given what the browser offers; `probe` is asked only
/// where the answer matters.
pub fn choose(wish: DeviceKind, probe: &Probe) -> Choice {
    let cpu = |why: &str| Choice { program: Program::Cpu, reason: why.to_owned() };
    if wish == DeviceKind::Cpu {
        return cpu("The CPU was asked for.");
    }
    let adapter = match probe {
        Probe::NoWebGpu => {
            return cpu("This browser has no WebGPU, so networks train on the CPU.");
        }
        Probe::NoAdapter => {
            return cpu("The browser offers no GPU to this page, so networks train on the CPU.");
        }
        Probe::NoAnswer => {
            return cpu("The browser did not answer about its GPU; networks train on the CPU.");
        }
        Probe::Adapter(adapter) => adapter,
    };
    if !adapter.has_timestamps {
        return cpu("The GPU lacks timestamp queries, which training needs; the CPU is used.");
    }
    if wish != DeviceKind::WebGpuForce && adapter.is_software() {
        return cpu("The GPU here is imitated in software, which is slower than the CPU itself.");
    }
    let reason = match adapter.name.as_str() {
        "" => "WebGPU is there and is being tried.".to_owned(),
        name => format!("WebGPU is there ({name}) and is being tried."),
    };
    Choice { program: Program::Gpu, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn able(name: &str) -> Adapter {
        Adapter { name: name.to_owned(), is_fallback: false, has_timestamps: true }
    }

    #[track_caller]
    fn check(wish: DeviceKind, probe: &Probe, program: Program) {
        let choice = choose(wish, probe);
        assert_eq!(choice.program, program, "{wish:?} with {probe:?}");
        assert!(choice.reason.ends_with('.'));
    }

    #[test]
    fn a_real_gpu_is_tried_unless_the_cpu_was_asked_for() {
        let real = Probe::Adapter(able("apple metal-3"));
        check(DeviceKind::Auto, &real, Program::Gpu);
        check(DeviceKind::WebGpu, &real, Program::Gpu);
        check(DeviceKind::Cpu, &real, Program::Cpu);
    }

    #[test]
    fn without_an_adapter_nothing_loads_the_gpu_program() {
        for probe in [Probe::NoWebGpu, Probe::NoAdapter, Probe::NoAnswer] {
            for wish in [DeviceKind::Auto, DeviceKind::WebGpu, DeviceKind::WebGpuForce] {
                check(wish, &probe, Program::Cpu);
            }
        }
    }

    #[test]
    fn software_adapters_are_used_only_when_forced() {
        for probe in [able("google swiftshader"), Adapter { is_fallback: true, ..able("") }]
            .map(Probe::Adapter)
        {
            check(DeviceKind::Auto, &probe, Program::Cpu);
            check(DeviceKind::WebGpu, &probe, Program::Cpu);
            check(DeviceKind::WebGpuForce, &probe, Program::Gpu);
        }
    }

    #[test]
    fn an_adapter_that_makes_burn_panic_is_never_used() {
        for wish in [DeviceKind::Auto, DeviceKind::WebGpu, DeviceKind::WebGpuForce] {
            let unable = Adapter { has_timestamps: false, ..able("apple metal-3") };
            check(wish, &Probe::Adapter(unable), Program::Cpu);
        }
    }
}
