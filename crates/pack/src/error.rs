use std::path::PathBuf;

/// What is wrong with a pack, and where.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// A file of the pack cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line of the pack says something that has no meaning.
    #[error("{path}:{line}: {what}")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what to write.
        what: String,
    },
    /// The lexicon says more different things of its words than can be numbered.
    #[error("the lexicon has more than 65,535 different sets of tag, value and features")]
    TooManyEntries,
    /// A compiled pack is damaged or of another version.
    #[error("A compiled pack cannot be read: {0}")]
    Damaged(String),
}
