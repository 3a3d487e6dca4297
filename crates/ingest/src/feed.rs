//! What feeds and site maps list: RSS 2.0 and 1.0, Atom, JSON Feed, OPML, site maps, news site
//! maps and maps of maps.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Deserialize;
use text::{About, Article, Language, Moment, Published, PublishedFrom};

use crate::error::{IngestError, quoted};
use crate::open::Source;
use crate::{Options, Taken, charset, meta, prose};

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Articles, with what a feed tells of each: RSS, Atom, JSON Feed.
    Feed,
    /// Addresses of pages: a site map.
    Pages,
    /// Addresses of further site maps.
    Maps,
    /// Addresses of feeds: OPML.
    Feeds,
}

/// One thing that a list names, with what the list tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Where it is to be had.
    pub address: Option<String>,
    /// The name that the list has for it, which stays when its address changes.
    pub id: Option<String>,
    /// Its headline, or the name of a feed.
    pub title: String,
    /// Its text, or a summary of it, without marks; empty where the list has neither.
    pub text: String,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was last changed.
    pub updated: Option<Moment>,
    /// Its language.
    pub language: Option<Language>,
    /// The outlet's name.
    pub outlet: Option<String>,
}

/// Hands on what a feed or a site map lists, in its order, and says what it is a list of.
///
/// `name` names the list in faults. Nothing is fetched, no entity is expanded but those of HTML,
/// and relative addresses stay as they are.
///
/// ```
/// let feed = b"<rss><channel><item><title>Strike on Kazan</title><link>https://a.example/1</link></item></channel></rss>";
/// let mut titles = Vec::new();
/// let listing = ingest::feed("a.xml", feed, &mut |entry| titles.push(entry.title))?;
/// assert_eq!((listing, titles), (ingest::Listing::Feed, vec!["Strike on Kazan".to_owned()]));
/// # Ok::<(), ingest::IngestError>(())
/// ```
///
/// # Errors
/// [`IngestError::Feed`] where it is none of these, or where it breaks off; what stood before is handed on.
pub fn feed(name: &str, bytes: &[u8], each: &mut dyn FnMut(Entry)) -> Result<Listing, IngestError> {
    let text = charset::page(bytes, None).text;
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let fault = |cause: String| IngestError::Feed { input: name.to_owned(), cause };
    if text.starts_with('{') { json(text, each) } else { xml(text, each) }.map_err(fault)
}

/// Hands on the entries of a feed that carry a text as articles.
pub(crate) fn take(
    source: &Source,
    bytes: &[u8],
    options: &Options,
    each: &mut dyn FnMut(Taken),
) -> Result<(), IngestError> {
    let (mut number, mut texts) = (0u64, 0u64);
    let listing = feed(&source.name, bytes, &mut |entry| {
        number += 1;
        if !entry.text.is_empty() {
            texts += 1;
            let id = entry.address.clone().or_else(|| entry.id.clone());
            let id = id.unwrap_or_else(|| format!("{}#{number}", source.id));
            each(Taken::Article(article(entry, id, source, options)));
        }
    });
    let listing = listing?;
    if texts > 0 {
        return Ok(());
    }
    Err(IngestError::NoTexts { input: source.name.clone(), number, of: listing.of() })
}

impl Listing {
    /// What it is a list of, as a word: "pages".
    pub fn of(self) -> &'static str {
        match self {
            Listing::Feeds => "feeds",
            Listing::Maps => "site maps",
            Listing::Feed | Listing::Pages => "pages",
        }
    }
}

impl Entry {
    /// An article with what this entry tells of it, where itself it does not.
    pub fn fill(&self, article: &Article) -> Article {
        let own = |own: Option<&str>, told: &Option<String>| own.map(str::to_owned).or_else(|| told.clone());
        let about = About {
            title: if article.title().is_empty() { self.title.clone() } else { article.title().to_owned() },
            path: article.path().map(str::to_owned),
            outlet: own(article.outlet(), &self.outlet),
            url: own(article.url(), &self.address),
            language: article.language().or(self.language),
            published: article.published().or_else(|| self.told_published()),
        };
        Article::new(article.id(), article.text(), about)
    }

    /// The article that it is by itself, under a name; `None` where it has no text.
    pub fn article(&self, id: &str) -> Option<Article> {
        let about = About {
            title: self.title.clone(),
            path: None,
            outlet: self.outlet.clone().or_else(|| self.address.as_deref().and_then(meta::host)),
            url: self.address.clone(),
            language: self.language,
            published: self.told_published(),
        };
        (!self.text.is_empty()).then(|| Article::new(id, self.text.as_str(), about))
    }

    fn told_published(&self) -> Option<Published> {
        self.published.or(self.updated).map(|at| Published { at, from: PublishedFrom::Metadata })
    }
}

fn article(entry: Entry, id: String, source: &Source, options: &Options) -> Article {
    let outlet = entry.outlet.clone().or_else(|| entry.address.as_deref().and_then(meta::host));
    let about = About {
        published: entry.told_published().or_else(|| options.published()),
        title: entry.title,
        path: source.path.clone(),
        outlet: outlet.or_else(|| options.outlet.clone()),
        url: entry.address,
        language: entry.language.or(options.language),
    };
    Article::new(id, entry.text, about)
}

