use std::io;
use std::process::ExitCode;

use tellings::pack::PackError;
use tellings::store::StoreError;

/// What came of a command that ran to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Inputs and records that could not be read.
    pub(crate) faults: usize,
}

impl Outcome {
    /// 0, or 1 where some inputs could not be read.
    pub(crate) fn status(self) -> ExitCode {
        if self.faults == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
    }
}

/// Why nothing could be done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What is wrong and what to do.
    Said(String),
    /// No input could be read; each was named already.
    NothingRead,
    /// Standard output cannot be written.
    Output(io::Error),
}

impl Failure {
    /// Tells of it on standard error, and returns 2; a reader that has left is no error.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            Failure::Output(error) => complain(&format!("Cannot write to standard output: {error}")),
            Failure::Said(what) => complain(what),
            Failure::NothingRead => complain("Nothing could be read"),
        }
        ExitCode::from(2)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Failure {
        Failure::Said(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Said(error.to_string())
    }
}

/// Writes a line on standard error: `tellings: …`.
pub(crate) fn complain(what: &str) {
    anstream::eprintln!("tellings: {what}");
}
