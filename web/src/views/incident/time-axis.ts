import { scaleLinear, scaleUtc } from "d3-scale"
import { locale } from "../../i18n"
import { dateFormat } from "../../parts/formats"

/** Where moments stand in a chart. */
export interface Axis {
    x: (at: number) => number
    ticks: { x: number; text: string; day: boolean }[]
    /** Where a long silence is drawn shorter than it was. */
    breaks: number[]
}

const HOUR = 3_600_000
/** A silence is drawn shorter if it is so many times as long as all the rest, and longer than a day and a half: what is
 * known comes in hours, an article of remembrance a year later. */
const WIDEST = 3
const LONG = 36 * HOUR

/** An axis over moments. A long silence is shortened, and marked so. */
export function axisOf(moments: number[], [left, right]: [number, number], zone: string | null): Axis {
    const times = [...new Set(moments)].sort((a, b) => a - b)
    const first = times[0] ?? 0
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at))
    const longest = Math.max(0, ...gaps)
    const rest = gaps.reduce((sum, gap) => sum + gap, 0) - longest
    const cap = gaps.length > 1 && rest > 0 && longest > Math.max(WIDEST * rest, LONG) ? Math.max(rest, HOUR) : Infinity
    const domain = [first]
    const range = [0]
    const broken: [number, number][] = []
    times.slice(1).forEach((at, i) => {
        const gap = gaps[i] ?? 0
        domain.push(at)
        range.push((range.at(-1) ?? 0) + Math.min(gap, cap))
        if (gap > cap) broken.push([times[i] ?? at, at])
    })
    const length = range.at(-1) || 1
    const along = scaleLinear(domain.length > 1 ? domain : [first - HOUR, first + HOUR], domain.length > 1 ? range : [0, 1])
    const scale = domain.length > 1 ? length : 1
    const x = (at: number) => left + ((along(at) ?? 0) / scale) * (right - left)
    return { x, ticks: ticksOf(times, broken, x, right - left, zone), breaks: broken.map(([a, b]) => (x(a) + x(b)) / 2) }
}

function ticksOf(times: number[], broken: [number, number][], x: (at: number) => number, width: number, zone: string | null) {
    const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0]
    const shift = zone ? offset(first, zone) : -new Date(first).getTimezoneOffset() * 60_000
    const shown = (options: Intl.DateTimeFormatOptions, at: number) =>
        dateFormat(locale.value, { ...options, timeZone: zone ?? undefined }).format(at)
    const end = broken[0]?.[0] ?? last
    const wanted = Math.max(2, Math.floor(width / 84))
    // ticks stand at full hours and days by the local clock
    const inside = scaleUtc([first + shift, Math.max(end, first + HOUR) + shift], [0, 1])
        .ticks(broken.length > 0 ? Math.max(2, wanted >> 1) : wanted)
        .map((tick) => +tick - shift)
    const after = broken.length > 0 ? [last] : []
    const ticks = [...inside, ...after].map((at) => {
        const clock = shown({ hour: "2-digit", minute: "2-digit", hour12: false }, at)
        const midnight = clock === "00:00" || clock === "24:00" || after.includes(at)
        const far = after.length > 0 && after.includes(at)
        const day = shown({ day: "numeric", month: "short", ...(far ? { year: "numeric" } : {}) } as const, at)
        return { x: x(at), text: midnight ? day : clock, day: midnight }
    })
    // the first tick says which day it is
    const [head] = ticks
    if (head && !head.day && !ticks.some((tick) => tick.day)) head.text = shown({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }, inside[0] ?? first)
    return ticks
}

/** How far a zone's clocks are from Greenwich at a moment, in milliseconds. */
function offset(at: number, zone: string): number {
    const parts = dateFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(at)
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(parts.find((p) => p.type === "timeZoneName")?.value ?? "") ?? []
    return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0
}
