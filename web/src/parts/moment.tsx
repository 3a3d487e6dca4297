import type { Moment as At, Time } from "../api/types"
import { locale, t } from "../i18n"
import { dateFormat } from "./formats"
import { capital } from "./words"

// Moments come in three forms: a day ("2024-12-21"), a day and hour by a clock that isn't told ("2024-12-21T07:40"), and
// a moment that is fixed ("2024-12-21T07:40:00+03:00"). Only the last can be told by the reader's clock.

const DAY = { day: "numeric", month: "short", year: "numeric" } as const
const CLOCK = { hour: "2-digit", minute: "2-digit" } as const

type Form = "day" | "clock" | "fixed"

function form(at: At): Form {
    if (!at.includes("T")) return "day"
    return /(Z|[+-]\d\d:?\d\d)$/.test(at) ? "fixed" : "clock"
}

/** As a date of JavaScript; what has no offset is taken as UTC, and to be shown in UTC. */
function date(at: At): Date {
    const which = form(at)
    return new Date(which === "day" ? `${at}T00:00:00Z` : which === "clock" ? `${at}Z` : at)
}

function shown(at: At, options: Intl.DateTimeFormatOptions): string {
    const when = date(at)
    if (Number.isNaN(when.getTime())) return at
    const zone = form(at) === "fixed" ? {} : { timeZone: "UTC" }
    return dateFormat(locale.value, { ...options, ...zone }).format(when)
}

/** "21 Dec 2024" */
export const day = (at: At): string => shown(at, DAY)

/** "21 December 2024" */
export const longDay = (at: At): string => shown(at, { ...DAY, month: "long" })

/** "21 Dec 2024, 07:40", by the reader's clock where the moment is fixed; a day alone where no hour is told. */
export const moment = (at: At): string => shown(at, form(at) === "day" ? DAY : { ...DAY, ...CLOCK })

/** "04:40 UTC", with the day where it is another one by the reader's clock; null where no offset is told. */
export function inUtc(at: At): string | null {
    if (form(at) !== "fixed") return null
    const when = date(at)
    if (Number.isNaN(when.getTime())) return null
    const zone = { timeZone: "UTC" } as const
    const same = when.getDate() === when.getUTCDate() && when.getMonth() === when.getUTCMonth()
    const options = same ? { ...CLOCK, ...zone } : ({ day: "numeric", month: "short", ...CLOCK, ...zone } as const)
    return `${dateFormat(locale.value, options).format(when)} UTC`
}

/** From one day to another, as the language writes ranges: "21–23 Dec 2024"; one day alone, a whole month and a whole
 * year by their names. */
export function days([from, to]: readonly [string | null, string | null], month: "short" | "long" = "short"): string {
    const options = { ...DAY, month } as const
    const one = (from ?? to)?.slice(0, 10)
    if (!one) return ""
    const [a, b] = [from?.slice(0, 10) ?? one, to?.slice(0, 10) ?? one]
    if (a === b) return shown(a, options)
    if (a.slice(0, 4) === b.slice(0, 4) && a.endsWith("-01-01") && b.endsWith("-12-31"))
        return shown(a, { year: "numeric" })
    if (a.slice(0, 7) === b.slice(0, 7) && a.endsWith("-01") && isLast(b))
        return shown(a, { month: "long", year: "numeric" })
    return range(a, b, options)
}

/** Whether a day is the last of its month. */
const isLast = (at: At): boolean => new Date(date(at).getTime() + 86_400_000).getUTCDate() === 1

function range(from: At, to: At, options: Intl.DateTimeFormatOptions): string {
    const [a, b] = [date(from), date(to)]
    if (Number.isNaN(a.getTime()) || Number.isNaN(b.getTime())) return `${from} – ${to}`
    const zone = form(from) === "fixed" ? {} : { timeZone: "UTC" }
    return dateFormat(locale.value, { ...options, ...zone }).formatRange(a, b)
}

/** How long ago, in the largest unit that fits: "3 hours ago". */
export function ago(at: At, now = Date.now()): string {
    const seconds = (date(at).getTime() - now) / 1000
    const format = new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" })
    const units = [
        ["year", 31_557_600],
        ["month", 2_629_800],
        ["day", 86_400],
        ["hour", 3600],
        ["minute", 60],
    ] as const
    for (const [unit, length] of units) {
        if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit)
    }
    return format.format(0, "minute")
}

/** A time as a text tells it, with its precision: "December 2024", "a Tuesday", "21 Dec 2024, 06:00 – 12:00". */
export function told(time: Time): string {
    if (time.start === null) return time.pattern ? pattern(time.pattern) : t("time.unknown")
    const { start, end, precision } = time
    const shortened = start.slice(0, 10)
    if (precision === "year") return shown(shortened, { year: "numeric" })
    if (precision === "month") return shown(shortened, { month: "long", year: "numeric" })
    if (precision === "week") return t("time.week", { day: day(shortened) })
    if (end === null || end === start) return moment(start)
    return range(start, end, form(start) === "day" ? DAY : { ...DAY, ...CLOCK })
}

/** What a pattern tells of which no date is known: `XXXX-WXX-2` is a Tuesday, `XXXX-WXX-5TMO` a Friday morning. */
function pattern(text: string): string {
    const [, date = "", part, clock] = /^(.*?)T(?:(MO|MI|AF|EV|NI)|(\d\d:\d\d).*)$/.exec(text) ?? []
    if (part) return date ? t(`time.part.${part}`, { day: pattern(date) }) : t(`time.some.${part}`)
    if (clock) return date ? t("time.at", { day: pattern(date), clock }) : clock
    const weekday = /^XXXX-WXX-([1-7])$/.exec(text)?.[1]
    // 1 January 2024 was a Monday
    if (weekday) return t("time.weekday", { day: shown(`2024-01-0${weekday}`, { weekday: "long" }) })
    const [, month, dayOf] = /^XXXX-(\d\d)(?:-(\d\d))?$/.exec(text) ?? []
    if (month) {
        const options = dayOf ? ({ day: "numeric", month: "long" } as const) : ({ month: "long" } as const)
        return t("time.yearless", { day: shown(`2024-${month}-${dayOf ?? "01"}`, options) })
    }
    return text
}

interface Props {
    at: At
    /** Leaves the clock of Greenwich to the pointer and the screen reader's browsing. */
    brief?: boolean
}

/** A moment by the reader's clock, and beside it by that of Greenwich. */
export function Moment({ at, brief }: Props) {
    const utc = inUtc(at)
    return (
        <time dateTime={at} title={brief && utc ? utc : undefined} class="moment">
            {moment(at)}
            {utc && !brief && <span class="utc"> ({utc})</span>}
        </time>
    )
}

/** How long ago something was; the moment itself is its title. */
export function Ago({ at }: { at: At }) {
    const utc = inUtc(at)
    return (
        <time dateTime={at} title={utc ? `${moment(at)} (${utc})` : moment(at)}>
            {ago(at)}
        </time>
    )
}

/** The days of an incident. */
export function Days({ of }: { of: readonly [string | null, string | null] }) {
    const said = days(of)
    return said ? (
        <time dateTime={of[0] ?? of[1] ?? undefined}>{said}</time>
    ) : (
        <span class="quiet">{capital(t("time.unknown"))}</span>
    )
}
