import { computed, signal } from "@preact/signals"
import { ApiError, get, post, remove } from "../api/client"
import type { Role, Status, You } from "../api/types"

/** What the server says of itself and of who asks; null until it has answered. */
export const status = signal<Status | null>(null)
/** Whether the server wants a token before it says anything. */
export const locked = signal(false)

export const you = computed<You | null>(() => status.value?.you ?? null)

const RANK: Record<Role, number> = { read: 0, curate: 1, admin: 2 }

/** Whether who asks may do what needs this role. */
export function may(role: Role): boolean {
    const mine = you.value?.role
    return mine != null && RANK[mine] >= RANK[role]
}

/** Asks anew who this is and what the ledger holds. */
export async function refresh(): Promise<void> {
    try {
        const found = await get<Status>("/status")
        status.value = found
        locked.value = found.you.role === null
    } catch (fault) {
        if (fault instanceof ApiError && fault.problem.status === 401) locked.value = true
        else throw fault
    }
}

/** Logs in by a token that `tellings token add` printed. */
export async function logIn(token: string): Promise<void> {
    await post("/session", { token })
    await refresh()
}

export async function logOut(): Promise<void> {
    await remove("/session")
    status.value = null
    await refresh()
}
