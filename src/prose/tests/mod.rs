//! The compiler on a text that holds everything, and on one mistake after the other.

mod mistakes;
mod sample;

use crate::lecture::Lecture;
use crate::prose::Compiled;
use crate::prose::Source;
use crate::prose::compile;
use crate::prose::mistake::Mistake;
use crate::prose::reference::References;

const SAMPLE: &str = include_str!("sample.md");

const WORKS: &str = r#"
[lipman2023]
authors = ["Yaron Lipman", "Ricky T. Q. Chen", "Heli Ben-Hamu"]
year = 2023
title = "Flow Matching for Generative Modeling"
where = "ICLR"
arxiv = "2210.02747"

[li2025]
authors = ["Tianhong Li", "Kaiming He"]
year = 2025
title = "Back to Basics"
where = "preprint"

[unused2000]
authors = ["Nobody"]
year = 2000
title = "Never cited"
where = "nowhere"
"#;

/// A second lecture, that the sample points to.
const REMINDER: &str = "# Reminder {notation=none}\n\nLead.\n\n## Facts {#facts}\n\nThe point $z$.\n\n\
    ::: figure solver-bench\nNotice.\n:::\n";

fn source(slug: &'static str, title: &'static str, text: &str) -> Source {
    let lecture = Lecture { slug, number: "T", title, summary: "A test.", minutes: 1 };
    Source { lecture, file: format!("{slug}.md"), text: text.to_owned() }
}

/// Compiles a text as the sample lecture, with the reminder beside it.
fn compiled(text: &str) -> Result<Vec<Compiled>, Vec<Mistake>> {
    let works = References::parse("references.toml", WORKS).expect("the works are right");
    let reminder = format!("{REMINDER}{}", checks(4));
    compile(
        &[source("sample", "A sample lecture", text), source("reminder", "Reminder", &reminder)],
        &works,
    )
}

/// As many checks without a mistake.
fn checks(n: usize) -> String {
    let rest = "answer=1 tolerance=0\nOne?\nhint else: No.\nreason: Yes.";
    let check = |i| format!("\n::: check number {{#n{i}}} {rest}\n:::\n");
    (0..n).map(check).collect()
}

/// HTML of the sample.
fn sample() -> String {
    match compiled(SAMPLE) {
        Ok(all) => all.into_iter().next().expect("the sample comes first").html,
        Err(mistakes) => panic!("{mistakes:#?}"),
    }
}
