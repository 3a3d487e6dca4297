//! A site on the loopback interface for the tests, which answers as it is told to.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A site, and what was asked of it.
pub(crate) struct Site {
    pub(crate) root: String,
    asked: Arc<Mutex<Vec<String>>>,
}

/// What came in: the path, and the whole head in lower case.
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) head: String,
    /// The address of the site itself.
    pub(crate) root: String,
}

impl Site {
    /// Starts a site that answers until the process ends.
    pub(crate) fn start(answer: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let site = Site { root: root.clone(), asked: Arc::clone(&asked) };
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, answer) = (stream.unwrap(), Arc::clone(&answer));
                let (asked, root) = (Arc::clone(&asked), root.clone());
                thread::spawn(move || {
                    let mut head = String::new();
                    let mut reader = BufReader::new(stream.try_clone().unwrap());
                    while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
                    let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
                    asked.lock().unwrap().push(path.clone());
                    answer(&Request { path, head: head.to_lowercase(), root }, &mut stream);
                });
            }
        });
        site
    }

    /// The paths that were asked for since the last time, but the rules for robots.
    pub(crate) fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.retain(|path| path != "/robots.txt");
        asked
    }
}

/// Sends an answer with a body.
pub(crate) fn say(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(&[head.as_bytes(), body].concat()).ok();
}

/// Sends a head without a length.
pub(crate) fn open(stream: &mut TcpStream, headers: &str) {
    stream.write_all(format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}\r\n").as_bytes()).ok();
}

/// A page with an article of one sentence.
pub(crate) fn page(title: &str, text: &str) -> String {
    format!(
        "<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )
}

/// A feed of these pages: address, headline, when it was published.
pub(crate) fn feed(items: &[(String, &str, String)]) -> String {
    let mut out = String::from("<rss version=\"2.0\"><channel><title>Volga Courier</title>");
    for (address, title, published) in items {
        out += &format!(
            "<item><title>{title}</title><link>{address}</link><pubDate>{published}</pubDate></item>"
        );
    }
    out + "</channel></rss>"
}
