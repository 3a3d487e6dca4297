import { geoPath } from "d3-geo"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { language } from "../../../i18n"
import { theme } from "../../../parts/theme"
import { drawNames } from "./names"
import { drawTiles } from "./tiles"
import type { View } from "./view"
import { meet, world } from "./world"

interface Props {
    view: View
    width: number
    height: number
    /** A template of map tiles, where the server was given one. */
    tiles: string | null
}

/** The ground of the map, on a canvas: it is drawn anew with each move, and nothing of it can be worked. */
export function Ground({ view, width, height, tiles }: Props) {
    const canvas = useRef<HTMLCanvasElement>(null)
    const dark = useDark()
    const [loaded, setLoaded] = useState(0)
    const { lands } = world.value
    useLayoutEffect(() => {
        const context = canvas.current?.getContext("2d")
        if (!canvas.current || !context) return
        const dense = devicePixelRatio || 1
        canvas.current.width = Math.round(width * dense)
        canvas.current.height = Math.round(height * dense)
        context.scale(dense, dense)
        // colours of a style sheet are only known as those of an element
        const { color, backgroundColor, outlineColor, caretColor, fontFamily } = getComputedStyle(canvas.current)
        context.fillStyle = backgroundColor
        context.fillRect(0, 0, width, height)
        if (tiles) return drawTiles(context, tiles, view, width, height, () => setLoaded((n) => n + 1))
        const path = geoPath(
            view.projection.clipExtent([
                [-4, -4],
                [width + 4, height + 4],
            ]),
            context,
        )
        context.beginPath()
        for (const land of lands) if (meet(land.box, view.box)) path(land.shape)
        context.fillStyle = color
        context.fill()
        context.strokeStyle = outlineColor
        context.lineWidth = view.zoom > 4 ? 1.2 : 0.8
        context.lineJoin = "round"
        context.stroke()
        context.font = `12px ${fontFamily}`
        context.fillStyle = caretColor
        context.strokeStyle = color
        context.lineWidth = 3
        drawNames(context, lands, view, width, height)
    }, [view, width, height, lands, dark, theme.value, tiles, loaded, language.value])
    return <canvas ref={canvas} class="ground" aria-hidden="true" />
}

/** Whether the system is dark: a canvas isn't coloured anew by itself. */
function useDark(): boolean {
    const [dark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches)
    useEffect(() => {
        const query = matchMedia("(prefers-color-scheme: dark)")
        const look = () => setDark(query.matches)
        query.addEventListener("change", look)
        return () => query.removeEventListener("change", look)
    }, [])
    return dark
}
