import { country } from "../../../parts/words"
import type { View } from "./view"
import { type Land, meet } from "./world"

/** No names are drawn while the world is small. */
const LEAST = 2.4
const LINE = 15

/** Writes the names of states where there is room for them, large ones first, so that who zooms in knows where that is. */
export function drawNames(
    context: CanvasRenderingContext2D,
    lands: Land[],
    view: View,
    width: number,
    height: number,
): void {
    if (view.zoom < LEAST) return
    const taken: [number, number, number, number][] = []
    context.textAlign = "center"
    context.textBaseline = "middle"
    for (const land of [...lands].sort((a, b) => b.size - a.size)) {
        if (!land.code || land.size === 0 || !meet(land.box, view.box)) continue
        const [x, y] = view.projection(land.middle) ?? [-1, -1]
        const [left = 0] = view.projection([land.box[0], land.middle[1]]) ?? []
        const [right = 0] = view.projection([land.box[2], land.middle[1]]) ?? []
        const name = country(land.code)
        const half = context.measureText(name).width / 2
        if (right - left < half * 2.4) continue
        if (x - half < 0 || x + half > width || y < LINE || y > height - LINE) continue
        const free = taken.every(([a, b, c, d]) => c < x - half || a > x + half || d < y - LINE / 2 || b > y + LINE / 2)
        if (!free) continue
        taken.push([x - half, y - LINE / 2, x + half, y + LINE / 2])
        context.strokeText(name, x, y)
        context.fillText(name, x, y)
    }
}
