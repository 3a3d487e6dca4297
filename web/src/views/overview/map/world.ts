import { signal } from "@preact/signals"
import type { Feature, MultiPolygon, Polygon } from "geojson"
import { polygonArea, polygonCentroid } from "d3-polygon"
import { feature } from "topojson-client"
import type { GeometryCollection, Topology } from "topojson-specification"
import coarse from "world-atlas/countries-110m.json?url"
import fine from "world-atlas/countries-50m.json?url"
import { letters } from "./codes"

/** A state of the base map, with the box around each of its pieces: what isn't seen needn't be drawn. */
export interface Land {
    code: string | null
    shape: Feature<Polygon | MultiPolygon>
    box: Box
    /** The middle of its largest piece, in degrees, and how large that is. */
    middle: [number, number]
    size: number
}
/** West, south, east, north. */
export type Box = [number, number, number, number]

/** Natural Earth's states; the fine ones once somebody looks closely. They come with the page, and aren't part of its
 * script. */
export const world = signal<{ detail: "none" | "coarse" | "fine"; lands: Land[] }>({ detail: "none", lands: [] })

/** The zoom from which on the coarse outlines look it. */
const CLOSE = 3.2
let asked = { coarse: false, fine: false }

/** Fetches the outlines that a zoom asks for, once. */
export function want(zoom: number): void {
    if (!asked.coarse) {
        asked.coarse = true
        fetched(coarse, "coarse")
    }
    if (zoom >= CLOSE && !asked.fine) {
        asked.fine = true
        fetched(fine, "fine")
    }
}

function fetched(url: string, detail: "coarse" | "fine"): void {
    fetch(url)
        .then((answer) => answer.json())
        .then((topology: Topology<{ countries: GeometryCollection<{ name: string }> }>) => {
            if (world.peek().detail === "fine") return
            const { features } = feature(topology, topology.objects.countries)
            const lands = features.map((one) => ({
                code: letters(one.id as string | undefined, one.properties.name),
                shape: one as Land["shape"],
                box: around(one.geometry as Polygon | MultiPolygon),
                ...largest(one.geometry as Polygon | MultiPolygon),
            }))
            world.value = { detail, lands }
        })
        // without land the marks still stand where they belong; it is tried again when somebody zooms
        .catch(() => (asked = { ...asked, [detail]: false }))
}

function largest(shape: Polygon | MultiPolygon): { middle: [number, number]; size: number } {
    const rings = shape.type === "Polygon" ? [shape.coordinates[0]] : shape.coordinates.map(([outline]) => outline)
    let best: { middle: [number, number]; size: number } = { middle: [0, 0], size: 0 }
    for (const ring of rings as [number, number][][]) {
        // a ring that reaches over the date line has its middle on the other side of the world
        const lons = ring.map(([lon]) => lon)
        if (Math.max(...lons) - Math.min(...lons) > 180) continue
        const size = Math.abs(polygonArea(ring))
        if (size > best.size) best = { middle: polygonCentroid(ring), size }
    }
    return best
}

function around(shape: Polygon | MultiPolygon): Box {
    const box: Box = [180, 90, -180, -90]
    const polygons = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates
    for (const [outline] of polygons) {
        for (const [lon = 0, lat = 0] of outline ?? []) {
            box[0] = Math.min(box[0], lon)
            box[1] = Math.min(box[1], lat)
            box[2] = Math.max(box[2], lon)
            box[3] = Math.max(box[3], lat)
        }
    }
    return box
}

/** Whether two boxes meet. */
export const meet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
