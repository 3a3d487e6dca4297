import { linkHorizontal } from "d3-shape"
import type { Outlet } from "../../api/types"
import { t } from "../../i18n"
import { number } from "../../parts/words"

type Partner = Outlet["takes_from"][number]

/** One line of names; the picture counts on it. */
const LINE = 30
const MOST = 10
const WIDTH = 100
const WIDEST = 22

/** From whom an outlet takes, and who takes from it: lists whose lines are joined to it, as broad as they are many. */
export function Flow({ of }: { of: Outlet }) {
    const [from, by] = [top(of.takes_from), top(of.taken_by)]
    const rows = Math.max(from.length, by.length, 2)
    const most = Math.max(...[...from, ...by].map((one) => one.articles), 1)
    return (
        <div class="flow" style={{ "--rows": rows } as Record<string, number>}>
            <h3 class="left">{t("outlet.takes")}</h3>
            <h3 class="right">{t("outlet.taken")}</h3>
            <Side of={from} all={of.takes_from} none={t("outlet.takes.none")} class="left" />
            <Ribbons of={from} rows={rows} most={most} />
            <p class="self">
                <bdi>{of.name}</bdi>
            </p>
            <Ribbons of={by} rows={rows} most={most} turned />
            <Side of={by} all={of.taken_by} none={t("outlet.taken.none")} class="right" />
        </div>
    )
}

const top = (all: Partner[]): Partner[] => [...all].sort((a, b) => b.articles - a.articles).slice(0, MOST)

function Side(props: { of: Partner[]; all: Partner[]; none: string; class: string }) {
    if (props.of.length === 0) return <p class={`side quiet ${props.class}`}>{props.none}</p>
    return (
        <ul class={`side ${props.class}`}>
            {props.of.map((one) => (
                <li title={one.outlet}>
                    <a href={`/sources/${encodeURIComponent(one.outlet)}`}>
                        <bdi>{one.outlet}</bdi>
                    </a>
                    <span class="n">{number(one.articles)}</span>
                </li>
            ))}
            {props.all.length > props.of.length && (
                <li class="quiet">{t("sources.more", { n: props.all.length - props.of.length })}</li>
            )}
        </ul>
    )
}

function Ribbons({ of, rows, most, turned }: { of: Partner[]; rows: number; most: number; turned?: boolean }) {
    const height = rows * LINE
    const broad = of.map((one) => Math.max(1.5, (one.articles / most) * WIDEST))
    const stacked = broad.reduce((sum, one) => sum + one, 0)
    const link = linkHorizontal<unknown, { x: number; y: number }>()
        .x((p) => p.x)
        .y((p) => p.y)
    let reached = height / 2 - stacked / 2
    return (
        <svg viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            {of.map((_, at) => {
                const width = broad[at] ?? 1
                const middle = { x: turned ? 0 : WIDTH, y: reached + width / 2 }
                const end = { x: turned ? WIDTH : 0, y: at * LINE + LINE / 2 + ((rows - of.length) * LINE) / 2 }
                reached += width
                return <path d={link({ source: end, target: middle }) ?? ""} stroke-width={width} vector-effect="non-scaling-stroke" />
            })}
        </svg>
    )
}