/// Whether a beginning is one of the lists in XML that are read.
pub(crate) fn is_list(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let mut rest = head.trim_start_matches('\u{FEFF}').trim_start();
    loop {
        let behind = match rest {
            _ if rest.starts_with("<?") => rest.split_once("?>"),
            _ if rest.starts_with("<!--") => rest.split_once("-->"),
            _ if rest.starts_with("<!DOCTYPE") => {
                let is_long = rest.split('>').next().is_some_and(|start| start.contains('['));
                rest.split_once(if is_long { "]>" } else { ">" })
            }
            _ => break,
        };
        let Some((_, behind)) = behind else { return false };
        rest = behind.trim_start();
    }
    let name = rest.strip_prefix('<').unwrap_or("");
    let name = name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or("");
    matches!(name, "rss" | "rdf:RDF" | "feed" | "atom:feed" | "urlset" | "sitemapindex" | "opml")
}

/// Whether a beginning is a JSON Feed.
pub(crate) fn is_json_feed(head: &[u8]) -> bool {
    head.starts_with(b"{") && memchr::memmem::find(head, b"//jsonfeed.org/version/").is_some()
}

/// What is being read of a list in XML.
#[derive(Default)]
struct Reading {
    listing: Option<Listing>,
    /// The elements that are open.
    open: Vec<String>,
    /// How deep the open entry lies, and what is known of it.
    entry: Option<(usize, Entry)>,
    /// How deep the field lies whose words are gathered, and its name.
    field: Option<(usize, String)>,
    words: String,
    /// What the whole list tells of its outlet and language.
    outlet: Option<String>,
    language: Option<Language>,
    has_content: bool,
}

