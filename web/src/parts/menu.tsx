import type { ComponentChildren } from "preact"
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks"
import { CheckIcon, DownIcon } from "./icons"

interface Props {
    /** What the button is called by. */
    label: string
    /** What stands on it; the label unless given. */
    face?: ComponentChildren
    children: ComponentChildren
    /** Whether it hangs from the button's end rather than its start. */
    end?: boolean
}

/** A button that opens a menu (WAI-ARIA's menu button): arrows move, Escape and a click elsewhere close. */
export function Menu({ label, face, children, end }: Props) {
    const [open, setOpen] = useState(false)
    const frame = useRef<HTMLDivElement>(null)
    const id = useId()
    const items = () => [...(frame.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])]
    const button = () => frame.current?.querySelector<HTMLElement>("button")

    useLayoutEffect(() => {
        if (!open) return
        const all = items()
        ;(all.find((one) => one.getAttribute("aria-checked") === "true") ?? all[0])?.focus()
        const elsewhere = (event: Event) => {
            if (!frame.current?.contains(event.target as Node)) setOpen(false)
        }
        document.addEventListener("pointerdown", elsewhere)
        document.addEventListener("focusin", elsewhere)
        return () => {
            document.removeEventListener("pointerdown", elsewhere)
            document.removeEventListener("focusin", elsewhere)
        }
    }, [open])

    function onKeyDown(event: KeyboardEvent) {
        if (!open) {
            if (event.key === "ArrowDown") {
                event.preventDefault()
                setOpen(true)
            }
            return
        }
        const all = items()
        const at = all.indexOf(document.activeElement as HTMLElement)
        const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key]
        if (to !== undefined) {
            event.preventDefault()
            all[to % all.length]?.focus()
        } else if (event.key === "Escape") {
            event.preventDefault()
            setOpen(false)
            button()?.focus()
        } else if (event.key === "Tab") setOpen(false)
    }

    return (
        <div class="menu" ref={frame} onKeyDown={onKeyDown}>
            <button
                type="button"
                class="bare"
                aria-haspopup="menu"
                aria-expanded={open}
                aria-controls={open ? id : undefined}
                aria-label={face ? label : undefined}
                title={face ? label : undefined}
                onClick={() => setOpen(!open)}
            >
                {face ?? label} <DownIcon size={12} />
            </button>
            {open && (
                <div
                    id={id}
                    role="menu"
                    aria-label={label}
                    class={end ? "sheet end" : "sheet"}
                    onClick={() => {
                        setOpen(false)
                        button()?.focus()
                    }}
                >
                    {children}
                </div>
            )}
        </div>
    )
}

/** One thing to do. */
export function MenuItem({ onChoose, children }: { onChoose: () => void; children: ComponentChildren }) {
    return (
        <button type="button" role="menuitem" tabIndex={-1} onClick={onChoose}>
            {children}
        </button>
    )
}

/** One of several things of which one holds. */
export function MenuChoice(props: {
    chosen: boolean
    onChoose: () => void
    children: ComponentChildren
    lang?: string
}) {
    return (
        <button
            type="button"
            role="menuitemradio"
            aria-checked={props.chosen}
            tabIndex={-1}
            lang={props.lang}
            onClick={props.onChoose}
        >
            <span class="tick">{props.chosen && <CheckIcon size={14} />}</span>
            {props.children}
        </button>
    )
}
