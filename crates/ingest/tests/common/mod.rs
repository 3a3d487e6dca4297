//! What the tests share: files in a folder of their own, and what they give.
#![allow(dead_code, clippy::unwrap_used)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;
use ingest::{IngestError, Input, Options, Taken, Warning, articles};
use tempfile::TempDir;
use text::Article;

/// Everything that inputs gave, by kind.
#[derive(Debug, Default)]
pub(crate) struct All {
    pub(crate) articles: Vec<Article>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) faults: Vec<IngestError>,
}

impl All {
    pub(crate) fn take(&mut self, taken: Taken) {
        match taken {
            Taken::Article(article) => self.articles.push(article),
            Taken::Warning(warning) => self.warnings.push(warning),
            Taken::Fault(fault) => self.faults.push(fault),
        }
    }

    pub(crate) fn texts(&self) -> Vec<&str> {
        self.articles.iter().map(Article::text).collect()
    }

    pub(crate) fn ids(&self) -> Vec<&str> {
        self.articles.iter().map(Article::id).collect()
    }

    /// The words of the only fault.
    pub(crate) fn fault(&self) -> String {
        assert_eq!(self.faults.len(), 1, "{self:?}");
        self.faults[0].to_string()
    }
}

pub(crate) fn read(input: &Input, options: &Options) -> All {
    let mut all = All::default();
    articles(std::slice::from_ref(input), options, &mut |taken| all.take(taken));
    all
}

pub(crate) fn read_path(path: &Path) -> All {
    read(&Input::Path(path.to_owned()), &Options::default())
}

/// A file of this name and content in a folder that goes away with the first value.
pub(crate) fn file(name: &str, content: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    (folder, path)
}

pub(crate) fn read_file(name: &str, content: impl AsRef<[u8]>) -> All {
    let (_folder, path) = file(name, content);
    read_path(&path)
}

pub(crate) fn gzip(content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// Starts a server on the loopback interface that answers until the process ends, each request by its path and its head;
/// returns its root and the heads of the requests that it gets.
pub(crate) fn serve(answer: fn(TcpStream, &str, &str)) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let (heads, received) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, heads) = (stream.unwrap(), heads.clone());
            thread::spawn(move || {
                let mut head = String::new();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
                drop(heads.send(head.clone()));
                answer(stream, head.split(' ').nth(1).unwrap_or("/"), &head);
            });
        }
    });
    (root, received)
}