fn xml(text: &str, each: &mut dyn FnMut(Entry)) -> Result<Listing, String> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    let mut reading = Reading::default();
    loop {
        let event = reader.read_event().map_err(|error| {
            let before = &text[..(reader.error_position() as usize).min(text.len())];
            format!("line {}: {error}", 1 + before.bytes().filter(|b| *b == b'\n').count())
        })?;
        match event {
            Event::Start(tag) => reading.start(&tag)?,
            Event::Empty(tag) => {
                reading.start(&tag)?;
                reading.end(each);
            }
            Event::End(tag) => {
                let name = tag.name();
                reading.end_to(AsRef::<str>::as_ref(&name), each);
            }
            Event::Text(words) => reading.push(&words.into_inner()),
            Event::CData(words) => reading.push(&words.into_inner()),
            Event::GeneralRef(name) => {
                let entity = format!("&{};", name.into_inner());
                reading.push(&htmlize::unescape(entity.as_str()));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    let listing = reading.listing.ok_or("it is no feed and no site map")?;
    if reading.open.is_empty() { Ok(listing) } else { Err("it ends too early".to_owned()) }
}

impl Reading {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        let name = tag.name();
        let name = AsRef::<str>::as_ref(&name);
        let name = name.strip_prefix("atom:").unwrap_or(name).to_owned();
        if self.listing.is_none() {
            self.listing = Some(match name.as_str() {
                "rss" | "rdf:RDF" | "feed" => Listing::Feed,
                "urlset" => Listing::Pages,
                "sitemapindex" => Listing::Maps,
                "opml" => Listing::Feeds,
                _ => {
                    return Err(format!("it is no feed and no site map, but opens with <{}>", quoted(&name)));
                }
            });
        }
        let attribute = |name: &str| {
            let found = tag
                .attributes()
                .with_checks(false)
                .flatten()
                .find(|a| AsRef::<str>::as_ref(&a.key) == name)?;
            Some(htmlize::unescape_attribute(AsRef::<str>::as_ref(&found.value)).trim().to_owned())
        };
        self.open.push(name);
        let depth = self.open.len();
        let name = self.open[depth - 1].as_str();
        if let Some((_, field)) = &self.field {
            // Marks within a text, as Atom may write it.
            if may_hold_marks(field) {
                self.words.push_str(&format!("<{name}>"));
            }
            return Ok(());
        }
        let Some((at, entry)) = &mut self.entry else {
            if self.language.is_none() && matches!(name, "feed" | "channel") {
                self.language = attribute("xml:lang").as_deref().and_then(Language::parse);
            }
            if matches!(name, "item" | "entry" | "url" | "sitemap" | "outline") {
                let mut entry = Entry::default();
                if name == "outline" {
                    entry.address = attribute("xmlUrl").filter(|url| !url.is_empty());
                    entry.title = attribute("title").or_else(|| attribute("text")).unwrap_or_default();
                    if entry.address.is_none() {
                        // A folder of feeds.
                        return Ok(());
                    }
                }
                entry.language = attribute("xml:lang").as_deref().and_then(Language::parse);
                self.entry = Some((depth, entry));
                self.has_content = false;
            } else if depth <= 3 && matches!(name, "title" | "language" | "dc:language") {
                self.field = Some((depth, format!("list {name}")));
            }
            return Ok(());
        };
        if name == "link" && depth == *at + 1 {
            let rel = attribute("rel");
            if let Some(href) =
                attribute("href").filter(|_| rel.as_deref().is_none_or(|rel| rel == "alternate"))
            {
                entry.address.get_or_insert(href);
                return Ok(());
            }
        }
        // What only holds other fields is none.
        if matches!(name, "news:news" | "news:publication") {
            return Ok(());
        }
        if depth == *at + 1 || name.starts_with("news:") {
            self.field = Some((depth, name.to_owned()));
        }
        Ok(())
    }

    fn push(&mut self, words: &str) {
        if self.field.is_some() {
            self.words.push_str(words);
        }
    }

    /// Ends the elements down to the nearest of a name; an end tag of nothing ends nothing.
    fn end_to(&mut self, name: &str, each: &mut dyn FnMut(Entry)) {
        const REACH: usize = 64;
        let name = name.strip_prefix("atom:").unwrap_or(name);
        if let Some(above) = self.open.iter().rev().take(REACH).position(|open| open == name) {
            (0..=above).for_each(|_| self.end(each));
        } else if self
            .field
            .as_ref()
            .is_some_and(|(at, field)| *at == self.open.len() && !may_hold_marks(field))
        {
            // A field that is ended by another name: better than to read all that follows as it.
            self.end(each);
        }
    }

    fn end(&mut self, each: &mut dyn FnMut(Entry)) {
        let depth = self.open.len();
        let Some(name) = self.open.pop() else { return };
        match self.field.take() {
            Some((at, field)) if at == depth => {
                let words = std::mem::take(&mut self.words);
                return self.field_is(&field, words.trim());
            }
            Some((at, field)) => {
                // An element of a list around other fields, as `news:news` is, is none itself.
                if may_hold_marks(&field) {
                    self.words.push_str(&format!("</{name}>"));
                }
                self.field = Some((at, field));
                return;
            }
            None => {}
        }
        if let Some((_, mut entry)) = self.entry.take_if(|(at, _)| *at == depth) {
            entry.language = entry.language.or(self.language);
            entry.outlet = entry.outlet.or_else(|| self.outlet.clone());
            each(entry);
        }
    }

    fn field_is(&mut self, field: &str, words: &str) {
        if words.is_empty() {
            return;
        }
        let Some((_, entry)) = &mut self.entry else {
            match field {
                "list title" => drop(self.outlet.get_or_insert_with(|| meta::plain(words))),
                _ => self.language = self.language.or_else(|| Language::parse(words)),
            }
            return;
        };
        match field {
            "title" | "news:title" => entry.title = meta::plain(words),
            "link" | "loc" => drop(entry.address.get_or_insert_with(|| words.to_owned())),
            "guid" | "id" => {
                if entry.address.is_none() && field == "guid" && meta::host(words).is_some() {
                    entry.address = Some(words.to_owned());
                }
                entry.id = Some(words.to_owned());
            }
            "pubDate" | "published" | "dc:date" | "issued" | "news:publication_date" => {
                entry.published = entry.published.or_else(|| meta::moment(words));
            }
            "updated" | "modified" | "lastmod" => entry.updated = meta::moment(words),
            "content:encoded" | "content" => {
                entry.text = prose::whole(words);
                self.has_content = true;
            }
            "description" | "summary" if !self.has_content => entry.text = prose::whole(words),
            "source" | "news:name" => entry.outlet = Some(meta::plain(words)),
            "dc:language" | "news:language" => entry.language = Language::parse(words).or(entry.language),
            _ => {}
        }
    }
}

/// Whether a field may hold a text with its marks as they are.
fn may_hold_marks(field: &str) -> bool {
    matches!(field, "content" | "summary")
}

#[derive(Deserialize)]
struct JsonFeed {
    title: Option<String>,
    language: Option<String>,
    #[serde(default)]
    items: Vec<JsonItem>,
}

#[derive(Deserialize)]
struct JsonItem {
    id: Option<serde_json::Value>,
    url: Option<String>,
    external_url: Option<String>,
    title: Option<String>,
    content_html: Option<String>,
    content_text: Option<String>,
    summary: Option<String>,
    date_published: Option<String>,
    date_modified: Option<String>,
    language: Option<String>,
}

fn json(text: &str, each: &mut dyn FnMut(Entry)) -> Result<Listing, String> {
    let feed: JsonFeed = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let language = feed.language.as_deref().and_then(Language::parse);
    for item in feed.items {
        let text = item.content_text.or_else(|| item.content_html.map(|html| prose::whole(&html)));
        each(Entry {
            address: item.url.or(item.external_url),
            id: item.id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)),
            title: item.title.unwrap_or_default(),
            text: text.or(item.summary).unwrap_or_default(),
            published: item.date_published.as_deref().and_then(meta::moment),
            updated: item.date_modified.as_deref().and_then(meta::moment),
            language: item.language.as_deref().and_then(Language::parse).or(language),
            outlet: feed.title.clone(),
        });
    }
    Ok(Listing::Feed)
}
