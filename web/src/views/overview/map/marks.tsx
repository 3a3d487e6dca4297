import { geoCircle, geoPath } from "d3-geo"
import { useRef, useState } from "preact/hooks"
import type { Filters, MapFeature } from "../../../api/types"
import { t } from "../../../i18n"
import { OUTLINES, isOpen } from "../../../parts/state"
import { number } from "../../../parts/words"
import { type Placed, middle, radius } from "./placed"
import type { View } from "./view"

/** Kilometres of a degree on a great circle. */
const DEGREE = 111.195

interface Props {
    all: Placed[]
    view: View
    width: number
    height: number
    open: Placed | null
    filters: Filters
    onOpen: (one: Placed) => void
}

/** What is told to have happened where: states under regions under places. One of the marks is in the order of the page;
 * the arrows go to the others. */
export function Marks({ all, view, width, height, open, filters, onOpen }: Props) {
    const [current, setCurrent] = useState<string | null>(null)
    const svg = useRef<SVGSVGElement>(null)
    const path = geoPath(view.projection.clipExtent(null))
    const most = Math.max(1, ...all.map((one) => one.feature.properties.count))
    // what is small stands in front of what is large
    const rank = { country: 0, area: 1, place: 2 }
    const drawn = [...all].sort((a, b) => rank[what(a)] - rank[what(b)] || count(b) - count(a))
    const spots = new Map(drawn.map((one) => [one, middle(one, view)]))
    const named = labels(drawn, spots, width)
    const first =
        drawn.find((one) => one.key === current) ??
        drawn.reduce<Placed | undefined>((best, one) => (best && count(best) >= count(one) ? best : one), undefined)

    function onKeyDown(event: KeyboardEvent, from: Placed) {
        if (event.key === "Enter" || event.key === " ") {
            event.preventDefault()
            onOpen(from)
            return
        }
        const to = nearest(event.key, from, spots)
        if (!to) return
        event.preventDefault()
        setCurrent(to.key)
        svg.current?.querySelector<SVGGElement>(`[data-key="${CSS.escape(to.key)}"]`)?.focus()
    }
    const around = filters.lat !== undefined && filters.lon !== undefined
    return (
        <svg ref={svg} class="marks" width={width} height={height} role="group" aria-label={t("map.marks")}>
            {around && (
                <path
                    class="around"
                    d={
                        path(
                            geoCircle()
                                .center([filters.lon ?? 0, filters.lat ?? 0])
                                .radius((filters.radius ?? 25) / DEGREE)(),
                        ) ?? ""
                    }
                />
            )}
            {drawn.map((one) => {
                const { properties } = one.feature
                return (
                    <g
                        key={one.key}
                        data-key={one.key}
                        class={`mark-of ${what(one)} ${properties.state}${one === open ? " open" : ""}`}
                        role="button"
                        aria-haspopup="dialog"
                        aria-label={spoken(one)}
                        tabIndex={one === first ? 0 : -1}
                        onFocus={() => setCurrent(one.key)}
                        onClick={() => onOpen(one)}
                        onKeyDown={(event) => onKeyDown(event, one)}
                    >
                        {one.land && (
                            <path
                                class="shape-of"
                                d={path(one.land.shape) ?? ""}
                                fill-opacity={0.12 + 0.5 * Math.sqrt(properties.count / most)}
                            />
                        )}
                        {one.feature.geometry?.type === "Polygon" && <Area of={one} view={view} />}
                        <Mark one={one} at={spots.get(one) ?? [0, 0]} name={named.has(one)} />
                    </g>
                )
            })}
        </svg>
    )
}

const what = (one: Placed): MapFeature["properties"]["what"] => one.feature.properties.what
const count = (one: Placed): number => one.feature.properties.count

