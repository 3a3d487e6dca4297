//! A full gazetteer, of small dumps in GeoNames' form.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use gazetteer::build::{BuildError, Tables, from_dumps};
use gazetteer::{Gazetteer, PlaceKind};

fn place(
    id: u32,
    name: &str,
    names: &str,
    point: (f64, f64),
    code: &str,
    within: &str,
    people: u32,
) -> String {
    let class = code.chars().next().unwrap();
    let codes = within.split('.').chain(["", "", ""]).take(3).collect::<Vec<_>>();
    let [country, region, district] = codes[..] else { panic!() };
    format!(
        "{id}\t{name}\t{name}\t{names}\t{}\t{}\t{class}\t{code}\t{country}\t\t{region}\t{district}\t\t\t{people}\t\t9\tEurope/Rome\t2024-01-01\n",
        point.0, point.1
    )
}

/// A country of three hamlets.
fn places() -> String {
    [
        place(10, "Repubblica Italiana", "", (42.8, 12.8), "A.PCLI", "IT", 59_000_000),
        place(11, "Umbria", "", (43.1, 12.6), "A.ADM1", "IT.18", 800_000),
        place(12, "Provincia di Perugia", "", (43.0, 12.7), "A.ADM2", "IT.18.PG", 600_000),
        place(13, "Quercetola di Sotto", "Querzetola", (43.21, 12.55), "PPL", "IT.18.PG", 41),
        place(14, "Quercetola di Sopra", "", (43.22, 12.56), "PPL", "IT.18.PG", 0),
        place(15, "Vecchia Quercetola", "", (43.2, 12.5), "PPLQ", "IT.18.PG", 0),
        place(16, "Monte Quercetolo", "", (43.3, 12.5), "T.MT", "IT.18.PG", 0),
    ]
    .map(|line| line.replace("\tA.", "\t").replace("\tT.MT\t", "\tMT\t"))
    .concat()
}

const NAMES: &str = "1\t13\tde\tEichendorf im Tal\t\t\t\t\t\t\n\
    2\t13\tlink\thttps://example.org/Quercetola\t\t\t\t\t\t\n\
    3\t13\truk\tКверчетола\t\t\t\t\t\t\n\
    4\t99\tde\tNirgends\t\t\t\t\t\t\n";

fn write(folder: &Path, places: &str) {
    let country = "# a comment\nIT\tITA\t380\tIT\tItaly\tRome\t301230\t60000000\tEU\t.it\tEUR\tEuro\t39\t\t\tit-IT\t10\t\t\n";
    fs::write(folder.join("countryInfo.txt"), country).unwrap();
    fs::write(folder.join("admin1CodesASCII.txt"), "IT.18\tUmbria\tUmbria\t11\n").unwrap();
    fs::write(folder.join("admin2Codes.txt"), "IT.18.PG\tProvincia di Perugia\tProvincia di Perugia\t12\n")
        .unwrap();
    fs::write(folder.join("allCountries.txt"), places).unwrap();
    fs::write(folder.join("alternateNamesV2.txt"), NAMES).unwrap();
}

/// An archive as GeoNames packs it: what comes first is not what is looked for.
fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, text) in files {
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
        deflated.write_all(text.as_bytes()).unwrap();
        out.extend_from_slice(b"PK\x03\x04\x14\0\x08\0\x08\0");
        out.extend_from_slice(&[0; 16]);
        out.extend_from_slice(&(name.len() as u16).to_le_bytes());
        out.extend_from_slice(&[0; 2]);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&deflated.finish().unwrap());
        out.extend_from_slice(b"PK\x07\x08");
        out.extend_from_slice(&[0; 12]);
    }
    out
}

fn built(folder: &Path) -> Vec<u8> {
    from_dumps(folder, Tables::shipped().unwrap()).unwrap().bytes
}

