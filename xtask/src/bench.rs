use std::io::Write;
use anyhow::Result;
#[derive(clap::Args)]
pub(crate) struct Args {}
pub(crate) fn run(_args: &Args, _out: &mut dyn Write) -> Result<()> { Ok(()) }
