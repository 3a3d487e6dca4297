//! The outcomes of every comparison: what two tellings can be to each other, one thing at a time.

/// Declares the outcomes with the names that `kinds/link.toml` and `tellings why` use.
macro_rules! outcomes {
    ($($comparison:literal { $($(#[$doc:meta])* $outcome:ident = $name:literal),* $(,)? })*) => {
        /// What came of one comparison. Within a comparison they stand in order, what speaks most for one incident
        /// first; those whose name begins with "unknown" stand outside it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Outcome { $($($(#[$doc])* $outcome),*),* }

        /// By outcome: what was compared, and what came of it.
        pub(crate) const NAMES: &[(&str, &str)] = &[$($(($comparison, $name)),*),*];

        /// All of them, in order.
        pub(crate) const ALL: &[Outcome] = &[$($(Outcome::$outcome),*),*];
    };
}

outcomes! {
    "shape" {
        Comparable = "comparable",
        PartAndWhole = "part against whole",
        WordAndDeed = "word against deed",
        OneArticle = "told apart by one article",
    }
    "kind" {
        SameKind = "same",
        SameCommonKind = "same, a common one",
        SameFamily = "same family",
        OtherKind = "other",
        UnknownKind = "unknown",
    }
    "day" {
        SameDay = "same",
        OneNight = "one night",
        WithinDays = "within a few days",
        OtherHour = "same, other hour",
        WithinStretch = "within a long stretch",
        NextDay = "next",
        NearDay = "two or three apart",
        /// Days of one weekday, one of which was counted from a publication that may be a later edition's.
        OneWeekday = "other, of one weekday",
        OtherDay = "other",
        /// Sums over a period.
        SamePeriod = "unknown: sums of one period",
        FitsWeekday = "unknown: fits the weekday",
        BesideWeekday = "unknown: beside the weekday",
        OtherWeekday = "unknown: other weekday",
        JustPublished = "unknown: just before publication",
        LookedBack = "unknown: looked back on",
        FarFromPublished = "unknown: far from publication",
        /// Nothing is told of before it happens.
        PublishedBefore = "unknown: published before it",
        UnknownDay = "unknown: one has none",
        UnknownDays = "unknown: neither has one",
        PublishedApart = "unknown: neither has one, published far apart",
    }
    "place" {
        SameTown = "same town",
        SameRegion = "same region",
        Within = "one within the other",
        NearTown = "within 30 km",
        Namesake = "namesakes",
        SameCountry = "same country",
        WithinCountry = "within the country",
        Neighbouring = "neighbouring",
        OtherTown = "other town",
        OtherCountry = "other country",
        UnknownPlace = "unknown",
        SumOfCountry = "unknown: a sum of one country",
        WordsPlace = "unknown: words of one place",
        /// Of one that names no place its article is of the other's town.
        HomeTown = "unknown: the article's own town",
        /// Many a shooting is told of on one day.
        CommonSomewhere = "unknown: a common thing",
    }
    "beside" {
        /// Both articles tell most of one other thing, as far as kind, day and town go.
        BesideOne = "told beside one thing",
        BesideUnknown = "unknown",
    }
    "published" {
        OneDay = "within a day",
        FewDays = "within three days",
        OneWeek = "within ten days",
        LongAfter = "longer apart",
        UnknownPublished = "unknown",
    }
    "killed" {
        KilledSameLarge = "same large figure",
        KilledSameSmall = "same small figure",
        KilledFit = "fit",
        KilledClose = "close",
        KilledFar = "far apart",
        KilledUnknown = "unknown",
    }
    "injured" {
        InjuredSameLarge = "same large figure",
        InjuredSameSmall = "same small figure",
        InjuredFit = "fit",
        InjuredClose = "close",
        InjuredFar = "far apart",
        InjuredUnknown = "unknown",
    }
    "numbers" {
        SeveralNumbers = "several shared",
        OneNumber = "one shared",
        NoNumbers = "none shared",
    }
    "victims" {
        SameVictim = "one shared",
        SameAges = "ages shared",
        OneAge = "one age shared",
        OtherAges = "other ages",
        OtherVictims = "other names",
        UnknownVictims = "unknown",
    }
    "names" {
        SeveralNames = "several shared",
        OneName = "one shared",
        NoNames = "none shared",
    }
    "people" {
        SeveralPeople = "several named by both",
        OnePerson = "one named by both",
        NoPeople = "none named by both",
    }
    "target" {
        TargetFits = "fits",
        OtherTarget = "other",
        UnknownTarget = "unknown",
    }
    "weapon" {
        WeaponFits = "fits",
        OtherWeapon = "other",
        UnknownWeapon = "unknown",
    }
    "speaker" {
        SameSpeaker = "same",
        SpeakerOfCountry = "same country, other script",
        CountrySpeaker = "same country",
        OtherSpeaker = "other",
        UnknownSpeaker = "unknown",
        NoSpeaker = "unknown: none is needed",
    }
    "quote" {
        SameQuote = "same",
        QuoteInPart = "in part",
        NoQuote = "none shared",
    }
    "addressee" {
        SameAddressee = "same",
        OtherAddressee = "other",
        UnknownAddressee = "unknown",
    }
    "wording" {
        NearlyAllWords = "nearly all shared",
        MostWords = "most shared",
        ManyWords = "many shared",
        SomeWords = "some shared",
        FewWords = "few shared",
        HardlyAnyWords = "hardly any shared",
        UnknownWords = "unknown",
    }
    "rare words" {
        RareDozen = "eight and more shared",
        RareMany = "five to seven shared",
        RareSome = "three or four shared",
        RareTwo = "two shared",
        RareOne = "one shared",
        RareNone = "none shared",
        RareUnknown = "unknown",
    }
    "rare names" {
        HeardMany = "four and more shared",
        HeardSome = "two or three shared",
        HeardOne = "one shared",
        HeardNone = "none shared",
        /// Of one language, whose rare words are compared; or no names.
        HeardUnknown = "unknown",
    }
}
