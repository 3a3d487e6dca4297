import type { Moment, Place } from "../../api/types"
import { locale, t } from "../../i18n"
import { dateFormat } from "../../parts/formats"
import { longDay } from "../../parts/moment"

/** Of which zone a state's own clocks are where the browser lists another too: what is occupied keeps its own time. */
const OWN: Record<string, string> = { UA: "Europe/Kiev" }

/** The time zone of the place of an incident, where its state has one only; else null, and the reader's is shown. */
export function zoneOf(places: Place[]): string | null {
    const codes = new Set(places.map((place) => place.country))
    const [code] = codes
    if (codes.size !== 1 || !code) return null
    if (OWN[code]) return OWN[code]
    try {
        // not yet in TypeScript's library, and in some browsers a property
        const region = new Intl.Locale(`und-${code}`) as Intl.Locale & { getTimeZones?(): string[]; timeZones?: string[] }
        const zones = region.getTimeZones?.() ?? region.timeZones ?? []
        return zones.length === 1 ? (zones[0] ?? null) : null
    } catch {
        return null
    }
}

const isFixed = (at: Moment): boolean => /T.*(Z|[+-]\d\d:?\d\d)$/.test(at)

/** "18:00 local time (15:00 UTC) on 8 April 2022"; the day alone where no hour is known. */
export function asOf(at: Moment, zone: string | null): string {
    if (!isFixed(at)) return t("incident.when.day", { day: longDay(at.slice(0, 10)) })
    const when = new Date(at)
    const clock = (timeZone?: string) =>
        dateFormat(locale.value, { hour: "numeric", minute: "2-digit", timeZone }).format(when)
    const date = (timeZone?: string) =>
        dateFormat(locale.value, { day: "numeric", month: "long", year: "numeric", timeZone }).format(when)
    const [day, utcDay] = [date(zone ?? undefined), date("UTC")]
    return t(zone ? "incident.when.local" : "incident.when.reader", {
        time: clock(zone ?? undefined),
        utc: day === utcDay ? `${clock("UTC")} UTC` : `${utcDay}, ${clock("UTC")} UTC`,
        day,
    })
}

/** "8 Apr, 18:00" by the clock of a zone, where there is little room and the year is known; the day alone without an hour. */
export function shortly(at: Moment, zone: string | null): string {
    const options: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" }
    if (!at.includes("T")) return dateFormat(locale.value, { ...options, timeZone: "UTC" }).format(Date.parse(at))
    const timeZone = isFixed(at) ? (zone ?? undefined) : "UTC"
    return dateFormat(locale.value, { ...options, hour: "numeric", minute: "2-digit", timeZone }).format(
        isFixed(at) ? Date.parse(at) : Date.parse(`${at}Z`),
    )
}

/** A moment in milliseconds. What has a day only is known by its end at the latest; a clock without a zone is taken as UTC. */
export function timeOf(at: Moment): number {
    if (!at.includes("T")) return Date.parse(`${at}T23:59:59Z`)
    return Date.parse(isFixed(at) ? at : `${at}Z`)
}

/** The later of moments, by what they tell. */
export function latest(moments: (Moment | null)[]): Moment | null {
    let found: Moment | null = null
    for (const at of moments) if (at && (found === null || timeOf(at) > timeOf(found))) found = at
    return found
}
