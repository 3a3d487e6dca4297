import { max } from "d3-array"
import { brushX, type D3BrushEvent } from "d3-brush"
import { scaleLinear, scaleUtc } from "d3-scale"
import { pointer, select } from "d3-selection"
import { utcDay, utcYear } from "d3-time"
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { Overview } from "../../api/types"
import { locale, t } from "../../i18n"
import { days } from "../../parts/moment"
import { STATES } from "../../parts/state"
import { number } from "../../parts/words"
import { type Bin, type By, bins, iso, last, start } from "./bins"
import type { Chosen } from "./filters"
import { useWidth } from "./width"

const HEIGHT = 96
/** Who moves the pointer by no more, in pixels, has clicked. */
const CLICK = 3
const MARGIN = { top: 8, right: 8, bottom: 20, left: 36 }
interface Props {
    line: Overview["timeline"]
    chosen: Chosen
}

/** When incidents happened: bars by state. Dragging over them, clicking one, or the two fields choose the days. */
export function Timeline({ line, chosen }: Props) {
    const { filters, change } = chosen
    const [frame, width] = useWidth<HTMLDivElement>()
    const [under, setUnder] = useState<Bin | null>(null)
    const brushed = useRef<SVGGElement>(null)
    const { by, all } = useMemo(() => bins(line, Math.max(24, width / 4)), [line, width])
    const from = all[0]?.start ?? new Date()
    const until = all.at(-1)?.end ?? new Date()
    const x = useMemo(
        () => scaleUtc([from, until], [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)]),
        [from.getTime(), until.getTime(), width],
    )
    const y = scaleLinear([0, max(all, (bin) => bin.total) ?? 1], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(3)

    // what the brush's handlers read is of the last drawing, so that it need not be made anew with each
    const now = useRef({ all, x, filters, change })
    now.current = { all, x, filters, change }
    useEffect(() => {
        if (!brushed.current || width === 0 || all.length === 0) return
        const g = select(brushed.current)
        let began = 0
        const brush = brushX<unknown>()
            .extent([
                [MARGIN.left, MARGIN.top],
                [width - MARGIN.right, HEIGHT - MARGIN.bottom],
            ])
            .on("start", (event: D3BrushEvent<unknown>) => {
                if (event.sourceEvent) began = pointer(event.sourceEvent, brushed.current)[0]
            })
            .on("end", (event: D3BrushEvent<unknown>) => {
                if (!event.sourceEvent) return // it was set by what follows, and not by hand
                const { all, x, filters, change } = now.current
                // a click, which draws no stretch, means the bar under it; once more, all
                const [at] = pointer(event.sourceEvent, brushed.current)
                const drawn = event.selection as [number, number] | null
                const [a, b] = drawn && Math.abs(at - began) > CLICK ? drawn : [at, at]
                const first = all.find((bin) => x(bin.end) > a + (a === b ? 0 : 1))
                const end = a === b ? first : all.findLast((bin) => x(bin.start) < b - 1)
                if (!first || !end) return
                const days = { since: iso(first.start), until: last(end) }
                const same = a === b && days.since === filters.since && days.until === filters.until
                change(same ? { since: undefined, until: undefined } : days)
            })
        g.call(brush)
        const set = filters.since || filters.until
        const within = (at: number) => Math.min(width - MARGIN.right, Math.max(MARGIN.left, at))
        const a = filters.since ? within(x(start(filters.since))) : MARGIN.left
        const b = filters.until ? within(x(utcDay.offset(start(filters.until), 1))) : width - MARGIN.right
        g.call(brush.move, set && b > a ? [a, b] : null)
    }, [width, all, filters.since, filters.until])

    const find = (event: PointerEvent): Bin | undefined => {
        const at = x.invert(event.offsetX)
        return all.find((bin) => bin.start <= at && at < bin.end)
    }
    const ticks = all.length === 0 ? [] : x.ticks(Math.max(2, Math.floor(width / 110)))
    const format = tickFormat(by, from, until)
    return (
        <figure class="timeline" aria-labelledby="timeline-says">
            <figcaption>
                <span id="timeline-says" class="label">
                    {t(`timeline.by.${by}`)}
                </span>
                <span class="under" aria-hidden="true">
                    {under && <Under bin={under} />}
                </span>
                <span class="dates">
                    <DateField name="since" chosen={chosen} />
                    <DateField name="until" chosen={chosen} />
                </span>
            </figcaption>
            <div
                ref={frame}
                class="bars"
                onPointerMove={(event) => setUnder(find(event) ?? null)}
                onPointerLeave={() => setUnder(null)}
            >
                <svg width={width} height={HEIGHT} aria-hidden="true">
                    {y
                        .ticks(3)
                        .filter((n) => all.length > 0 && Number.isInteger(n))
                        .map((n) => (
                            <g class="tick" transform={`translate(0 ${y(n)})`}>
                                <path d={`M${MARGIN.left} .5H${width - MARGIN.right}`} />
                                <text x={MARGIN.left - 6} dy=".32em" text-anchor="end">
                                    {number(n)}
                                </text>
                            </g>
                        ))}
                    {all.map((bin) => (
                        <Bar bin={bin} x={x} y={y} lit={bin === under} />
                    ))}
                    {ticks.map((at) => (
                        <text class="when" x={x(at)} y={HEIGHT - 5} text-anchor="middle">
                            {format(at)}
                        </text>
                    ))}
                    <g ref={brushed} class="brush" />
                </svg>
            </div>
            <Table all={all} />
            {line.undated > 0 && <p class="quiet small">{t("timeline.undated", { n: line.undated })}</p>}
        </figure>
    )
}

