import type { ComponentChildren } from "preact"
import { useEffect, useId, useRef } from "preact/hooks"
import { t } from "../i18n"
import { CloseIcon } from "./icons"

interface Props {
    open: boolean
    title: string
    onClose: () => void
    children: ComponentChildren
    /** Whether it comes from the side and not in the middle. */
    side?: boolean
}

/** A dialog of the browser's own: it keeps the focus in, gives it back, and closes by Escape or a click beside it. */
export function Dialog({ open, title, onClose, children, side }: Props) {
    const box = useRef<HTMLDialogElement>(null)
    const heading = useId()
    useEffect(() => {
        const dialog = box.current
        if (!dialog) return
        if (open && !dialog.open) dialog.showModal()
        if (!open && dialog.open) dialog.close()
    }, [open])
    return (
        <dialog
            ref={box}
            class={side ? "side" : undefined}
            aria-labelledby={heading}
            onClose={onClose}
            onClick={(event) => event.target === box.current && onClose()}
        >
            {open && (
                <div class="dialog">
                    <header>
                        <h2 id={heading}>{title}</h2>
                        <button type="button" class="bare" aria-label={t("close")} onClick={onClose}>
                            <CloseIcon />
                        </button>
                    </header>
                    {children}
                </div>
            )}
        </dialog>
    )
}
