import { useCallback, useState } from "preact/hooks"
import { ApiError, post, remove } from "../../api/client"
import type { Decide, Decided, Key } from "../../api/types"
import { t } from "../../i18n"

/** What was done, or why it wasn't, with what undoes it. */
export interface Done {
    says: string
    failed: boolean
    /** The number of the decision; null where there is nothing to undo. */
    number: number | null
    /** Incidents that came of it besides the one that is shown. */
    others: Key[]
}

export interface Deciding {
    done: Done | null
    dismiss: () => void
    /** Whether it was done. */
    decide: (what: Decide) => Promise<boolean>
    undo: (number: number) => Promise<void>
}

/** Decisions on an incident. `moved` is told which incident to show then: after a merge it may be another. */
export function useDeciding(incident: Key, moved: (to: Key) => void): Deciding {
    const [done, setDone] = useState<Done | null>(null)
    const failed = (error: unknown) => {
        const why = error instanceof ApiError ? error.message : ""
        setDone({ says: [t("incident.done.failed"), why].filter(Boolean).join(" "), failed: true, number: null, others: [] })
    }
    const decide = async (what: Decide) => {
        try {
            const { number, incidents } = await post<Decided>("/decisions", what)
            const stays = incidents.includes(incident) ? incident : (incidents[0] ?? incident)
            setDone({ says: t(`incident.done.${what.what}`), failed: false, number, others: incidents.filter((one) => one !== stays) })
            moved(stays)
            return true
        } catch (error) {
            failed(error)
            return false
        }
    }
    const undo = async (number: number) => {
        try {
            const decided = await remove<Decided | undefined>(`/decisions/${number}`)
            const incidents = decided?.incidents ?? []
            setDone({ says: t("incident.done.undone"), failed: false, number: null, others: [] })
            moved(incidents.includes(incident) ? incident : (incidents[0] ?? incident))
        } catch (error) {
            failed(error)
        }
    }
    return { done, dismiss: useCallback(() => setDone(null), []), decide, undo }
}
