import { utcDay, utcMonday, utcMonth, utcYear } from "d3-time"
import type { Overview, State } from "../../api/types"

type Line = Overview["timeline"]
export type By = Line["by"]

/** The incidents that began in one stretch of time. */
export interface Bin {
    start: Date
    /** The first day of the next. */
    end: Date
    total: number
    counts: Partial<Record<State, number>>
}

const ORDER: readonly By[] = ["day", "week", "month", "year"]
const STEP = { day: utcDay, week: utcMonday, month: utcMonth, year: utcYear }

export const iso = (at: Date): string => at.toISOString().slice(0, 10)
export const start = (text: string): Date => new Date(`${text.slice(0, 10)}T00:00:00Z`)

/** The last day of a bin. */
export const last = (bin: Bin): string => iso(utcDay.offset(bin.end, -1))

/** The bins of a timeline, of which no more than `most` lie between the first and the last: the server leaves out empty
 * ones, so that few of them may span a century. */
export function bins(line: Line, most: number): { by: By; all: Bin[] } {
    const first = line.bins[0]
    const end = line.bins.at(-1)
    if (!first || !end) return { by: line.by, all: [] }
    const span = [start(first.start), start(end.start)] as const
    const coarser = ORDER.slice(ORDER.indexOf(line.by))
    const by = coarser.find((one) => STEP[one].count(...span) < most) ?? "year"
    const made = new Map<number, Bin>()
    for (const { start: from, counts } of line.bins) {
        const at = by === line.by ? start(from) : STEP[by].floor(start(from))
        const bin = made.get(at.getTime()) ?? { start: at, end: STEP[by].offset(at, 1), total: 0, counts: {} }
        made.set(at.getTime(), bin)
        for (const [state, n] of Object.entries(counts) as [State, number][]) {
            bin.counts[state] = (bin.counts[state] ?? 0) + n
            bin.total += n
        }
    }
    return { by, all: [...made.values()] }
}
