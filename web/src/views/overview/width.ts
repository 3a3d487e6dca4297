import type { RefObject } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"

/** The width of an element in pixels, as it changes. */
export function useWidth<E extends Element>(): [RefObject<E | null>, number] {
    const element = useRef<E>(null)
    const [width, setWidth] = useState(0)
    useEffect(() => {
        if (!element.current) return
        const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
        watch.observe(element.current)
        return () => watch.disconnect()
    }, [])
    return [element, width]
}
