import type { ComponentChildren } from "preact"
import { useShown } from "./show"

interface Props {
    /** What leads here within a page: `#side-by-side`. */
    name: string
    kind: string
    title: ComponentChildren
    /** What stands beside the title. */
    beside?: ComponentChildren
    children: ComponentChildren
}

/** A section of the report. Where a page shows several reports, it is none of the page's landmarks. */
export function Room({ name, kind, title, beside, children }: Props) {
    const { level, id } = useShown()
    const heading = level === 1 ? <h2 id={id(name)}>{title}</h2> : <h3 id={id(name)}>{title}</h3>
    return (
        <section class={`room ${kind}`} aria-labelledby={level === 1 ? id(name) : undefined}>
            {beside ? (
                <header>
                    {heading}
                    {beside}
                </header>
            ) : (
                heading
            )}
            {children}
        </section>
    )
}
