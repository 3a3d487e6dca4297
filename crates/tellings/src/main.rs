//! The program `tellings`: see `tellings --help`.

mod cmd;

use std::process::ExitCode;

/// Reading makes many small values for each article and drops them soon after, on every thread at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cmd::run()
}
