import { type ReadonlySignal, useComputed } from "@preact/signals"
import { createContext } from "preact"
import { useContext } from "preact/hooks"
import type { Key } from "../../api/types"
import type { Model } from "./model"

/** What the rooms of the report share. */
export interface Showing {
    model: Model
    /** Whether the incident is in the ledger: then its articles have pages here. */
    kept: boolean
    /** The level of the report's title: its sections are one below. */
    level: 1 | 2
    /** An id that is the report's own, where a page shows several. */
    id: (name: string) => string
    /** The claims whose context is open. */
    opened: ReadonlySignal<Key[]>
    /** Opens the context of claims. */
    open: (claims: Key[]) => void
}

export const Shown = createContext<Showing | null>(null)

/** Whether the context of one of these claims is open, as an attribute that changes by itself: nothing is drawn anew. */
export function useOpened(claims: Key[]): ReadonlySignal<"true" | "false"> {
    const { opened } = useShown()
    return useComputed(() => (claims.some((key) => opened.value.includes(key)) ? "true" : "false"))
}

export function useShown(): Showing {
    const shown = useContext(Shown)
    if (!shown) throw new Error("outside of a report")
    return shown
}
