import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { ApiError, address, get } from "../api/client"
import type { LedgerEvent } from "../api/types"
import { ledger, onReturn } from "./live"
import { locked } from "./session"

type Query = Record<string, string | number | boolean | null | undefined>

/** What is known of something that the server was asked for. */
export interface Resource<T> {
    /** What came last; kept while it is asked anew, so that nothing jumps. */
    data: T | null
    /** Why nothing came. */
    error: Error | null
    loading: boolean
    /** Asks again. */
    reload: () => void
    /** Puts in its place what is known otherwise, as the answer to a write. */
    set: (data: T) => void
}

/**
 * Asks for a resource, and again when path or query change, or the ledger does and `live` says that it matters. An older
 * question is broken off. The browser keeps the answer with its ETag and asks whether it still holds, so that asking
 * again costs little. Nothing is asked while the path is null.
 */
export function useResource<T>(
    path: string | null,
    query?: Query,
    live?: boolean | ((event: LedgerEvent) => boolean),
): Resource<T> {
    const url = path === null ? null : address(path, query)
    const [held, setHeld] = useState<{ of: string | null; data: T | null; error: Error | null; loading: boolean }>({
        of: null,
        data: null,
        error: null,
        loading: url !== null,
    })
    const [asked, setAsked] = useState(0)
    const matters = useRef(live)
    matters.current = live

    // as early as can be: what is shown waits for it
    useLayoutEffect(() => {
        if (path === null) return
        const broken = new AbortController()
        setHeld((was) => ({ ...was, loading: true }))
        get<T>(path, query, broken.signal).then(
            (data) => setHeld({ of: url, data, error: null, loading: false }),
            (error: Error) => {
                if (broken.signal.aborted) return
                if (error instanceof ApiError && error.problem.status === 401) locked.value = true
                // what another address gave is no answer to this one
                setHeld((was) => ({ of: url, data: was.of === url ? was.data : null, error, loading: false }))
            },
        )
        return () => broken.abort()
    }, [url, asked])

    const reload = useCallback(() => setAsked((n) => n + 1), [])
    useEffect(() => {
        const before = ledger.peek()
        return ledger.subscribe((event) => {
            const says = matters.current
            // a signal tells at once what it is already; that was before this was asked for
            if (event && event !== before && says && (says === true || says(event))) reload()
        })
    }, [])
    // what failed because nobody answered is asked again once somebody does
    const failed = useRef(false)
    failed.current = held.error !== null && !(held.error instanceof ApiError)
    useEffect(() => onReturn(() => failed.current && reload()), [])
    const set = useCallback((data: T) => setHeld((was) => ({ ...was, data, error: null })), [])
    return { data: held.data, error: held.error, loading: held.loading, reload, set }
}
