// The API as the page uses it: `/api/v1`. What the server really says stands in its OpenAPI description.

/** 16 hexadecimal digits. */
export type Key = string
/** RFC 3339 date, or date and time. */
export type Moment = string

export type State = "contested" | "revised" | "unordered" | "agreed" | "single"
export type Extent = "single" | "wave" | "total"
export type Role = "read" | "curate" | "admin"
export type Stance = "asserted" | "reported" | "claimed" | "alleged" | "denied" | "threatened" | "planned"
export type How = "copy" | "rewrite" | "translation" | "cites"
export type Part = "title" | "text"
/** Code points, half-open. */
export type Span = [number, number]

/** GET /status */
export interface Status {
    program: string
    holds: { articles: number; revisions: number; incidents: number; bytes: number }
    /** Changes whenever what the ledger holds does. */
    version: string
    demo: boolean
    you: You
    kinds: { name: string; label: string; family: string }[]
    facets: { name: string; label: string }[]
    /** Codes of the languages that are read. */
    languages: string[]
    /** A template of map tiles, where the server was given one: `/tiles/{z}/{x}/{y}`. */
    tiles: string | null
}

export interface You {
    name: string
    /** What they may do; null where they have to log in first. */
    role: Role | null
    /** Whether this is the machine's own user, who needs no token. */
    local: boolean
}

/** The filters of the command line, as query parameters of /incidents, /overview and /map. */
export interface Filters {
    place?: string
    lat?: number
    lon?: number
    /** Kilometres; 25 unless given. */
    radius?: number
    since?: string
    until?: string
    kind?: string
    state?: State
    /** At least so many voices. */
    voices?: number
    actor?: string
    words?: string
    changed?: Moment
    pinned?: boolean
    /** "hidden" unless given. */
    dismissed?: "shown" | "hidden" | "only"
    order?: "day" | "changed" | "new" | "articles" | "state"
}

/** GET /incidents?…&limit=50&cursor=… */
export interface Paged<T> {
    items: T[]
    /** What to ask the next page with; null at the end. */
    next: string | null
    total: number
}

export interface Decision {
    number: number
    what: "pin" | "dismiss" | "note"
    by: string
    at: Moment
    note: string
}

export interface Listed {
    id: Key
    key: Key
    kind: string | null
    title: string
    scope: Extent
    state: State
    days: [string | null, string | null]
    articles: number
    /** Named voices heard. */
    voices: number
    places: string[]
    /** What is told of killed and injured in all, where something is. */
    figures: { facet: "killed" | "injured"; state: State; min: number | null; max: number | null }[]
    part_of: Key | null
    about: Key | null
    since: Moment
    changed: Moment
    decisions?: Decision[]
}

/** GET /overview */
export interface Overview {
    total: number
    kinds: Record<string, number>
    states: Record<State, number>
    /** How many have so many voices: "0", "1", "2", "3", "5", "10" are lower bounds of classes. */
    voices: Record<string, number>
    timeline: {
        by: "day" | "week" | "month" | "year"
        bins: { start: string; counts: Partial<Record<State, number>> }[]
        undated: number
    }
    /** How many have no place on the map. */
    unplaced: number
}

/** GET /map?…&zoom=&bbox=west,south,east,north : a GeoJSON FeatureCollection of these. */
export interface MapFeature {
    type: "Feature"
    /** A point for towns and sites; a polygon for regions; null for countries, whose shape the page has. */
    geometry: GeoJSON.Point | GeoJSON.Polygon | null
    properties: {
        what: "place" | "area" | "country"
        name: string
        /** ISO code of the country, where it is one. */
        country: string | null
        /** How many incidents. */
        count: number
        /** The worst state among them. */
        state: State
        /** Some of them, the latest first, at most five. */
        incidents: { id: Key; title: string }[]
        /** Whether several places are drawn as one at this zoom. */
        cluster: boolean
    }
}

export interface Place {
    name: string
    within: { name: string; type: string }[]
    country: string | null
    lat: number | null
    lon: number | null
    precision: "site" | "city" | "district" | "region" | "country"
    bbox: [number, number, number, number] | null
}

export interface Time {
    start: Moment | null
    end: Moment | null
    precision: string
    pattern: string | null
}

