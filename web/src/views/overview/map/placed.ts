import { geoPath } from "d3-geo"
import type { MapFeature } from "../../../api/types"
import { country } from "../../../parts/words"
import type { View } from "./view"
import { type Box, type Land, meet } from "./world"

/** Something of the map, with where it is. */
export interface Placed {
    key: string
    feature: MapFeature
    name: string
    box: Box
    /** The middle, in degrees. */
    at: [number, number]
    /** Where the outline of a state comes from the base map. */
    land: Land | null
}

/** Features with their places; a state whose outline the base map hasn't is left out. */
export function placed(features: MapFeature[], lands: Land[]): Placed[] {
    return features.flatMap((feature) => {
        const { what, name, country: code } = feature.properties
        const shape = feature.geometry
        const key = `${what}/${name}/${code ?? ""}/${shape?.type === "Point" ? shape.coordinates.join() : ""}`
        if (shape?.type === "Point") {
            const [lon = 0, lat = 0] = shape.coordinates
            return [
                {
                    key,
                    feature,
                    name,
                    box: [lon, lat, lon, lat] as Box,
                    at: [lon, lat] as [number, number],
                    land: null,
                },
            ]
        }
        const land = shape ? null : (lands.find((one) => one.code === code) ?? null)
        const box = shape ? edges(shape) : land?.box
        if (!box) return []
        const called = what === "country" && code ? country(code) : name
        const at: [number, number] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
        return [{ key, feature, name: called, box, at, land }]
    })
}

function edges(shape: GeoJSON.Polygon): Box {
    const ring = shape.coordinates[0] ?? []
    const lons = ring.map(([lon = 0]) => lon)
    const lats = ring.map(([, lat = 0]) => lat)
    return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** Those that are seen. */
export const inView = (all: Placed[], view: View): Placed[] => all.filter((one) => meet(one.box, view.box))

/** Where the middle of a thing is on the screen; of a state, of what is drawn of it. */
export function middle(one: Placed, view: View): [number, number] {
    if (one.land) {
        const [x, y] = geoPath(view.projection).centroid(one.land.shape)
        if (Number.isFinite(x) && Number.isFinite(y)) return [x, y]
    }
    return (view.projection(one.at) as [number, number] | null) ?? [0, 0]
}

/** The box around all. */
export function hull(all: Placed[]): Box | null {
    if (all.length === 0) return null
    return all.reduce<Box>(
        (box, { box: [west, south, east, north] }) => [
            Math.min(box[0], west),
            Math.min(box[1], south),
            Math.max(box[2], east),
            Math.max(box[3], north),
        ],
        [180, 90, -180, -90],
    )
}

/** How large the mark of so many incidents is: its radius in pixels. */
export const radius = (count: number): number => (count === 1 ? 6 : Math.min(22, 7 + 1.8 * Math.log2(count)))
