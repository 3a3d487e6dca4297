//! A ledger that is served on this machine, and one who asks.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use tellings::serve::{Settings, bind};
use tellings::{About, Article, Ledger, Moment, Packs, Writer, claim, read_articles};

/// A server over a ledger of its own, which ends with this.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    #[allow(dead_code, reason = "not every test adds to it")]
    pub(crate) db: PathBuf,
    stop: Option<Sender<()>>,
    runs: Option<JoinHandle<()>>,
    _folder: tempfile::TempDir,
}

impl Served {
    /// Serves a ledger of these articles.
    pub(crate) fn of(articles: Vec<Article>) -> Served {
        let folder = tempfile::tempdir().unwrap();
        let db = folder.path().join("desk.tellings");
        Ledger::create(&db).unwrap();
        add(&db, articles);
        let settings = Settings {
            db: db.clone(),
            listen: "127.0.0.1:0".parse().unwrap(),
            demo: false,
            host_names: vec!["desk.example".into()],
            tiles: None,
            page: None,
            private: false,
        };
        let bound = bind(settings).unwrap();
        let address = bound.address();
        let (stop, stopped) = channel::<()>();
        let runs = std::thread::spawn(move || bound.run(move || _ = stopped.recv()).unwrap());
        Served { address, db, stop: Some(stop), runs: Some(runs), _folder: folder }
    }

    /// Asks for something of the API.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    }

    /// The same, which has to be there.
    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Sends a request as it is given.
    pub(crate) fn ask(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        Answer::read(&mut BufReader::new(stream))
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(runs) = self.runs.take() {
            runs.join().ok();
        }
    }
}

/// Adds articles to a ledger.
pub(crate) fn add(db: &Path, articles: Vec<Article>) {
    let packs = Packs::shipped();
    let mut writer = Writer::open(db, &mut || {}).unwrap();
    writer.add(read_articles(articles, &packs, 2), &packs).unwrap();
    writer.weigh().unwrap();
}

/// An article.
pub(crate) fn article(id: &str, published: &str, title: &str, text: &str) -> Article {
    let at = Moment::parse(published).unwrap();
    let published = Some(claim::Published { at, from: claim::PublishedFrom::Given });
    let outlet = Some(format!("{id}.example"));
    Article::new(id, text, About { title: title.into(), published, outlet, ..About::default() })
}

const TOWNS: [&str; 8] = ["Kazan", "Sumy", "Leeds", "Kherson", "Gao", "Lviv", "Turin", "Mopti"];

/// Articles of so many small incidents, each told twice; from the nth on.
pub(crate) fn many(from: usize, many: usize) -> Vec<Article> {
    let mut out = Vec::new();
    for nth in from..from + many {
        let town = TOWNS[nth % TOWNS.len()];
        let (day, month) = (1 + nth / TOWNS.len() % 28, 1 + nth / (TOWNS.len() * 28) % 12);
        for (voice, more) in [("the mayor", 0), ("the police", nth % 2)] {
            let dead = 1 + nth % 9 + more;
            let text = format!(
                "A drone strike on {town} killed {dead} people on 2024-{month:02}-{day:02}, {voice} said. \
                 {nth} homes were damaged."
            );
            let published = format!("2024-{month:02}-{day:02}T1{}:00:00Z", 2 + 5 * more);
            let id = format!("story-{nth}-{}", voice.len());
            out.push(article(&id, &published, &format!("{dead} dead in {town}"), &text));
        }
    }
    out
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in small letters.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn read(stream: &mut impl BufRead) -> Answer {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        let status = line.split(' ').nth(1).unwrap_or_else(|| panic!("no answer: {line:?}")).parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        let mut answer = Answer { status, headers, body: Vec::new() };
        if let Some(length) = answer.header("content-length") {
            answer.body.resize(length.parse().unwrap(), 0);
            stream.read_exact(&mut answer.body).unwrap();
        }
        answer
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
}