/** Which form it has depends on the claim's facet. */
export type Value =
    | { min: number; max: number | null; approx: boolean; delta: boolean }
    | { category: string; name: string | null }
    | Place
    | Time
    | { name: string; country: string | null; kind: string | null }
    | { name: string | null; of: string | null; age: number | null; fate: string }
    | { speaker: string | null }

export interface Scope {
    of: string | null
    target: string | null
    place: string | null
    weapon: string | null
    means: string | null
    severity: string | null
    cause: string | null
    basis: string | null
    includes: string | null
    per: string | null
    period: string | null
}

export interface Fact {
    facet: string
    scope: Scope
    state: State
    support: { voices: number; texts: number }
    /** The first is the current one. */
    values: { value: Value; claims: Key[]; voices: string[] }[]
    /** Of a number that moved: its steps in time. */
    series?: { time: Moment; value: Value; voices: string[]; claims: Key[] }[]
}

export interface Incident {
    key: Key
    id: Key
    kind: string | null
    title: string
    scope: Extent
    part_of: Key | null
    about: Key | null
    places: Place[]
    time: Time | null
    tellings: { article: Key; claims: Key[] }[]
    /** Contested first. */
    facts: Fact[]
    checks: { says: string; claims: Key[]; holds: boolean }[]
    decisions?: Decision[]
}

export interface Origin {
    voice: string
    kind: string | null
    institution: string | null
    side: string | null
    via: string[]
}

export interface Claim {
    id: Key
    incident: Key | null
    article: Key
    facet: string
    value: Value
    scope: Scope
    text: string
    span: Span
    in: Part
    evidence: { role: string; span: Span; in: Part }[]
    stance: Stance
    origin: Origin | null
    as_of: { time: Moment | null; from: "text" | "published" | null }
    confidence: number
    rule: string
}

/** A claim where it stands. */
export interface Told extends Claim {
    /** Position in `voices`; null where the article says so itself. */
    voice: number | null
    /** The sentence around the words. */
    context: { before: string; words: string; after: string }
}

export interface Derived {
    article: Key
    how: How
    share: number
    passages: { span: Span; source_span: Span }[]
    changes: { what: "figure" | "name" | "place"; text: string; span: Span; source_text: string; source_span: Span }[]
}

/** An article without its text. */
export interface Account {
    key: Key
    id: string
    title: string
    outlet: string | null
    url: string | null
    language: string | null
    published: Moment | null
    published_from: "given" | "metadata" | "dateline" | "text" | "incident" | null
    /** When the ledger took it in; null of a comparison that is not kept. */
    taken: Moment | null
    revisions: number
    /** The smallest key of the articles that tell from one source text. */
    origin_group: Key
    derived_from: Derived[]
}

export interface Voice {
    name: string
    kind: string | null
    institution: string | null
    /** ISO code. */
    side: string | null
}

export interface Words {
    article: Key
    text: string
    span: Span
    in: Part
    claim: Key | null
}

export interface Sign {
    kind: "outlier" | "office" | "recycled" | "self" | "headline"
    incident: Key | null
    about: string
    here: Words[]
    there: Words[]
}

/** GET /incidents/{id}?known=MOMENT : as it was known from what was published by then. */
export interface IncidentView {
    incident: Incident
    listed: Listed
    /** In the order of publication. */
    accounts: Account[]
    voices: Voice[]
    claims: Told[]
    signs: Sign[]
    /** What no account gives: names of facets. */
    silent: string[]
    part_of: Listed | null
    about: Listed | null
    /** Of a wave or total: what belongs to it. */
    parts: Listed[]
    /** What else belongs to what it belongs to. */
    siblings: Listed[]
    /** What speaks of it. */
    statements: Listed[]
    /** The moment that was asked for. */
    known: Moment | null
}

export interface Figure {
    state: State
    min?: number
    max?: number
    says?: string
}

export interface FactChange {
    incident: Key
    at: Moment
    facet: string
    scope?: string
    before: Figure | null
    after: Figure | null
}

/** GET /incidents/{id}/changes?since=MOMENT */
export interface CameSince {
    incident: Key
    title: string
    since: Moment
    articles: { article: Key; id: string; title: string; outlet: string | null; taken: Moment; edited: boolean }[]
    changes: FactChange[]
}

