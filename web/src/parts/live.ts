import { signal } from "@preact/signals"
import { address } from "../api/client"
import type { LedgerEvent } from "../api/types"

/** The last thing that happened in the ledger since the page was opened. */
export const ledger = signal<LedgerEvent | null>(null)
/** Whether the server answers: "gone" once it was heard and isn't any more, or the machine is off the network. */
export const connection = signal<"waiting" | "live" | "gone">("waiting")

const PAUSE = 4000
let source: EventSource | null = null
/** The version that was told of last. */
let heard: string | null = null

/** Calls back each time the server answers again after it was gone. */
export function onReturn(call: () => void): () => void {
    let was = connection.peek()
    return connection.subscribe((now) => {
        if (was === "gone" && now === "live") call()
        was = now
    })
}

/** Listens to the server until the page is closed. A browser gives up on an answer that is no stream (a proxy's error,
 * a server that starts): so it is asked again. */
export function follow(): void {
    source?.close()
    source = new EventSource(address("/events"))
    source.addEventListener("open", () => (connection.value = "live"))
    source.addEventListener("ledger", (event) => {
        const told = JSON.parse((event as MessageEvent<string>).data) as LedgerEvent
        // the first says only how the ledger stands; where that is not how it stood, what happened meanwhile wasn't heard
        const greeting = told.incidents.length === 0 && !told.more
        const missed = greeting && heard !== null && heard !== told.version
        heard = told.version
        if (missed) ledger.value = { ...told, more: true }
        else if (!greeting) ledger.value = told
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
