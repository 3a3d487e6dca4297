import { createContext } from "preact"
import { useContext } from "preact/hooks"
import type { Key } from "../../api/types"
import type { Model } from "./model"

/** What the rooms of the report share. */
export interface Showing {
    model: Model
    /** Whether the incident is in the ledger: then its articles have pages here. */
    kept: boolean
    /** The claims whose context is open. */
    opened: Key[]
    /** Opens the context of claims. */
    open: (claims: Key[]) => void
}

export const Shown = createContext<Showing | null>(null)

export function useShown(): Showing {
    const shown = useContext(Shown)
    if (!shown) throw new Error("outside of a report")
    return shown
}
