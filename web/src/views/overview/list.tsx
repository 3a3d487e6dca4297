import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { get } from "../../api/client"
import type { Filters, LedgerEvent, Listed, Paged } from "../../api/types"
import { t } from "../../i18n"
import { announce } from "../../parts/announce"
import { Fault, Waiting } from "../../parts/error"
import { IncidentLine } from "../../parts/incident-line"
import { ledger, onReturn } from "../../parts/live"
import { number } from "../../parts/words"
import { ORDERS, type Chosen } from "./filters"

const LIMIT = 50
const PAUSE = 400

type Page = Paged<Listed>
type Fresh = Map<string, "new" | "changed">

const ask = (filters: Filters, cursor: string | null, signal?: AbortSignal) =>
    get<Page>("/incidents", { ...filters, limit: LIMIT, cursor }, signal)

/** The incidents of the filters, a page at a time. What arrives waits behind a button, so that nothing moves under one's
 * eyes; what changed is shown as it is now, where it stands. */
export function List({ chosen }: { chosen: Chosen }) {
    const { filters, change } = chosen
    const key = JSON.stringify(filters)
    const [page, setPage] = useState<Page | null>(null)
    const [waiting, setWaiting] = useState<Page | null>(null)
    const [fresh, setFresh] = useState<Fresh>(new Map())
    const [fault, setFault] = useState<Error | null>(null)
    const [busy, setBusy] = useState(false)
    const [again, setAgain] = useState(0)
    const heading = useRef<HTMLHeadingElement>(null)

    useLayoutEffect(() => {
        const broken = new AbortController()
        setBusy(true)
        setWaiting(null)
        setFresh(new Map())
        ask(filters, null, broken.signal)
            .then((found) => {
                setPage(found)
                setFault(null)
                setBusy(false)
                announce(t("list.total", { n: found.total }))
            })
            .catch((error: Error) => {
                if (broken.signal.aborted) return
                setFault(error)
                setBusy(false)
            })
        return () => broken.abort()
    }, [key, again])

    const failed = useRef(false)
    failed.current = fault !== null
    useEffect(() => onReturn(() => failed.current && setAgain((n) => n + 1)), [])

    const held = useRef(page)
    held.current = page
    useArrivals(key, (event, broken) => {
        const was = held.current
        if (!was) return
        return ask(filters, null, broken).then((found) => {
            const now = new Map(found.items.map((one) => [one.id, one]))
            const known = new Set(was.items.map((one) => one.id))
            const changed = new Map<string, "new" | "changed">()
            for (const one of event.incidents) if (known.has(one.id)) changed.set(one.id, "changed")
            setPage({ ...was, items: was.items.map((one) => now.get(one.id) ?? one) })
            setFresh((before) => new Map([...before, ...changed]))
            const came = found.items.filter((one) => !known.has(one.id))
            if (came.length > 0) setWaiting(found)
        })
    })

    const known = new Set(page?.items.map((one) => one.id))
    const came = waiting?.items.filter((one) => !known.has(one.id)).map((one) => one.id) ?? []
    function show() {
        if (!waiting) return
        setPage(waiting)
        setWaiting(null)
        setFresh((before) => new Map([...before, ...came.map((id) => [id, "new"] as const)]))
        heading.current?.focus({ preventScroll: true })
    }
    async function more() {
        if (!page?.next) return
        setBusy(true)
        try {
            const next = await ask(filters, page.next)
            const had = new Set(page.items.map((one) => one.id))
            const items = [...page.items, ...next.items.filter((one) => !had.has(one.id))]
            setPage({ items, next: next.next, total: next.total })
            announce(t("list.shown", { n: items.length, total: next.total }))
        } catch (error) {
            setFault(error as Error)
        }
        setBusy(false)
    }

    return (
        <section class="list" aria-labelledby="list-heading" aria-busy={busy}>
            <header>
                <h2 id="list-heading" ref={heading} tabIndex={-1}>
                    {page ? t("list.total", { n: page.total }) : t("list.heading")}
                </h2>
                <label class="order">
                    <span>{t("order.label")}</span>
                    <select
                        value={filters.order ?? ORDERS[0]}
                        onChange={(event) => {
                            const order = event.currentTarget.value as NonNullable<Filters["order"]>
                            change({ order: order === ORDERS[0] ? undefined : order })
                        }}
                    >
                        {ORDERS.map((order) => (
                            <option value={order}>{t(`order.${order}`)}</option>
                        ))}
                    </select>
                </label>
            </header>
            <div role="status" class="arrivals">
                {came.length > 0 && (
                    <button type="button" class="came" onClick={show}>
                        {t("list.came", { n: came.length })}
                    </button>
                )}
            </div>
            {fault && <Fault error={fault} retry={() => setAgain((n) => n + 1)} />}
            {!page && busy && <Waiting />}
            {page?.total === 0 && <p class="quiet none">{t("list.none")}</p>}
            {page && (
                <ol class={busy ? "lines again" : "lines"}>
                    {page.items.map((one) => (
                        <li key={one.id}>
                            <IncidentLine incident={one} fresh={fresh.get(one.id)} />
                        </li>
                    ))}
                </ol>
            )}
            {page?.next && (
                <button type="button" class="further" disabled={busy} onClick={() => void more()}>
                    {t("list.more")}{" "}
                    <span class="quiet">
                        {number(page.items.length)} / {number(page.total)}
                    </span>
                </button>
            )}
        </section>
    )
}

/** Asks for what arrived, once for all that arrives in one moment. */
function useArrivals(key: string, look: (event: LedgerEvent, broken: AbortSignal) => Promise<void> | undefined): void {
    const looking = useRef(look)
    looking.current = look
    useEffect(() => {
        const broken = new AbortController()
        let heard: LedgerEvent | null = null
        let timer = 0
        const before = ledger.peek()
        const stop = ledger.subscribe((event) => {
            // a signal tells at once what it is already; that is in the list
            if (!event || event === before) return
            heard = { ...event, incidents: [...(heard?.incidents ?? []), ...event.incidents] }
            clearTimeout(timer)
            timer = window.setTimeout(() => {
                const now = heard
                heard = null
                // what can't be asked now is asked with the next event
                if (now) looking.current(now, broken.signal)?.catch(() => {})
            }, PAUSE)
        })
        return () => {
            stop()
            clearTimeout(timer)
            broken.abort()
        }
    }, [key])
}