#[test]
fn a_hamlet_is_found_by_its_names_in_what_holds_it() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &places());
    let path = folder.path().join("full.places");
    fs::write(&path, built(folder.path())).unwrap();
    let full = Gazetteer::open_file(&path).unwrap();
    for name in ["Quercetola di Sotto", "quercetola di sotto", "Eichendorf im Tal", "Кверчетола"] {
        let [id] = full.find(name)[..] else { panic!("{name}: {:?}", full.find(name)) };
        assert_eq!((full.place(id).geonames, full.kind(id)), (13, PlaceKind::City), "{name}");
        let around: Vec<&str> = full.containers(id).map(|outer| full.name(outer)).collect();
        assert_eq!(around, ["Provincia di Perugia", "Umbria", "Italy"]);
    }
    let umbria = full.place(full.find("Umbria")[0]);
    assert_eq!((umbria.geonames, umbria.kind, umbria.timezone), (11, PlaceKind::Region, Some("Europe/Rome")));
    assert!((umbria.lat - 43.1).abs() < 0.01, "{umbria:?}");
    for none in ["Vecchia Quercetola", "Monte Quercetolo", "Nirgends", "Querzetola"] {
        assert!(full.find(none).is_empty(), "{none}");
    }
}

#[test]
fn archives_and_files_give_the_same_bytes_each_time() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &places());
    let bytes = built(folder.path());
    assert_eq!(built(folder.path()), bytes);
    for name in ["allCountries", "alternateNamesV2", "admin2Codes"] {
        let text = folder.path().join(format!("{name}.txt"));
        let packed = zip(&[
            ("readme.txt", "de\tGerman\n"),
            (&format!("{name}.txt"), &fs::read_to_string(&text).unwrap()),
        ]);
        fs::write(folder.path().join(format!("{name}.zip")), packed).unwrap();
        fs::remove_file(text).unwrap();
    }
    assert_eq!(built(folder.path()), bytes);
}

#[test]
fn without_the_table_of_names_those_beside_the_places_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &places());
    fs::remove_file(folder.path().join("alternateNamesV2.txt")).unwrap();
    let full = Gazetteer::open(built(folder.path())).unwrap();
    assert_eq!(full.find("Querzetola").len(), 1);
    assert!(full.find("Eichendorf im Tal").is_empty());
}

#[test]
fn a_bad_line_is_named_by_file_and_number() {
    let folder = tempfile::tempdir().unwrap();
    let told = |places: &str| {
        write(folder.path(), places);
        from_dumps(folder.path(), Tables::shipped().unwrap()).err().unwrap().to_string()
    };
    let short = told(&(places() + "17\tQuercia\n"));
    assert!(short.ends_with("allCountries.txt:8: a place has 19 columns, and here are 2"), "{short}");
    let nowhere = told(&places().replace("43.21", "143.21"));
    assert!(nowhere.ends_with("allCountries.txt:4: \"143.21\" is not on the earth"), "{nowhere}");
    let people = told(&places().replace("\t41\t", "\tmany\t"));
    assert!(people.ends_with("allCountries.txt:4: \"many\" is not a number of people"), "{people}");
}

#[test]
fn a_missing_dump_is_named_with_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &places());
    fs::remove_file(folder.path().join("admin2Codes.txt")).unwrap();
    let missing = from_dumps(folder.path(), Tables::shipped().unwrap()).err().unwrap();
    assert!(matches!(missing, BuildError::Missing { name: "admin2Codes.txt", .. }), "{missing}");
    fs::write(folder.path().join("admin2Codes.zip"), zip(&[("other.txt", "")])).unwrap();
    let empty = from_dumps(folder.path(), Tables::shipped().unwrap()).err().unwrap();
    assert!(matches!(empty, BuildError::Read { .. }), "{empty}");
}

#[test]
fn beside_the_shipped_one_it_answers_for_what_that_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &places());
    let own = Gazetteer::embedded();
    Gazetteer::lay_beside(Gazetteer::open(built(folder.path())).unwrap());
    let both = Gazetteer::in_use();
    let [hamlet] = both.find("Quercetola di Sotto")[..] else { panic!() };
    assert_eq!((both.place(hamlet).geonames, both.place(hamlet).country), (13, "IT"));
    let (umbria, italy) = (own.find("Umbria")[0], own.country("IT").unwrap());
    assert!(both.within(hamlet, umbria) && both.within(hamlet, italy));
    assert_eq!(both.figures(hamlet).country, italy);
    assert_eq!(both.find("Rome"), own.find("Rome"));
    assert!(both.distance_km(hamlet, own.find("Perugia")[0]) < 40.0);
    assert!(both.has_prefix("quercetola di") && !own.has_prefix("quercetola di"));
}
