import { useCallback, useMemo } from "preact/hooks"
import { useLocation } from "preact-iso"
import type { Filters, State } from "../../api/types"
import { STATES } from "../../parts/state"

/** The orders that a list may have; the first unless chosen. */
export const ORDERS = ["day", "changed", "new", "articles", "state"] as const
/** From how many voices on one may ask. */
export const LEAST_VOICES = [1, 2, 3, 5, 10] as const

const TEXTS = ["place", "since", "until", "kind", "actor", "words", "changed"] as const
const NUMBERS = ["lat", "lon", "radius", "voices"] as const

/** The filters as an address tells them. What it can't mean is left out, as a mistyped address shall still show something. */
export function read(query: Record<string, string>): Filters {
    const filters: Filters = {}
    for (const name of TEXTS) if (query[name]) filters[name] = query[name]
    for (const name of NUMBERS) {
        const n = Number(query[name])
        if (query[name] && Number.isFinite(n)) filters[name] = n
    }
    const state = STATES.find((one) => one === query.state)
    if (state) filters.state = state as State
    if (query.pinned === "true") filters.pinned = true
    if (query.dismissed === "shown" || query.dismissed === "only") filters.dismissed = query.dismissed
    const order = ORDERS.find((one) => one === query.order)
    if (order && order !== ORDERS[0]) filters.order = order
    return filters
}

/** The address of the overview with these filters. */
export function written(filters: Filters): string {
    const params = new URLSearchParams()
    for (const [name, value] of Object.entries(filters)) {
        if (value !== undefined && value !== "" && value !== false) params.set(name, String(value))
    }
    const asked = params.toString()
    return asked ? `/?${asked}` : "/"
}

/** What is told apart as one filter each: an area is three parameters, a stretch of days two. */
export const GROUPS = {
    words: ["words"],
    kind: ["kind"],
    state: ["state"],
    voices: ["voices"],
    place: ["place"],
    area: ["lat", "lon", "radius"],
    days: ["since", "until"],
    actor: ["actor"],
    changed: ["changed"],
    pinned: ["pinned"],
    dismissed: ["dismissed"],
} as const satisfies Record<string, readonly (keyof Filters)[]>
export type Group = keyof typeof GROUPS

/** Those that are set. */
export const active = (filters: Filters): Group[] =>
    (Object.keys(GROUPS) as Group[]).filter((group) => GROUPS[group].some((name) => filters[name] !== undefined))

/** The filters without one of them. */
export function without(filters: Filters, group: Group): Filters {
    const rest = { ...filters }
    for (const name of GROUPS[group]) delete rest[name]
    return rest
}

export interface Chosen {
    filters: Filters
    /** Changes some; undefined takes one away. Goes to another address, so that "back" undoes it. */
    change: (patch: Partial<Filters>) => void
    clear: (group?: Group) => void
}

/** The filters of the address that the browser is at. */
export function useFilters(): Chosen {
    const { url, query, route } = useLocation()
    const filters = useMemo(() => read(query), [url])
    const go = useCallback((to: Filters) => route(written(to)), [route])
    return {
        filters,
        change: (patch) => go({ ...filters, ...patch }),
        clear: (group) => go(group ? without(filters, group) : filters.order ? { order: filters.order } : {}),
    }
}
