import { useEffect, useState } from "preact/hooks"

const FIRST = 12

/** The first of many, so that the page stands at once, and in the next moments the rest. */
export function useGradually<T>(all: T[]): T[] {
    const [shown, setShown] = useState(FIRST)
    const done = shown >= all.length
    useEffect(() => {
        if (done) return
        let waiting = 0
        // after what is there has been painted
        const frame = requestAnimationFrame(() => (waiting = window.setTimeout(() => setShown(shown * 2))))
        return () => {
            cancelAnimationFrame(frame)
            clearTimeout(waiting)
        }
    }, [shown, done])
    return done ? all : all.slice(0, shown)
}
