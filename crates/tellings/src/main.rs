//! The program `tellings`: see `tellings --help`.

mod cmd;

use std::process::ExitCode;

fn main() -> ExitCode {
    cmd::run()
}
