import { useEffect, useState } from "preact/hooks"
import { t } from "../../i18n"
import { CloseIcon, UndoIcon } from "../../parts/icons"
import type { Deciding } from "./decide"

const STAYS = 15_000

/** What was done, with a way back. It goes by itself, but not while one is on it; the history keeps the way back. */
export function Toast({ of: { done, dismiss, undo } }: { of: Deciding }) {
    const [held, setHeld] = useState(false)
    useEffect(() => {
        if (!done || held || done.failed) return
        const waiting = setTimeout(dismiss, STAYS)
        return () => clearTimeout(waiting)
    }, [done, held])
    return (
        <div class="toast-region" role="status" aria-live="polite">
            {done && (
                <div
                    class={done.failed ? "toast failed" : "toast"}
                    onMouseEnter={() => setHeld(true)}
                    onMouseLeave={() => setHeld(false)}
                    onFocusIn={() => setHeld(true)}
                    onFocusOut={() => setHeld(false)}
                >
                    <span>{done.says}</span>
                    {done.others.map((id) => (
                        <a key={id} href={`/incidents/${id}`}>
                            {t("incident.done.other")}
                        </a>
                    ))}
                    {done.number !== null && (
                        <button type="button" onClick={() => done.number !== null && undo(done.number)}>
                            <UndoIcon size={16} /> {t("incident.undo")}
                        </button>
                    )}
                    <button type="button" class="bare" aria-label={t("close")} onClick={dismiss}>
                        <CloseIcon size={16} />
                    </button>
                </div>
            )}
        </div>
    )
}
