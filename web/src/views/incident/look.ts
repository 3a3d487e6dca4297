import type { Key, Moment } from "../../api/types"

/** When the reader looked at an incident: the look that this one is held against, and the latest. */
interface Look {
    since: Moment | null
    at: Moment
}

/** Who comes back within so long is still at the same look: a reload takes no mark away. */
const SAME = 30 * 60_000
const MOST = 500
const KEPT = "tellings.looks"

function kept(): Record<Key, Look> {
    try {
        const found: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "{}")
        return typeof found === "object" && found !== null ? (found as Record<Key, Look>) : {}
    } catch {
        return {}
    }
}

function keep(looks: Record<Key, Look>): void {
    // the oldest looks make room
    const entries = Object.entries(looks)
        .sort(([, a], [, b]) => b.at.localeCompare(a.at))
        .slice(0, MOST)
    try {
        localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(entries)))
    } catch {
        // a browser that keeps nothing: then nothing is marked as changed
    }
}

/** Notes that the incident is looked at; since when changes are to be shown, null at the first look. */
export function look(incident: Key, now = new Date()): Moment | null {
    const looks = kept()
    const last = looks[incident]
    const same = last && now.getTime() - Date.parse(last.at) < SAME
    const since = same ? last.since : (last?.at ?? null)
    looks[incident] = { since, at: now.toISOString() }
    keep(looks)
    return since
}

/** Notes that all was seen. */
export function seen(incident: Key, now = new Date()): void {
    const looks = kept()
    looks[incident] = { since: now.toISOString(), at: now.toISOString() }
    keep(looks)
}
