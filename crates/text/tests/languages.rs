//! Which language a text is in, on sentences that say it by every means and by hardly any.

use std::collections::BTreeMap;
use std::fs;

use text::{evident, identify};

const SENTENCES: &str = include_str!("languages.tsv");
/// A sentence of so many characters is known by its language; what is shorter is a headline.
const LONG: usize = 60;

#[test]
fn sentences_are_known_by_their_language() {
    let mut tried: BTreeMap<(bool, &str), (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in SENTENCES.lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let [code, _, sentence] = [(); 3].map(|()| fields.next().unwrap());
        let found = identify(sentence).map(|l| l.to_string());
        let long = sentence.chars().count() >= LONG;
        let (all, right) = tried.entry((long, code)).or_default();
        *all += 1;
        if found.as_deref() == Some(code) {
            *right += 1;
        } else {
            wrong.push(format!("{} for {line}", found.as_deref().unwrap_or("none")));
        }
    }
    let figures: Vec<String> = tried
        .iter()
        .map(|((long, code), (all, right))| {
            format!("{code} {right}/{all}{}", if *long { "" } else { " short" })
        })
        .collect();
    let long = tried.iter().filter(|((long, _), _)| *long);
    let (all, right) = long.fold((0, 0), |(a, r), (_, (all, right))| (a + all, r + right));
    assert!(all >= 600);
    let said = format!("{right} of {all}\n{}\n{}", figures.join("\n"), wrong.join("\n"));
    assert!(right * 1000 >= all * 995, "{said}");
}

#[test]
fn whole_articles_are_known_without_a_guess() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/articles");
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let source = fs::read_to_string(&path).unwrap();
        let body = source.split("\n---\n").next().and_then(|article| article.split_once("\n\n"));
        let found = evident(body.unwrap().1).map(|l| l.to_string());
        assert_eq!(found.as_deref(), name.rsplit('.').nth(1), "{name}");
    }
}

#[test]
fn what_nobody_here_writes_is_no_neighbour() {
    let kazakh = "Кеше түнде қалада өрт шығып, екі адам қаза тапты, деп хабарлады құтқарушылар.";
    let tatar = "Кичә шәһәрдә янгын чыкты, ике кеше һәлак булды, дип хәбәр итте коткаручылар.";
    let mongolian = "Өчигдөр шөнө хотод гал гарч, хоёр хүн нас барсан гэж аврагчид мэдэгдлээ.";
    for text in [kazakh, tatar, mongolian, "1234", ""] {
        assert_eq!(identify(text), None, "{text}");
    }
    let danish = "I nat brød en brand ud i byen, og to mennesker mistede livet, oplyser politiet til avisen.";
    let turkish = "Dün gece kentte çıkan yangında iki kişi hayatını kaybetti, polis soruşturma başlattı.";
    let hungarian = "Tegnap éjjel tűz ütött ki a városban, két ember meghalt, közölték a tűzoltók.";
    for (code, text) in [("da", danish), ("tr", turkish), ("hu", hungarian)] {
        assert_eq!(identify(text).map(|l| l.to_string()).as_deref(), Some(code), "{text}");
    }
}