/** What a screen reader says of a mark. */
export function spoken(one: Placed): string {
    const { properties } = one.feature
    const name = properties.cluster ? t("map.around", { name: one.name }) : one.name
    return t("map.mark", {
        name,
        what: t(`map.what.${properties.what}`),
        n: properties.count,
        state: t(`state.${properties.state}`),
    })
}

/** A region: the box around it is soft, as nobody says where in it. */
function Area({ of, view }: { of: Placed; view: View }) {
    const [west, south, east, north] = of.box
    const [left = 0, top = 0] = view.projection([west, north]) ?? []
    const [right = 0, bottom = 0] = view.projection([east, south]) ?? []
    return <rect class="shape-of" x={left} y={top} width={right - left} height={bottom - top} rx="6" />
}

/** One incident is its state's shape; several are a ring with their number and that of the gravest. */
function Mark({ one, at: [x, y], name }: { one: Placed; at: [number, number]; name: boolean }) {
    const { count, state, cluster, what } = one.feature.properties
    const r = radius(count)
    const shape = <path class={isOpen(state) ? "open-shape" : "full-shape"} d={OUTLINES[state]} />
    return (
        <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
            <circle class="target" r={Math.max(12, r)} />
            {count === 1 ? (
                <>
                    {what !== "place" && <circle class="ring" r="11" />}
                    <g class="lone" transform="translate(-7.2 -7.2) scale(1.2)">
                        {shape}
                    </g>
                </>
            ) : (
                <>
                    {cluster && <circle class="outer" r={r + 3} />}
                    <circle class="ring" r={r} />
                    <text class="number" dy=".35em" text-anchor="middle">
                        {number(count)}
                    </text>
                    <g
                        class="lone"
                        transform={`translate(${(r * 0.7 - 5).toFixed(1)} ${(-r * 0.7 - 5).toFixed(1)}) scale(0.85)`}
                    >
                        {shape}
                    </g>
                </>
            )}
            {name && (
                <text class="name" x={(count === 1 && what !== "place" ? 11 : r) + 5 + (cluster ? 3 : 0)} dy=".35em">
                    {one.name}
                </text>
            )}
        </g>
    )
}

/** Which marks have room for their names: those of most incidents first. */
function labels(all: Placed[], spots: Map<Placed, [number, number]>, width: number): Set<Placed> {
    const taken = all.map((one) => {
        const [x, y] = spots.get(one) ?? [0, 0]
        const r = radius(count(one))
        return { of: one, left: x - r, right: x + r, top: y - r, bottom: y + r }
    })
    const named = new Set<Placed>()
    for (const one of [...all].sort((a, b) => count(b) - count(a))) {
        const [x, y] = spots.get(one) ?? [0, 0]
        const left = x + radius(count(one)) + 4
        // seven pixels a letter is a little more than they take
        const box = { of: one, left, right: left + 7 * one.name.length, top: y - 8, bottom: y + 8 }
        if (box.right > width) continue
        const free = taken.every(
            (b) => b.of === one || b.right < box.left || b.left > box.right || b.bottom < box.top || b.top > box.bottom,
        )
        if (!free) continue
        named.add(one)
        taken.push(box)
    }
    return named
}

/** The mark that an arrow leads to: the nearest in its direction, what lies aside counting twice. */
function nearest(key: string, from: Placed, spots: Map<Placed, [number, number]>): Placed | null {
    const ways: Record<string, [number, number]> = {
        ArrowLeft: [-1, 0],
        ArrowRight: [1, 0],
        ArrowUp: [0, -1],
        ArrowDown: [0, 1],
    }
    const way = ways[key]
    const start = spots.get(from)
    if (!way || !start) return null
    let best: Placed | null = null
    let least = Infinity
    for (const [one, [x, y]] of spots) {
        const [dx, dy] = [x - start[0], y - start[1]]
        const ahead = dx * way[0] + dy * way[1]
        const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0])
        if (one === from || ahead <= 0) continue
        if (ahead + 2 * aside < least) [best, least] = [one, ahead + 2 * aside]
    }
    return best
}
