//! The page's program.

fn main() {
    flow_lab::ui::start();
}
