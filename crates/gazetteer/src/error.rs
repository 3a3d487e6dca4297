/// Why bytes are not a gazetteer, or a draft cannot become one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GazetteerError {
    /// The bytes do not begin as a gazetteer does.
    #[error("Not a gazetteer: the first bytes are of another format")]
    Magic,
    /// The bytes are of a layout that this version does not read.
    #[error("Gazetteer layout {found} is not the layout {expected} that this version reads")]
    Version {
        /// The layout number in the bytes.
        found: u32,
        /// The layout number that this version reads.
        expected: u32,
    },
    /// A section ends before it should, or sections overlap.
    #[error("The gazetteer is cut short or its sections do not fit: {section}")]
    Section {
        /// Which section.
        section: &'static str,
    },
    /// The bytes were altered since they were written.
    #[error("The gazetteer is damaged: its checksum does not match")]
    Checksum,
    /// The file of a gazetteer cannot be opened.
    #[error("Cannot open the gazetteer {}: {why}", .path.display())]
    File {
        /// The file.
        path: std::path::PathBuf,
        /// What the system said.
        why: String,
    },
    /// There is no room for the names of a draft that wait in a file.
    #[error("Cannot keep the names in the folder for temporary files: {why}")]
    Spill {
        /// What the system said.
        why: String,
    },
    /// A draft holds more of something than the layout has room for.
    #[error("Too many {what} for the gazetteer's layout")]
    TooMany {
        /// Of what.
        what: &'static str,
    },
    /// A draft's place names a container that does not come before it.
    #[error("Place {name} lies in a place that does not come before it, or has an unknown country")]
    Order {
        /// The main name of the place.
        name: String,
    },
}
