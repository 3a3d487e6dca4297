import type { CompareRequest } from "../../api/types"

// What was asked of each comparison, for as long as the tab is open: the server doesn't tell it, and whoever goes back to
// change a link, or wants the articles kept, shouldn't paste them again.

const KEPT = "tellings.compared."

export function remember(id: string, request: CompareRequest): void {
    try {
        sessionStorage.setItem(KEPT + id, JSON.stringify(request))
    } catch {
        // a full store forgets; the comparison itself goes on
    }
}

export function recall(id: string | undefined): CompareRequest | null {
    const kept = id === undefined ? null : sessionStorage.getItem(KEPT + id)
    return kept === null ? null : (JSON.parse(kept) as CompareRequest)
}
