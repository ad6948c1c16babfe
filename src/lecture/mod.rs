//! Lectures without their page: which there are, formulas, checks, progress, notation.
//!
//! A lecture's text is Markdown in `src/ui/lecture/text/`; the `prose` program
//! turns it into HTML, and the page makes that live. Both share what is here.

pub mod check;
pub mod formula;
pub mod notation;
pub mod progress;

/// A guided walkthrough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lecture {
    /// Name in links and of its files; never changes once published.
    pub slug: &'static str,
    /// What stands before its title: `1`, `A`, `Lab 1`.
    pub number: &'static str,
    /// Title, the same as in its text.
    pub title: &'static str,
    /// One sentence for the list of lectures.
    pub summary: &'static str,
    /// How long a reader usually takes, checks included.
    pub minutes: u32,
}

/// Every lecture whose text exists, in order.
pub const ALL: &[Lecture] = &[
    Lecture {
        slug: "generation",
        number: "1",
        title: "Generation as sampling",
        summary: "Objects are vectors, data come from a distribution, and to generate is to draw from it.",
        minutes: 35,
    },
    Lecture {
        slug: "flows",
        number: "2",
        title: "Flow models",
        summary: "A vector field moves every point; follow it from noise and you have a sample.",
        minutes: 50,
    },
    Lecture {
        slug: "diffusions",
        number: "3",
        title: "Diffusion models",
        summary: "Random paths, the equations that they obey, and how a sampler comes out of them.",
        minutes: 50,
    },
    Lecture {
        slug: "guidance",
        number: "11",
        title: "Classifier and classifier-free guidance",
        summary: "Labels, how they enter the velocity, and what a pull beyond the data buys and costs.",
        minutes: 55,
    },
    Lecture {
        slug: "images",
        number: "12",
        title: "Tiny image generators",
        summary: "What a network for images is made of, and small ones that learn digits in the page.",
        minutes: 55,
    },
    Lecture {
        slug: "probability",
        number: "A",
        title: "Reminder: probability",
        summary: "Densities, averages, Bayes' rule and conditional expectations, each with a picture to drag.",
        minutes: 50,
    },
    Lecture {
        slug: "lab-1",
        number: "Lab 1",
        title: "Simulating ODEs and SDEs",
        summary: "The exercises of MIT's first lab, live, with the values that its notebook does not print.",
        minutes: 40,
    },
    Lecture {
        slug: "lab-3",
        number: "Lab 3",
        title: "A conditional image generator",
        summary: "The exercises of MIT's third lab, live: the guided field, its training, a U-Net for digits.",
        minutes: 45,
    },
];

/// Slugs of all lectures of the course, in order, whether their text exists or
/// not: a text may point ahead to a lecture that is still to be written.
pub const COURSE: &[&str] = &[
    "generation",
    "flows",
    "diffusions",
    "paths",
    "fields",
    "scores",
    "training",
    "prediction",
    "sampling",
    "likelihood",
    "guidance",
    "images",
    "rectified",
    "discrete",
    "probability",
    "lab-1",
    "lab-2",
    "lab-3",
];

/// Lecture of that slug.
pub fn by_slug(slug: &str) -> Option<&'static Lecture> {
    ALL.iter().find(|lecture| lecture.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lectures_stand_in_the_order_of_the_course() {
        let place = |slug: &str| COURSE.iter().position(|known| *known == slug);
        let places: Vec<Option<usize>> = ALL.iter().map(|lecture| place(lecture.slug)).collect();
        assert!(places.iter().all(Option::is_some), "{places:?}");
        assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
    }

    #[test]
    fn lectures_are_found_by_their_slug_and_say_what_they_are() {
        for lecture in ALL {
            assert_eq!(by_slug(lecture.slug), Some(lecture));
            assert!(progress::is_name(lecture.slug) && !lecture.number.is_empty());
            assert!(lecture.summary.ends_with('.') && 0 < lecture.minutes, "{}", lecture.slug);
        }
        assert_eq!(by_slug("elephants"), None);
    }
}
