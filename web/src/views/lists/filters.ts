import type { Filters, State } from "../../api/types"

/** A message and what stands in it. Names of kinds, states and days are put into words by who shows it. */
export interface Phrase {
    message: string
    values: Record<string, string | number>
}

const STATES = ["contested", "revised", "unordered", "agreed", "single"]
const ORDERS = ["day", "changed", "new", "articles", "state"]
const NUMBERS = ["lat", "lon", "radius", "voices"] as const
const WORDS = ["place", "since", "until", "kind", "actor", "words", "changed"] as const

/** The words for names in filters. */
export interface Wording {
    kind: (name: string) => string
    state: (name: State) => string
    day: (moment: string) => string
    number: (n: number) => string
}

/** Filters as phrases, in the order in which they would be said: what, where, when, by whom, how sure. */
export function phrases(filters: Filters, say: Wording): Phrase[] {
    const found: Phrase[] = []
    const add = (message: string, values: Phrase["values"] = {}) => found.push({ message: `lists.says.${message}`, values })
    if (filters.kind) add("kind", { kind: filters.kind.split(",").map(say.kind).join(", ") })
    if (filters.place) add("place", { place: filters.place })
    if (filters.lat !== undefined && filters.lon !== undefined)
        add("near", { lat: say.number(filters.lat), lon: say.number(filters.lon), radius: say.number(filters.radius ?? 25) })
    if (filters.since && filters.until) add("between", { since: say.day(filters.since), until: say.day(filters.until) })
    else if (filters.since) add("since", { since: say.day(filters.since) })
    else if (filters.until) add("until", { until: say.day(filters.until) })
    if (filters.actor) add("actor", { actor: filters.actor })
    if (filters.words) add("words", { words: filters.words })
    if (filters.state) add("state", { state: say.state(filters.state) })
    if (filters.voices) add("voices", { n: filters.voices })
    if (filters.changed) add("changed", { at: say.day(filters.changed) })
    if (filters.pinned) add("pinned")
    if (filters.dismissed && filters.dismissed !== "hidden") add(`dismissed.${filters.dismissed}`)
    return found
}

/** The filters in an address's query; what is no filter, or not of its form, is left out. */
export function fromQuery(query: Record<string, string>): Filters {
    const found: Filters = {}
    for (const name of WORDS) if (query[name]) found[name] = query[name]
    for (const name of NUMBERS) {
        const value = Number(query[name])
        if (query[name] && Number.isFinite(value)) found[name] = value
    }
    if (query.state && STATES.includes(query.state)) found.state = query.state as State
    if (query.pinned === "true" || query.pinned === "") found.pinned = true
    if (query.dismissed === "shown" || query.dismissed === "only") found.dismissed = query.dismissed
    if (query.order && ORDERS.includes(query.order)) found.order = query.order as NonNullable<Filters["order"]>
    return found
}

/** The overview with these filters. */
export function overviewAddress(filters: Filters): string {
    const params = new URLSearchParams()
    for (const [name, value] of Object.entries(filters)) {
        if (value !== undefined && value !== null && value !== "" && value !== false) params.set(name, String(value))
    }
    const asked = params.toString()
    return asked ? `/?${asked}` : "/"
}
