//! Pass 1: an article as tokens, sentences and quotations, with the pack's number for each word.

use pack::{Pack, Tag};
use rustc_hash::FxHashSet;
use text::{Article, Part, Quotation, Sentence, Span, Token, folded, quotations, segment_familiar};

use crate::caseless;
use crate::packs::{Tags, Tongue};

/// An article cut up. Title and text share one list of tokens; a sentence knows which it is of.
pub(crate) struct Document<'a> {
    pub(crate) article: &'a Article,
    pub(crate) pack: &'a Pack,
    pub(crate) tags: &'a Tags,
    pub(crate) tokens: Vec<Token>,
    /// By token: the word's number in the pack, 0 where it is unknown.
    pub(crate) words: Vec<u32>,
    pub(crate) sentences: Vec<Sentence>,
    /// By sentence: what part of the article it is.
    pub(crate) roles: Vec<Role>,
    pub(crate) quotations: Vec<Quotation>,
    /// Tokens below this one are the title's.
    pub(crate) title_end: u32,
}

/// In how many tokens of its beginning a sentence says that it is no part of the article.
const OPENING: u32 = 12;
/// The longest sentence of which one word says that, in tokens: "Comments", and not "Comments by the mayor were".
const LONE: u32 = 4;
/// The longest heading of a list of other stories, in tokens.
const HEADING: u32 = 10;

/// Tags by which the parts of a page are told apart.
#[derive(Debug)]
pub(crate) struct DocumentTags {
    masthead: Opening,
    boilerplate: Opening,
    other_stories: Opening,
    caption: Opening,
}

/// A tag, and the words that its phrases begin with.
#[derive(Debug)]
struct Opening {
    tag: Option<Tag>,
    words: FxHashSet<u32>,
}

impl DocumentTags {
    pub(crate) fn of(pack: &Pack) -> DocumentTags {
        let opening = |name| {
            let tag = pack.tag(name);
            Opening { tag, words: tag.map(|tag| pack.lexicon.openers(tag)).unwrap_or_default() }
        };
        DocumentTags {
            masthead: opening("masthead"),
            boilerplate: opening("boilerplate"),
            other_stories: opening("other-stories"),
            caption: opening("caption"),
        }
    }
}

/// What a passage is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The headline.
    Headline,
    /// The first paragraph.
    Lead,
    /// The article itself.
    Body,
    /// What a picture shows, whenever and wherever it was taken.
    Caption,
    /// What a crawler or the page left in the text: calls to subscribe, credits, lists of links.
    Boilerplate,
}

/// How long the brackets of a dateline are, in tokens.
const DATELINE: u32 = 20;

