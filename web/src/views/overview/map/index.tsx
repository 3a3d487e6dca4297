import { geoDistance } from "d3-geo"
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { MapFeature } from "../../../api/types"
import { t } from "../../../i18n"
import { MinusIcon, PlusIcon, SearchIcon, WorldIcon } from "../../../parts/icons"
import { useResource } from "../../../parts/load"
import { status } from "../../../parts/session"
import { StateShape } from "../../../parts/state"
import { number } from "../../../parts/words"
import { type Chosen, GROUPS } from "../filters"
import { useWidth } from "../width"
import { Card } from "./card"
import { Ground } from "./land"
import { Marks, spoken } from "./marks"
import { hull, inView, middle, placed, type Placed } from "./placed"
import { fitting, useMoving, viewOf, type View } from "./view"
import { type Box, want, world } from "./world"

/** Kilometres from the earth's middle. */
const EARTH = 6371
/** No closer than this when a view is chosen for the reader. */
const CLOSE = 6

/** Which stretch of the map the server is asked for: all while nothing is known, then what is seen and a little more, cut
 * as tiles are, so that a small move asks for nothing new. */
function askFor(view: View): { zoom: number; bbox: string } {
    const zoom = Math.max(0, Math.round(view.zoom))
    const step = 360 / 2 ** Math.max(0, zoom - 1)
    const down = (at: number, least: number) => Math.max(least, Math.floor(at / step) * step)
    const up = (at: number, most: number) => Math.min(most, Math.ceil(at / step) * step)
    const [west, south, east, north] = view.box
    return {
        zoom,
        bbox: [down(west, -180), down(south, -90), up(east, 180), up(north, 90)].map((n) => +n.toFixed(4)).join(),
    }
}

interface Props {
    chosen: Chosen
    /** How many incidents have no place on the map. */
    unplaced: number
}

