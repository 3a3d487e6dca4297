import { useLocation, useRoute } from "preact-iso"
import { useCallback, useEffect, useState } from "preact/hooks"
import type { CameSince, IncidentView, Key, LedgerEvent, Moment } from "../../api/types"
import { Loaded } from "../../parts/error"
import { incidentTitle } from "../../parts/incident-line"
import { useResource } from "../../parts/load"
import { may } from "../../parts/session"
import { useTitle } from "../../parts/title"
import { useDeciding } from "./decide"
import { look, seen } from "./look"
import { IncidentReport } from "./report"
import { Toast } from "./toast"

export { IncidentReport } from "./report"

/** An incident of the ledger: /incidents/{id}, at an earlier moment with ?known=, beside what is known now with &compare=1. */
export default function View() {
    const { params } = useRoute()
    const id = params.id ?? ""
    return <Incident key={id} id={id} />
}

function Incident({ id }: { id: Key }) {
    const { route } = useLocation()
    const { query } = useRoute()
    const known: Moment | null = query.known || null
    const path = `/incidents/${id}`
    const now = useResource<IncidentView>(path, {}, touches(id))
    const then = useResource<IncidentView>(known ? path : null, { known })
    const came = useCame(id, now.data)
    const goTo = (at: Moment | null, compare: boolean) => {
        const asked = new URLSearchParams()
        if (at) asked.set("known", at)
        if (at && compare) asked.set("compare", "1")
        route(`${path}${asked.size ? `?${asked}` : ""}`, true)
    }
    const moved = useCallback(
        (to: Key) => {
            if (to !== id) route(`/incidents/${to}`)
            else now.reload()
        },
        [id, now.reload],
    )
    const deciding = useDeciding(id, moved)
    const compare = query.compare === "1"
    // until the earlier moment is there, what is shown stays
    const shown = known && then.data?.incident ? then : now
    useTitle(now.data && incidentTitle(now.data.listed))
    return (
        <>
            <Loaded of={known && then.error ? then : shown}>
                {(view) => (
                    <IncidentReport
                        view={view}
                        kept
                        ledgered={{
                            now: now.data ?? view,
                            onKnown: (at) => goTo(at, compare),
                            compare,
                            onCompare: (on) => goTo(known, on),
                            busy: now.loading || then.loading,
                            came: came.came,
                            onSeen: came.onSeen,
                            deciding: may("curate") ? deciding : null,
                        }}
                    />
                )}
            </Loaded>
            <Toast of={deciding} />
        </>
    )
}

/** Whether what happened in the ledger matters to an incident. */
const touches = (id: Key) => (event: LedgerEvent) => event.more || event.incidents.some((one) => one.id === id)

/** What came since the reader last looked; the look counts once the incident is there. */
function useCame(id: Key, view: IncidentView | null) {
    const [since, setSince] = useState<Moment | null>(null)
    const there = view !== null
    useEffect(() => {
        // who sees it for the first time sees at least what comes from now on
        if (there) setSince(look(id) ?? new Date().toISOString())
    }, [id, there])
    const came = useResource<CameSince>(since ? `/incidents/${id}/changes` : null, { since }, touches(id))
    const onSeen = useCallback(() => {
        seen(id)
        setSince(new Date().toISOString())
    }, [id])
    return { came: since ? came.data : null, onSeen }
}
