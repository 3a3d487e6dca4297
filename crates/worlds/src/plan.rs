//! What a world shall hold.

/// How large a world is and how often what happens in it. Shares are of 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// About how many tellings; the last incident may add a few more.
    pub tellings: usize,
    /// How many towns have incidents.
    pub towns: usize,
    /// In how many countries they lie.
    pub countries: usize,
    /// The share of the incidents that are of one and the same town; 0 for none but its own.
    pub hot_town: f64,
    /// Incidents a day over the whole world. The period that a world covers grows with its size, so that a large world
    /// is longer and not denser.
    pub incidents_a_day: f64,
    /// The shortest period, in days.
    pub shortest: usize,
    /// One incident in n^`tail` has n tellings or more.
    pub tail: f64,
    /// The most tellings that one incident has; never more than a twentieth of all.
    pub most: usize,
    /// Tellings that are a copy of an earlier text.
    pub copies: f64,
    /// Tellings that stand in a text that goes through several incidents of a country and day.
    pub round_ups: f64,
    /// Articles without a publication time.
    pub undated: f64,
    /// Tellings that name only the region.
    pub only_region: f64,
    /// Tellings that name only the country.
    pub only_country: f64,
    /// Tellings without any place.
    pub no_place: f64,
    /// Tellings of a dated article that say nothing of the day; of an undated one three times as many.
    pub no_day: f64,
    /// Tellings with the day before or after.
    pub wrong_day: f64,
    /// Tellings with another town of the country, such as the one that the dateline has.
    pub wrong_town: f64,
    /// Tellings that call the incident by another kind of its family, or only by what came of it.
    pub other_kind: f64,
    /// Voices whose toll is not that of the others.
    pub other_toll: f64,
    /// Tolls that fall again after they rose.
    pub falling: f64,
    /// Names of which a telling has the last word only.
    pub surname: f64,
    /// Draws that make a wave with parts instead of one incident.
    pub waves: f64,
    /// Articles that also tell a sum over a month or year.
    pub totals: f64,
    /// Incidents of which somebody says something that is itself told.
    pub words: f64,
    /// Incidents with another of the same kind in the same town a day later.
    pub next_day: f64,
    /// Incidents with another of the same kind and toll in another town of the country on the same day.
    pub twins: f64,
    /// Incidents with another of the same kind, town and toll, a month or a year later.
    pub anniversaries: f64,
    /// Incidents with another of the same kind in the same town on the same day.
    pub same_day: f64,
}

impl Plan {
    /// A world of about so many tellings, as the news mostly is.
    pub fn of(tellings: usize) -> Plan {
        Plan {
            tellings,
            towns: 3_000,
            countries: 40,
            hot_town: 0.0,
            incidents_a_day: 60.0,
            shortest: 14,
            tail: 1.15,
            most: 500,
            copies: 0.18,
            round_ups: 0.08,
            undated: 0.08,
            only_region: 0.08,
            only_country: 0.03,
            no_place: 0.03,
            no_day: 0.06,
            wrong_day: 0.03,
            wrong_town: 0.015,
            other_kind: 0.15,
            other_toll: 0.08,
            falling: 0.05,
            surname: 0.3,
            waves: 0.015,
            totals: 0.01,
            words: 0.1,
            next_day: 0.03,
            twins: 0.02,
            anniversaries: 0.02,
            same_day: 0.02,
        }
    }

    /// The same with three tenths of all incidents in one town.
    #[must_use]
    pub fn with_hot_town(self) -> Plan {
        Plan { hot_town: 0.3, ..self }
    }

    /// How many days it covers.
    pub(crate) fn days(&self) -> usize {
        // an incident has about five tellings
        ((self.tellings as f64 / 5.0 / self.incidents_a_day) as usize).max(self.shortest)
    }

    /// The most tellings that one incident may have.
    pub(crate) fn most_of_one(&self) -> usize {
        self.most.min(self.tellings / 20).max(1)
    }
}
