import { useEffect, useState } from "preact/hooks"
import { get } from "../../api/client"
import type { Decision, Key, Paged, Taken } from "../../api/types"
import { t } from "../../i18n"
import { HiddenIcon, NoteIcon, PinIcon, UndoIcon } from "../../parts/icons"
import { Waiting } from "../../parts/error"
import { Moment } from "../../parts/moment"

const ICONS = { pin: PinIcon, dismiss: HiddenIcon, note: NoteIcon }

/** The marks that hold: who set them, when, and why. */
export function Standing({ decisions, onUndo }: { decisions: Decision[]; onUndo: ((number: number) => void) | null }) {
    if (decisions.length === 0) return null
    return (
        <ul class="decisions">
            {decisions.map((one) => {
                const Icon = ICONS[one.what]
                return (
                    <li key={one.number} class={one.what}>
                        <Icon size={15} /> <strong>{t(`incident.did.${one.what}`)}</strong>{" "}
                        {one.note && <bdi class="note">{one.note}</bdi>}{" "}
                        <span class="quiet">
                            <bdi>{one.by}</bdi>, <Moment at={one.at} brief />
                        </span>
                        {onUndo && (
                            <button
                                type="button"
                                class="quiet-button"
                                aria-label={t("incident.undo.what", { what: t(`incident.did.${one.what}`) })}
                                onClick={() => onUndo(one.number)}
                            >
                                <UndoIcon size={14} /> {t("incident.undo")}
                            </button>
                        )}
                    </li>
                )
            })}
        </ul>
    )
}

/** All that people decided on this incident, what they took back too; asked for when it is opened. */
export function History({ incident, again }: { incident: Key; again: unknown }) {
    const [open, setOpen] = useState(false)
    return (
        <details class="history" onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary>{t("incident.history")}</summary>
            {open && <Entries key={String(again)} incident={incident} />}
        </details>
    )
}

/** So many pages of decisions are looked through at a time. */
const PAGES = 5

function Entries({ incident }: { incident: Key }) {
    const [mine, setMine] = useState<Taken[] | null>(null)
    const [failed, setFailed] = useState(false)
    useEffect(() => {
        const broken = new AbortController()
        void of(incident, broken.signal).then(setMine, () => broken.signal.aborted || setFailed(true))
        return () => broken.abort()
    }, [incident])
    if (!mine) return failed ? <p class="quiet">{t("fault.other")}</p> : <Waiting />
    if (mine.length === 0) return <p class="quiet">{t("incident.history.none")}</p>
    return (
        <ol>
            {mine.map((one) => (
                <li key={one.number} class={one.undone ? "undone" : undefined}>
                    <Moment at={one.at} /> <bdi>{one.by}</bdi>: {t(`incident.did.${one.what}`)} {one.note && <bdi class="note">{one.note}</bdi>}
                    {one.undone && (
                        <span class="quiet">
                            {" — "}
                            {t("incident.history.undone", { by: one.undone_by ?? "?" })} <Moment at={one.undone} brief />
                        </span>
                    )}
                </li>
            ))}
        </ol>
    )
}

/** The latest decisions on an incident. */
async function of(incident: Key, signal: AbortSignal): Promise<Taken[]> {
    const found: Taken[] = []
    let cursor: string | null = null
    for (let page = 0; page < PAGES; page++) {
        const taken: Paged<Taken> = await get("/decisions", { limit: 100, cursor }, signal)
        found.push(...taken.items.filter((one) => one.incidents.some(({ id }) => id === incident)))
        cursor = taken.next
        if (cursor === null) break
    }
    return found
}
