//! Cost: near linear in the number of tellings.

mod build;

use build::*;

#[test]
#[ignore = "slow: measures"]
fn many() {
    for n in [5_000usize, 10_000, 20_000] {
        let drafts: Vec<_> = (0..n)
            .map(|i| {
                let mut d = article(&format!("n{i}"), Some("2024-12-22"))
                    .says(count("killed", (i % 7) as u64).by("Police"));
                let town_of = (i / 8) % 400;
                d.place = Some(town(
                    &format!("T{town_of}"),
                    40.0 + (town_of % 20) as f32,
                    20.0 + (town_of / 20) as f32,
                ));
                let date: &'static str =
                    ["2024-12-20", "2024-12-21", "2024-12-22", "2024-12-23"][(i / 3200) % 4];
                d.time = Some(day(date));
                d
            })
            .collect();
        let reads: Vec<_> = drafts.iter().map(Draft::read).collect();
        let start = std::time::Instant::now();
        let found = incident::compare(&reads);
        eprintln!("{n} {} {:?}", found.incidents.len(), start.elapsed());
    }
}
