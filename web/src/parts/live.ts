import { signal } from "@preact/signals"
import { address } from "../api/client"
import type { LedgerEvent } from "../api/types"

/** The last thing that happened in the ledger since the page was opened. */
export const ledger = signal<LedgerEvent | null>(null)
/** Whether the server answers: "gone" once it was heard and isn't any more, or the machine is off the network. */
export const connection = signal<"waiting" | "live" | "gone">("waiting")

const PAUSE = 4000
let source: EventSource | null = null

/** Listens to the server until the page is closed. A browser gives up on an answer that is no stream (a proxy's error,
 * a server that starts): so it is asked again. */
export function follow(): void {
    source?.close()
    source = new EventSource(address("/events"))
    source.addEventListener("open", () => {
        // what happened meanwhile was not heard: everything may have changed
        if (connection.value === "gone") ledger.value = { version: "", incidents: [], more: true }
        connection.value = "live"
    })
    source.addEventListener("ledger", (event) => {
        ledger.value = JSON.parse((event as MessageEvent<string>).data) as LedgerEvent
    })
    source.addEventListener("error", () => {
        connection.value = "gone"
        if (source?.readyState === EventSource.CLOSED) setTimeout(follow, PAUSE)
    })
}

/** Ends listening: who has logged out hears nothing more. */
export function deafen(): void {
    source?.close()
    source = null
    connection.value = "waiting"
}
