import type { ComponentChildren } from "preact"
import { useEffect, useState } from "preact/hooks"

/** What is dragged when an incident's line is. */
export const INCIDENT = "application/x-tellings-incident"
/** What is dragged when accounts are: their keys. */
export const ACCOUNTS = "application/x-tellings-accounts"

interface Props {
    /** The types of data that may be dropped here. */
    types: string[]
    onDrop: (data: DataTransfer) => void
    /** What stands here; while nothing is dragged, nothing unless it is to stay. */
    children: ComponentChildren
    stays?: boolean
}

/** A place on which something can be dropped; it shows itself once something fitting is dragged. There is always another
 * way to do the same, by keys. */
export function DropTarget({ types, onDrop, children, stays }: Props) {
    const [dragged, setDragged] = useState(false)
    const [over, setOver] = useState(false)
    const fits = (event: DragEvent) => types.some((type) => event.dataTransfer?.types.includes(type))
    useEffect(() => {
        const begun = (event: DragEvent) => fits(event) && setDragged(true)
        const ended = () => {
            setDragged(false)
            setOver(false)
        }
        document.addEventListener("dragenter", begun)
        document.addEventListener("dragend", ended)
        document.addEventListener("drop", ended)
        return () => {
            document.removeEventListener("dragenter", begun)
            document.removeEventListener("dragend", ended)
            document.removeEventListener("drop", ended)
        }
    }, [])
    if (!dragged && !stays) return null
    return (
        <div
            class={["drop", dragged && "ready", over && "over"].filter(Boolean).join(" ")}
            onDragOver={(event) => {
                if (!fits(event)) return
                event.preventDefault()
                setOver(true)
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
                event.preventDefault()
                if (event.dataTransfer) onDrop(event.dataTransfer)
            }}
        >
            {children}
        </div>
    )
}