impl<'a> Document<'a> {
    pub(crate) fn cut(article: &'a Article, Tongue { pack, tags }: &'a Tongue) -> Document<'a> {
        let familiar = |word: &str| caseless::familiar(pack, word);
        let (mut tokens, mut sentences) =
            segment_familiar(article.title(), Part::Title, &pack.writing, familiar);
        let mut quotes = quotations(article.title(), &tokens, &pack.writing);
        let title_end = tokens.len() as u32;
        let title_paragraphs = sentences.last().map_or(0, |s| s.paragraph + 1);
        let (more, body) = segment_familiar(article.text(), Part::Text, &pack.writing, familiar);
        let shift = |q: Quotation| Quotation { open: q.open + title_end, close: q.close + title_end };
        quotes.extend(quotations(article.text(), &more, &pack.writing).into_iter().map(shift));
        tokens.extend(more);
        sentences.extend(body.into_iter().map(|s| Sentence {
            first: s.first + title_end,
            end: s.end + title_end,
            paragraph: s.paragraph + title_paragraphs,
            ..s
        }));
        let mut words = Vec::with_capacity(tokens.len());
        let mut scratch = String::new();
        for (at, token) in tokens.iter().enumerate() {
            let text = if (at as u32) < title_end { article.title() } else { article.text() };
            let spelled = folded(token.of(text), &mut scratch);
            let mut word = pack.lexicon.word(spelled);
            if word == 0
                && token.shape.is_glued()
                && let Some(before) = at.checked_sub(1).map(|before| tokens[before].of(text))
                && let Some(whole) = pack.writing.proclitics.unmerged(before, spelled)
            {
                word = pack.lexicon.word(&whole);
            }
            words.push(word);
        }
        let mut document = Document {
            article,
            pack,
            tags,
            tokens,
            words,
            sentences,
            roles: Vec::new(),
            quotations: quotes,
            title_end,
        };
        if let Some(caseless) = &tags.caseless {
            caseless.mark_names(&mut document);
        }
        let masthead = document.masthead();
        if let Some(at) = masthead {
            document.part_at(at);
        }
        document.roles = document.assign_roles(title_paragraphs, masthead.unwrap_or(title_end));
        document
    }

    /// The token at which a page's title goes over to the outlet's own name: "… - FOX 8 New Orleans News, Weather".
    fn masthead(&self) -> Option<u32> {
        let tag = &self.tags.document.masthead;
        let named = |from: u32| (from..self.title_end).any(|at| self.opens_with(tag, at, self.title_end));
        let parted = |at: &u32| {
            let token = &self.tokens[*at as usize];
            matches!(self.word(*at), "-" | "–" | "—" | "|") && !token.shape.is_glued()
        };
        (1..self.title_end).filter(parted).find(|at| named(*at))
    }

    /// Ends a sentence before a token.
    fn part_at(&mut self, token: u32) {
        let Some(at) = self.sentences.iter().position(|s| s.first < token && token < s.end) else { return };
        let rest = Sentence { first: token, ..self.sentences[at] };
        self.sentences[at].end = token;
        self.sentences.insert(at + 1, rest);
    }

    fn assign_roles(&self, title_paragraphs: u32, masthead: u32) -> Vec<Role> {
        let captions = self.captions();
        let lead = (title_paragraphs..).find(|p| captions.binary_search(p).is_err());
        let mut roles: Vec<Role> = self
            .sentences
            .iter()
            .map(|s| match s.part {
                Part::Title if s.first < masthead => Role::Headline,
                Part::Title => Role::Boilerplate,
                _ if self.holds(&self.tags.document.boilerplate, s) => Role::Boilerplate,
                _ if self.is_clip(s) => Role::Boilerplate,
                _ if captions.binary_search(&s.paragraph).is_ok() => Role::Caption,
                _ if Some(s.paragraph) == lead => Role::Lead,
                _ => Role::Body,
            })
            .collect();
        self.drop_other_stories(&mut roles);
        roles
    }

    /// The paragraphs that say at their beginning that they tell of a picture: "Photo: …", "Pictured above, …".
    fn captions(&self) -> Vec<u32> {
        let tag = &self.tags.document.caption;
        let opens = |s: &&Sentence| s.part == Part::Text && self.opens_with(tag, s.first, s.end);
        let first =
            |at: &usize| *at == 0 || self.sentences[at - 1].paragraph != self.sentences[*at].paragraph;
        let sentences = (0..self.sentences.len()).filter(first).map(|at| &self.sentences[at]);
        sentences.filter(opens).map(|s| s.paragraph).collect()
    }

    /// Whether a sentence is the caption of a film among the text: "1:23 Firefighters battle blaze in Leeds".
    fn is_clip(&self, s: &Sentence) -> bool {
        let clock = |word: &str| matches!(word.as_bytes(), [m, b':', s, t] if [m, s, t].iter().all(|b| b.is_ascii_digit()));
        let next = self.tokens.get(s.first as usize + 1).filter(|_| s.first + 3 < s.end);
        clock(self.word(s.first))
            && next.is_some_and(|t| t.shape.is_capital() && t.shape.is_word())
            && !matches!(self.word(s.end - 1), "." | "!" | "?" | "”" | "\"" | ":")
    }

    /// Lists of other stories: behind the first third of an article all that follows their heading; before it the lines
    /// that are no sentences.
    fn drop_other_stories(&self, roles: &mut [Role]) {
        let tag = &self.tags.document.other_stories;
        let all = self.tokens.len() as u32 - self.title_end;
        let mut at = 0;
        while at < self.sentences.len() {
            let paragraph = self.sentences[at].paragraph;
            let size = self.sentences[at..].iter().take_while(|s| s.paragraph == paragraph).count();
            let (first, end) = (self.sentences[at].first, self.sentences[at + size - 1].end);
            let heading = roles[at] == Role::Body && self.heads(tag, first, end);
            let listed = at > 0
                && roles[at - 1] == Role::Boilerplate
                && self.sentences[at].part == Part::Text
                && !matches!(self.word(end - 1), "." | "!" | "?" | "”" | "\"");
            if heading && end - first <= HEADING && (first - self.title_end) * 3 > all {
                roles[at..].fill(Role::Boilerplate);
                return;
            }
            if heading || listed && size == 1 {
                roles[at..at + size].fill(Role::Boilerplate);
            }
            at += size;
        }
    }

    fn opens_with(&self, opening: &Opening, first: u32, end: u32) -> bool {
        self.opening(opening, first, end).is_some()
    }

    /// Whether some tokens begin with a phrase of a tag that says what they are: several words, or one nearly alone.
    fn heads(&self, opening: &Opening, first: u32, end: u32) -> bool {
        self.opening(opening, first, end).is_some_and(|words| words > 1 || end - first <= LONE)
    }

    /// How many words the longest phrase with a tag has that some tokens begin with.
    fn opening(&self, opening: &Opening, first: u32, end: u32) -> Option<usize> {
        let words = &self.words[first as usize..end as usize];
        if !words.first().is_some_and(|word| opening.words.contains(word)) {
            return None;
        }
        let mut longest = None;
        self.pack.lexicon.phrases(words, |long, _, e| {
            if Some(e.tag) == opening.tag {
                longest = longest.max(Some(long));
            }
        });
        longest
    }

    /// Whether a phrase with a tag begins at one of a sentence's first tokens.
    fn holds(&self, opening: &Opening, sentence: &Sentence) -> bool {
        let until = sentence.end.min(sentence.first + OPENING);
        (sentence.first..until).any(|at| self.heads(opening, at, sentence.end))
    }

    /// The text that a token is of.
    pub(crate) fn text_of(&self, token: u32) -> &'a str {
        if token < self.title_end { self.article.title() } else { self.article.text() }
    }

    /// The token that closes a dateline in brackets, "LAGOS (Coast News - 28th August, 2021) Eleven people …", where the
    /// words from `first` on begin with one.
    pub(crate) fn bracketed_dateline(&self, first: u32) -> Option<u32> {
        let shape = self.tokens.get(first as usize)?.shape;
        if !shape.is_all_capitals() {
            return None;
        }
        let open = (first + 1..first + 5).find(|t| self.word(*t) == "(")?;
        (open + 1..open + DATELINE).find(|t| self.word(*t) == ")")
    }

    /// A token's own words; of a comma the one that all scripts are judged by.
    pub(crate) fn word(&self, token: u32) -> &'a str {
        match self.tokens.get(token as usize).map_or("", |t| t.of(self.text_of(token))) {
            "،" => ",",
            word => word,
        }
    }

    /// The span of tokens `first..end`; they are of one part.
    pub(crate) fn span(&self, first: u32, end: u32) -> Option<Span> {
        if first >= end || end as usize > self.tokens.len() {
            return None;
        }
        let part = if first < self.title_end { Part::Title } else { Part::Text };
        let from = self.tokens[first as usize].start as usize;
        let to = self.tokens[end as usize - 1].end as usize;
        Span::new(part, self.text_of(first), from, to)
    }

    /// The words of tokens `first..end`.
    pub(crate) fn words_of(&self, first: u32, end: u32) -> &'a str {
        self.span(first, end).map_or("", |s| s.of(self.text_of(first)))
    }

    /// The quotation that a token stands in.
    pub(crate) fn quotation_at(&self, token: u32) -> Option<&Quotation> {
        let at = self.quotations.partition_point(|q| q.close <= token);
        self.quotations.get(at).filter(|q| q.holds(token))
    }
}
