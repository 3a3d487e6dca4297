import type { View } from "./view"

/** The tiles that were fetched; a browser keeps their bytes, this keeps them unpacked. */
const kept = new Map<string, HTMLImageElement>()
const MOST = 400
const DEEPEST = 19

/** Draws the tiles of a server where the view is; `loaded` is called when one comes that was not there yet. */
export function drawTiles(
    context: CanvasRenderingContext2D,
    template: string,
    { transform: { k, x, y }, zoom }: View,
    width: number,
    height: number,
    loaded: () => void,
): void {
    const level = Math.min(DEEPEST, Math.max(0, Math.round(zoom)))
    const count = 2 ** level
    const size = k / count
    for (let column = Math.floor(-x / size); column * size + x < width; column++) {
        for (let row = Math.floor(-y / size); row * size + y < height; row++) {
            if (row < 0 || row >= count || column < 0 || column >= count) continue
            const image = tile(template, level, column, row, loaded)
            // half a pixel more, so that no seams show between them
            if (image.complete && image.naturalWidth > 0) {
                context.drawImage(image, column * size + x, row * size + y, size + 0.5, size + 0.5)
            }
        }
    }
}

function tile(template: string, level: number, column: number, row: number, loaded: () => void): HTMLImageElement {
    const url = template.replace("{z}", `${level}`).replace("{x}", `${column}`).replace("{y}", `${row}`)
    const had = kept.get(url)
    if (had) return had
    const image = new Image()
    image.addEventListener("load", loaded, { once: true })
    image.src = url
    kept.set(url, image)
    const oldest = kept.keys().next().value
    if (kept.size > MOST && oldest) kept.delete(oldest)
    return image
}
