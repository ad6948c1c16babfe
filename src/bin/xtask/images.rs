//! `xtask images`: turns published digits into the page's small files.

use crate::spawn;
use crate::trouble::Trouble;

/// `args` are the file `digits.csv` and the folder with MNIST's `0.json` to `9.json`.
///
/// # Errors
/// Says what failed.
pub(crate) fn images_command(args: &[&str]) -> Result<(), Trouble> {
    if args.len() != 2 {
        return Err(Trouble::new(
            "`images` takes the file digits.csv and the folder with MNIST's 0.json to 9.json; \
             public/data/README.md says where they come from.",
        ));
    }
    let mut cargo = spawn::command("cargo");
    cargo.args(["run", "--features", "bin-images", "--bin", "images", "--"]);
    spawn::run(cargo.args(args))
}
