//! Where links lead: lectures, their steps, the Lab, a figure, the world outside.

use std::collections::BTreeMap;

use crate::experiment::page;
use crate::figure;
use crate::figure::Figure;
use crate::lecture;
use crate::lecture::check::escaped;

/// Names of the steps of every lecture whose text exists.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    steps: BTreeMap<String, Vec<String>>,
}

impl Outline {
    /// Adds a lecture.
    pub(crate) fn add(&mut self, slug: &str, steps: Vec<String>) {
        self.steps.insert(slug.to_owned(), steps);
    }

    fn step(&self, slug: &str, step: &str) -> Option<Result<(), String>> {
        let steps = self.steps.get(slug)?;
        let is_there = steps.iter().any(|known| known == step);
        let sentence =
            || format!("Lecture {slug} has no step “{step}”; it has {}.", steps.join(", "));
        Some(if is_there { Ok(()) } else { Err(sentence()) })
    }
}

/// Opening and closing tag of a link in lecture `slug`.
///
/// # Errors
/// One sentence if it leads nowhere.
pub(crate) fn tags(
    address: &str,
    slug: &str,
    outline: &Outline,
) -> Result<(String, &'static str), String> {
    if let Some(step) = address.strip_prefix('#') {
        return to_lecture(slug, Some(step), outline);
    }
    let (scheme, rest) = address.split_once(':').unwrap_or(("", address));
    match scheme {
        "lecture" => match rest.split_once('#') {
            Some((slug, step)) => to_lecture(slug, Some(step), outline),
            None => to_lecture(rest, None, outline),
        },
        "lab" => to_figure("#/lab", "lab", rest),
        "figure" => {
            let (id, query) = rest.split_once('?').unwrap_or((rest, ""));
            to_figure(&format!("#/figure/{id}"), id, query)
        }
        "https" => {
            let rel = "rel=\"external noopener\"";
            Ok((format!("<a href=\"{}\" {rel}>", escaped(address)), "</a>"))
        }
        _ => Err(format!(
            "“{address}” is no address here; links lead to lecture:slug, lecture:slug#step, #step, \
             lab:settings, figure:id?settings or https:."
        )),
    }
}

fn to_lecture(
    slug: &str,
    step: Option<&str>,
    outline: &Outline,
) -> Result<(String, &'static str), String> {
    if !outline.steps.contains_key(slug) {
        if lecture::COURSE.contains(&slug) {
            let title = "title=\"This lecture is still to be written.\"";
            return Ok((format!("<span class=\"to-come\" {title}>"), "</span>"));
        }
        let known = lecture::COURSE.join(", ");
        return Err(format!("There is no lecture “{slug}”; the course has {known}."));
    }
    if let Some(step) = step {
        outline.step(slug, step).unwrap_or(Ok(()))?;
        return Ok((format!("<a href=\"#/lecture/{slug}/{step}\">"), "</a>"));
    }
    Ok((format!("<a href=\"#/lecture/{slug}\">"), "</a>"))
}

fn to_figure(place: &str, id: &str, query: &str) -> Result<(String, &'static str), String> {
    let figure = figure::by_id(id).ok_or_else(|| unknown_figure(id))?;
    if let Some(notice) = notices(figure, query).first() {
        return Err(notice.clone());
    }
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    Ok((format!("<a href=\"{}\">", escaped(&format!("{place}{query}"))), "</a>"))
}

/// Sentence about a figure that does not exist.
pub(crate) fn unknown_figure(id: &str) -> String {
    let known: Vec<&str> = figure::ALL.iter().map(|figure| figure.id).collect();
    format!("There is no figure “{id}”; there are {}.", known.join(", "))
}

/// What a reader would be told about settings that a figure does not take.
pub(crate) fn notices(figure: &Figure, query: &str) -> Vec<String> {
    let mut notices = page::open(&figure.settings(), query).notices;
    let hidden = query.split('&').filter_map(|pair| pair.strip_prefix("hide="));
    for name in hidden.flat_map(|names| names.split(',')) {
        let is_control = figure.params.iter().any(|param| param.key == name);
        if !is_control && !matches!(name, "all" | "t" | "train") {
            notices.push(format!("hide={name} names no control of this figure."));
        }
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline() -> Outline {
        let mut outline = Outline::default();
        outline.add("flows", vec!["flow".to_owned(), "order".to_owned()]);
        outline
    }

    #[track_caller]
    fn check(address: &str, opening: &str) {
        assert_eq!(tags(address, "flows", &outline()).unwrap().0, opening);
    }

    #[track_caller]
    fn check_refused(address: &str, part: &str) {
        let sentence = tags(address, "flows", &outline()).unwrap_err();
        assert!(sentence.contains(part), "{sentence}");
    }

    #[test]
    fn links_lead_to_places_of_the_page() {
        check("lecture:flows", "<a href=\"#/lecture/flows\">");
        check("lecture:flows#order", "<a href=\"#/lecture/flows/order\">");
        check("#flow", "<a href=\"#/lecture/flows/flow\">");
        check("lab:data=gmm5&net=64x3", "<a href=\"#/lab?data=gmm5&amp;net=64x3\">");
        check("lab:", "<a href=\"#/lab\">");
        check("figure:solver-bench?seed=2", "<a href=\"#/figure/solver-bench?seed=2\">");
        check("https://arxiv.org/", "<a href=\"https://arxiv.org/\" rel=\"external noopener\">");
    }

    #[test]
    fn a_lecture_that_is_still_to_come_is_named_but_not_linked() {
        let (opening, closing) = tags("lecture:images#latent", "flows", &outline()).unwrap();
        assert!(opening.starts_with("<span class=\"to-come\"") && closing == "</span>");
    }

    #[test]
    fn links_that_lead_nowhere_are_said() {
        check_refused("lecture:elephants", "no lecture “elephants”");
        check_refused("lecture:flows#wings", "no step “wings”; it has flow, order");
        check_refused("#wings", "no step “wings”");
        check_refused("lab:data=elephants", "data=elephants");
        check_refused("lab:colour=red", "“colour” is not known");
        check_refused("lab:n=100000", "out of range");
        check_refused("lab:hide=wings", "hide=wings names no control");
        check_refused("figure:elephants", "no figure “elephants”");
        check_refused("http://example.org", "no address here");
        check_refused("flows.md", "no address here");
    }
}
