//! `xtask serve`: the page on this machine, rebuilt when a source changes.

use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Child;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use crate::page;
use crate::page::Care;
use crate::place;
use crate::say;
use crate::tools;
use crate::trouble::Trouble;

const PORT: u16 = 8080;

/// Sets up, builds, serves, and says where.
///
/// # Errors
/// Says what failed, or that the port is taken.
pub(crate) fn serve_command(args: &[&str]) -> Result<(), Trouble> {
    let mut args = args.to_vec();
    let care = Care::taken_from(&mut args);
    let port = port_of(&args)?;
    check_free(port)?;
    tools::set_up()?;
    check_free(port)?; // the tools may have taken a quarter of an hour
    let start = Instant::now();
    println!("\n== building the page and its workers (usually {})", care.usual());
    let mut trunk = page::trunk("serve", care);
    trunk.args(["--port", &port.to_string()]);
    let mut child =
        trunk.spawn().map_err(|error| Trouble::new(format!("trunk could not start: {error}.")))?;
    wait_until_open(&mut child, port)?;
    if !place::dist().join("index.html").is_file() {
        end(&mut child);
        return Err(Trouble::new("The page could not be built; the reason is above."));
    }
    println!("== done in {}", say::seconds(start.elapsed()));
    println!("\nFlow Lab is at  http://127.0.0.1:{port}/   (Ctrl-C ends it)\n");
    let status = child.wait().map_err(|error| Trouble::new(format!("trunk was lost: {error}.")))?;
    if status.success() { Ok(()) } else { Err(Trouble::new("trunk ended; its words are above.")) }
}

fn port_of(args: &[&str]) -> Result<u16, Trouble> {
    match args {
        [] => Ok(PORT),
        ["--port", number] => number.parse().map_err(|_not_a_port| {
            Trouble::new(format!("`{number}` is not a port; take one from 1024 to 65535."))
        }),
        _ => Err(Trouble::new("`serve` takes --port N and --dev.")),
    }
}

fn check_free(port: u16) -> Result<(), Trouble> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map(drop).map_err(|error| {
        let other = port.checked_add(1).unwrap_or(PORT);
        Trouble::new(format!(
            "Port {port} cannot be used ({error}). Another program has it, perhaps a second \
             `serve`: end that one, or choose a port, as in `cargo xtask serve --port {other}`."
        ))
    })
}

/// Trunk opens the port when the first build is over, whether or not it worked.
fn wait_until_open(child: &mut Child, port: u16) -> Result<(), Trouble> {
    loop {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(());
        }
        if child.try_wait().is_ok_and(|ended| ended.is_some()) {
            return Err(Trouble::new("trunk ended before the page was built; see above."));
        }
        thread::sleep(Duration::from_millis(100));
    }
}

fn end(child: &mut Child) {
    if child.kill().is_ok() {
        child.wait().ok();
    }
}