type Scale = (of: number) => number

/** The incidents of one stretch of time, those with the gravest state lowest. */
function Bar({ bin, x, y, lit }: { bin: Bin; x: (at: Date) => number; y: Scale; lit: boolean }) {
    const left = x(bin.start)
    const gap = x(bin.end) - left > 4 ? 1 : 0
    const width = Math.max(1.5, Math.min(x(bin.end) - left - gap, 40))
    let below = 0
    return (
        <g class={lit ? "bar lit" : "bar"}>
            {STATES.map((state) => {
                const n = bin.counts[state] ?? 0
                if (n === 0) return null
                const top = y(below + n)
                const height = y(below) - top
                below += n
                return <rect class={state} x={left} y={top} width={width} height={height} />
            })}
        </g>
    )
}

/** What stands under the pointer. */
function Under({ bin }: { bin: Bin }) {
    return (
        <>
            <strong>{days([iso(bin.start), last(bin)])}</strong>{" "}
            {STATES.filter((state) => bin.counts[state])
                .map((state) => `${number(bin.counts[state] ?? 0)} ${t(`state.${state}`)}`)
                .join(" · ") || t("timeline.none")}
        </>
    )
}

/** The bars as numbers, for who does not see them. */
function Table({ all }: { all: Bin[] }) {
    return (
        <div class="unseen">
            <table>
                <caption>{t("timeline.table")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("timeline.days")}</th>
                        {STATES.map((state) => (
                            <th scope="col">{t(`state.${state}`)}</th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {all
                        .filter((bin) => bin.total > 0)
                        .map((bin) => (
                            <tr>
                                <th scope="row">{days([iso(bin.start), last(bin)])}</th>
                                {STATES.map((state) => (
                                    <td>{bin.counts[state] ?? 0}</td>
                                ))}
                            </tr>
                        ))}
                </tbody>
            </table>
        </div>
    )
}

/** The first or last day that is asked for. */
function DateField({ name, chosen: { filters, change } }: { name: "since" | "until"; chosen: Chosen }) {
    return (
        <label>
            <span>{t(`filter.${name}`)}</span>
            <input
                type="date"
                value={filters[name]?.slice(0, 10) ?? ""}
                onChange={(event) => change({ [name]: event.currentTarget.value || undefined })}
            />
        </label>
    )
}

/** Years where many are seen, months where some are, days else. */
function tickFormat(by: By, from: Date, until: Date): (at: Date) => string {
    const years = utcYear.count(from, until)
    const zone = { timeZone: "UTC" } as const
    const year = new Intl.DateTimeFormat(locale.value, { year: "numeric", ...zone })
    const month = new Intl.DateTimeFormat(locale.value, { month: "short", year: "numeric", ...zone })
    const day = new Intl.DateTimeFormat(locale.value, { day: "numeric", month: "short", ...zone })
    return (at) => {
        if (by === "year" || years > 6) return year.format(at)
        if (utcDay.count(from, until) > 120) return month.format(at)
        return day.format(at)
    }
}