/** Where incidents happened. */
export function WorldMap({ chosen, unplaced }: Props) {
    const { filters, change } = chosen
    const [sized, width] = useWidth<HTMLDivElement>()
    const height = Math.round(Math.min(400, Math.max(260, width * 0.36)))
    const frame = sized
    const moving = useMoving(frame, width, height)
    const [asked, setAsked] = useState<{ zoom: number; bbox?: string }>({ zoom: 1 })
    const [open, setOpen] = useState<string | null>(null)
    const [moved, setMoved] = useState(0)
    const [hint, setHint] = useState(false)
    const query = { ...filters, order: undefined, ...asked }
    const found = useResource<{ features: MapFeature[] }>("/map", query, true)
    const { lands } = world.value
    const all = useMemo(() => placed(found.data?.features ?? [], lands), [found.data, lands])
    const view = useMemo(
        () => (moving.transform && width > 0 ? viewOf(moving.transform, width, height) : null),
        [moving.transform, width, height],
    )
    const seen = view ? inView(all, view) : []
    const shown = open === null ? null : (seen.find((one) => one.key === open) ?? null)

    // which land is drawn, and which stretch is asked for, follow the view once it rests
    useEffect(() => {
        if (!view) return
        want(view.zoom)
        const timer = setTimeout(() => setAsked(askFor(view)), 180)
        return () => clearTimeout(timer)
    }, [view])

    // at first, and where other filters leave nothing in view, the view is what there is to see
    const fitted = useRef("")
    const of = JSON.stringify({ ...filters, order: undefined })
    useEffect(() => {
        if (width === 0) return
        const around = circle(chosen)
        if (fitted.current === of && view) return
        if (around) fit(around, view !== null)
        else if (found.data && !found.loading && lands.length > 0) {
            if (!view || (seen.length === 0 && all.length > 0)) fit(hull(all) ?? [-150, -50, 170, 72], view !== null)
        } else if (!found.error) return
        else if (!view) fit([-150, -50, 170, 72], false)
        fitted.current = of
    }, [of, width, found.data, found.error, found.loading, lands.length])
    useEffect(() => want(0), [])
    // what is as wide as before stays; a window of another width is fitted anew
    const sizedFor = useRef(0)
    useEffect(() => {
        if (view && sizedFor.current !== 0 && sizedFor.current !== width) fit(view.box, false)
        sizedFor.current = width
    }, [width])

    function fit(box: Box, smooth: boolean) {
        moving.go(fitting(box, width, height, CLOSE), smooth)
        setMoved(moving.moves)
    }
    function close() {
        const mark = frame.current?.querySelector<SVGElement>(`[data-key="${CSS.escape(open ?? "")}"]`)
        setOpen(null)
        mark?.focus({ preventScroll: true })
    }
    function onlyHere(one: Placed) {
        const { cluster, name } = one.feature.properties
        setOpen(null)
        const area = Object.fromEntries([...GROUPS.area, "place"].map((key) => [key, undefined]))
        if (!cluster) return change({ ...area, place: name })
        const [lon, lat] = one.at
        // about as wide as the ring's neighbours were drawn into it
        const km = Math.max(10, Math.round(40_000 / 2 ** (view?.zoom ?? 3) / 8))
        change({ ...area, lat: +lat.toFixed(3), lon: +lon.toFixed(3), radius: km })
    }
    function searchHere() {
        if (!view) return
        const [west, south, east, north] = view.box
        const [lon, lat] = view.projection.invert?.([width / 2, height / 2]) ?? [0, 0]
        const across = geoDistance([west, lat], [Math.min(east, west + 179), lat])
        const km = Math.round((EARTH * Math.min(across, geoDistance([lon, south], [lon, north]))) / 2)
        setMoved(moving.moves)
        change({ place: undefined, lat: +lat.toFixed(3), lon: +lon.toFixed(3), radius: Math.max(1, km) })
    }
    function goTo(one: Placed) {
        const [west, south, east, north] = one.box
        fit([west - 1, south - 0.5, east + 1, north + 0.5], true)
        setOpen(one.key)
    }

    return (
        <section class="map" aria-label={t("map.label")}>
            <div
                ref={sized}
                class="frame"
                style={{ height: `${height}px` }}
                onWheel={(event) => {
                    if (event.ctrlKey || event.metaKey || hint) return
                    setHint(true)
                    setTimeout(() => setHint(false), 1500)
                }}
            >
                {view && <Ground view={view} width={width} height={height} tiles={status.value?.tiles ?? null} />}
                {view && (
                    <Marks
                        all={seen}
                        view={view}
                        width={width}
                        height={height}
                        open={shown}
                        filters={filters}
                        onOpen={(one) => setOpen(one.key)}
                    />
                )}
                {view && shown && (
                    <Card
                        of={shown}
                        at={middle(shown, view)}
                        width={width}
                        height={height}
                        onClose={close}
                        onZoom={() => {
                            const [x, y] = shown.at
                            const reach = (view.box[2] - view.box[0]) / 8
                            setOpen(null)
                            fit([x - reach, y - reach / 2, x + reach, y + reach / 2], true)
                        }}
                        onList={() => onlyHere(shown)}
                    />
                )}
                <div class="tools">
                    <button type="button" aria-label={t("map.in")} title={t("map.in")} onClick={() => moving.by(2)}>
                        <PlusIcon />
                    </button>
                    <button type="button" aria-label={t("map.out")} title={t("map.out")} onClick={() => moving.by(0.5)}>
                        <MinusIcon />
                    </button>
                    <button
                        type="button"
                        aria-label={t("map.all")}
                        title={t("map.all")}
                        onClick={() => fit(hull(all) ?? [-150, -50, 170, 72], true)}
                    >
                        <WorldIcon />
                    </button>
                </div>
                {view && moving.moves > moved && (
                    <button type="button" class="here" onClick={searchHere}>
                        <SearchIcon size={15} /> {t("map.here")}
                    </button>
                )}
                {hint && (
                    <p class="hint" aria-hidden="true">
                        {t("map.hint")}
                    </p>
                )}
            </div>
            <div class="below">
                <details>
                    <summary>{t("map.seen", { n: seen.length })}</summary>
                    <ul>
                        {[...seen]
                            .sort((a, b) => b.feature.properties.count - a.feature.properties.count)
                            .map((one) => (
                                <li>
                                    <button
                                        type="button"
                                        class="link"
                                        aria-label={spoken(one)}
                                        onClick={() => goTo(one)}
                                    >
                                        {one.name}
                                    </button>{" "}
                                    <StateShape state={one.feature.properties.state} size={10} />{" "}
                                    <span class="quiet">{number(one.feature.properties.count)}</span>
                                </li>
                            ))}
                    </ul>
                </details>
                {unplaced > 0 && <span class="quiet">{t("map.unplaced", { n: unplaced })}</span>}
            </div>
        </section>
    )
}

/** The box around the circle that is searched, where one is. */
function circle({ filters: { lat, lon, radius } }: Chosen): Box | null {
    if (lat === undefined || lon === undefined) return null
    const high = (radius ?? 25) / 111
    const wide = high / Math.max(0.1, Math.cos((lat * Math.PI) / 180))
    return [lon - wide, lat - high, lon + wide, lat + high]
}
