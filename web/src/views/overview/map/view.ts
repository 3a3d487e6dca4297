import { geoMercator, type GeoProjection } from "d3-geo"
import { select } from "d3-selection"
import "d3-transition"
import { type D3ZoomEvent, type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from "d3-zoom"
import type { RefObject } from "preact"
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { Box } from "./world"

// The world is a square of 1 in Mercator's projection, as map tiles cut it; a transform says how many pixels it is wide
// and where it lies.

/** Pixels of a tile, by which zooms are counted. */
const TILE = 256
const CLOSEST = TILE * 2 ** 13
/** Of the square: below is the ice of the south, above the sea of the north. */
const NORTH = 0.06
const SOUTH = 0.8
const QUICK = 350

export interface View {
    transform: ZoomTransform
    projection: GeoProjection
    /** As tiles count it: 0 is the world in one tile. */
    zoom: number
    /** What is seen. */
    box: Box
}

export function viewOf(transform: ZoomTransform, width: number, height: number): View {
    const { k, x, y } = transform
    const projection = geoMercator()
        .scale(k / (2 * Math.PI))
        .translate([x + k / 2, y + k / 2])
    const [west, north] = projection.invert?.([0, 0]) ?? [-180, 85]
    const [east, south] = projection.invert?.([width, height]) ?? [180, -85]
    const box: Box = [x > 0 ? -180 : west, south, x + k < width ? 180 : east, north]
    return { transform, projection, zoom: Math.log2(k / TILE), box }
}

/** The transform under which a box just fits, no closer than towns can be told apart. */
export function fitting(
    [west, south, east, north]: Box,
    width: number,
    height: number,
    closest: number,
): ZoomTransform {
    const unit = geoMercator()
        .scale(1 / (2 * Math.PI))
        .translate([0.5, 0.5])
    const [left, top] = unit([west, Math.min(north, 83)]) ?? [0, 0]
    const [right, bottom] = unit([east, Math.max(south, -60)]) ?? [1, 1]
    const wanted = Math.min(
        (width * 0.8) / Math.max(right - left, 1e-6),
        (height * 0.74) / Math.max(bottom - top, 1e-6),
    )
    const k = Math.max(width, Math.min(wanted, TILE * 2 ** closest))
    const middle = zoomIdentity.translate(width / 2, height / 2).scale(k)
    return middle.translate(-(left + right) / 2, -(top + bottom) / 2)
}

export interface Moving {
    transform: ZoomTransform | null
    /** Goes somewhere; at once, or so that the eye can follow. */
    go: (to: ZoomTransform, smooth?: boolean) => void
    by: (factor: number) => void
    /** Counts the moves by hand, each once it has ended. */
    moves: number
}

/** Lets a map be moved: by dragging, by two fingers, by Ctrl and the wheel (the wheel alone scrolls the page). */
export function useMoving(frame: RefObject<HTMLElement | null>, width: number, height: number): Moving {
    const [transform, setTransform] = useState<ZoomTransform | null>(null)
    const [moves, setMoves] = useState(0)
    const began = useRef<ZoomTransform | null>(null)
    const behavior = useRef<ZoomBehavior<HTMLElement, unknown> | null>(null)
    useEffect(() => {
        if (!frame.current || width === 0) return
        const made = zoom<HTMLElement, unknown>()
            .extent([
                [0, 0],
                [width, height],
            ])
            .scaleExtent([width, CLOSEST])
            .translateExtent([
                [0, NORTH],
                [1, SOUTH],
            ])
            .filter((event: Event) => {
                if ((event.target as Element).closest(".card, .tools")) return false
                if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey
                if ("touches" in event) return (event as TouchEvent).touches.length > 1
                return !(event as MouseEvent).button
            })
            .on("start", (event: D3ZoomEvent<HTMLElement, unknown>) => (began.current = event.transform))
            .on("zoom", (event: D3ZoomEvent<HTMLElement, unknown>) => setTransform(event.transform))
            .on("end", (event: D3ZoomEvent<HTMLElement, unknown>) => {
                // a click begins and ends where it was
                if (event.sourceEvent && event.transform !== began.current) setMoves((n) => n + 1)
            })
        behavior.current = made
        const root = select(frame.current)
        root.call(made)
        return () => void root.on(".zoom", null)
    }, [width, height])

    const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches
    return useMemo(
        () => ({
            transform,
            moves,
            go: (to, smooth) => {
                if (!frame.current || !behavior.current) return
                const root = select(frame.current)
                if (smooth && !still()) root.transition().duration(QUICK).call(behavior.current.transform, to)
                else root.call(behavior.current.transform, to)
            },
            by: (factor) => {
                if (!frame.current || !behavior.current) return
                const root = select(frame.current)
                if (still()) root.call(behavior.current.scaleBy, factor)
                else
                    root.transition()
                        .duration(QUICK / 2)
                        .call(behavior.current.scaleBy, factor)
                setMoves((n) => n + 1)
            },
        }),
        [transform, moves],
    )
}