/** GET /articles/{key} */
export interface ArticleView {
    article: Account & { path: string | null; unread: { span: Span; in: Part; why: string }[] }
    text: string
    mentions: { span: Span; in: Part; kind: string; says: string }[]
    claims: Told[]
    voices: Voice[]
    incidents: Listed[]
    revisions: { key: Key; taken: Moment; title: string }[]
    /** The articles that it derives from, and those that derive from it. */
    sources: { account: Account; how: How; share: number }[]
    copies: { account: Account; how: How; share: number }[]
}

/** GET /articles/{key}/against/{other} : how one stands to the other. */
export interface Against {
    here: Account
    there: Account
    how: How | null
    share: number
    /** Both texts cut up, in the order of `here`; what only `there` has stands where it was left out. */
    pieces: { what: "same" | "changed" | "here" | "there"; here: string; there: string }[]
}

export interface Hit {
    article: Key
    id: string
    title: string
    outlet: string | null
    url: string | null
    published: Moment | null
    words: string
    incidents: Key[]
}

/** GET /search?words=&limit= */
export interface Found {
    incidents: Listed[]
    articles: Hit[]
}

/** GET /sources?limit=&cursor=&words= : most articles first. Counts, never a score. GET /sources/{name} : one of them. */
export interface Outlet {
    name: string
    articles: number
    /** Incidents that it tells of, and of how many it was first in this ledger. */
    incidents: number
    first: number
    derived: Partial<Record<How, number>>
    takes_from: { outlet: string; articles: number }[]
    taken_by: { outlet: string; articles: number }[]
    voices: { name: string; articles: number }[]
}

/** GET /voices?limit=&cursor=&words= */
export interface Heard {
    name: string
    kind: string | null
    side: string | null
    incidents: number
    articles: number
    outlets: { outlet: string; articles: number }[]
}

/** POST /comparisons → 202 { id } */
export interface CompareRequest {
    links: string[]
    texts: { text: string; title?: string; outlet?: string; published?: Moment; url?: string }[]
    /** Whether the articles are to be kept in the ledger. */
    keep: boolean
}

/** GET /comparisons/{id} */
export interface Comparison {
    id: string
    state: "working" | "done"
    done: number
    of: number
    faults: { what: string; says: string }[]
    /** Once done. The largest first. */
    incidents: IncidentView[]
    /** Articles in which no incident was found. */
    untold: Account[]
    kept: boolean
}

/** POST /decisions */
export type Decide =
    | { what: "pin" | "dismiss" | "note"; incident: Key; note: string }
    | { what: "merge"; incident: Key; other: Key; note: string }
    | { what: "split"; incident: Key; articles: Key[]; note: string }

/** What POST /decisions and DELETE /decisions/{number} answer. */
export interface Decided {
    number: number
    incidents: Key[]
}

/** GET /decisions?limit=&cursor= : the latest first. */
export interface Taken {
    number: number
    what: "pin" | "dismiss" | "note" | "merge" | "split" | "remove"
    by: string
    at: Moment
    note: string
    undone: Moment | null
    undone_by: string | null
    incidents: { id: Key; title: string }[]
}

/** GET /audit?limit=&cursor= : the latest first; for administrators. */
export interface AuditEntry {
    number: number
    at: Moment
    /** By whom; empty where nobody is known. */
    who: string
    what: string
    /** The HTTP status that was answered. */
    outcome: string
    /** From where. */
    address: string
}

/** POST /session with a token logs in, DELETE /session logs out; both and GET /session answer You. */
export interface LogIn {
    token: string
}

/** GET, POST /lists; DELETE /lists/{id}. Feeds: /lists/{id}/feed.atom, /lists/{id}/feed.json */
export interface List {
    id: number
    name: string
    filters: Filters
    webhook: string | null
    by: string
    since: Moment
    /** Of the webhook: the last delivery, and what went wrong. */
    delivered: Moment | null
    fault: string | null
    /** Where its feeds are, with the key that opens them to readers that cannot log in. */
    feeds: { atom: string; json: string }
    /** Only in the answer to POST, once: what deliveries are signed with. */
    secret?: string
}

/** GET /events : server-sent events named `ledger`. */
export interface LedgerEvent {
    version: string
    incidents: { id: Key; what: "new" | "changed" }[]
    /** Whether there are more than are listed. */
    more: boolean
}

/** What an error says: RFC 9457, application/problem+json. */
export interface Problem {
    type: string
    title: string
    status: number
    detail: string
}
