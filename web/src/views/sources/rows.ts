import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import { get } from "../../api/client"
import type { Paged } from "../../api/types"

/** Rows of a table that the server gives in pages. */
export interface Rows<T> {
    rows: T[]
    total: number
    loading: boolean
    error: Error | null
    /** Whether there are more on the server that may still be shown. */
    more: boolean
    /** Asks for rows until there are so many, as far as there are. */
    want: (count: number) => void
    reload: () => void
}

const BATCH = 200
/** More than these are not sorted here: whoever has more searches. */
export const MOST_ROWS = 5000

/** Asks for the first rows, and for more once they are wanted. */
export function useRows<T>(path: string, words: string): Rows<T> {
    const [held, setHeld] = useState({ rows: [] as T[], total: 0, next: null as string | null, loading: true, error: null as Error | null })
    const [asked, setAsked] = useState(0)
    const now = useRef({ rows: [] as T[], next: null as string | null, busy: false, broken: new AbortController() })

    /** Goes on until there are `count` rows; at least one page is asked for where none was yet. */
    const want = useCallback(
        async (count: number, first = false) => {
            const mine = now.current
            if (mine.busy || (!first && (mine.next === null || mine.rows.length >= count))) return
            mine.busy = true
            setHeld((was) => ({ ...was, loading: true, error: null }))
            try {
                do {
                    const query = { words, limit: BATCH, cursor: mine.next }
                    const page: Paged<T> = await get(path, query, mine.broken.signal)
                    mine.rows = [...mine.rows, ...page.items]
                    mine.next = page.next
                    setHeld({ rows: mine.rows, total: page.total, next: page.next, loading: page.next !== null, error: null })
                } while (mine.next !== null && mine.rows.length < Math.min(count, MOST_ROWS))
                setHeld((was) => ({ ...was, loading: false }))
            } catch (error) {
                if (!mine.broken.signal.aborted) setHeld((was) => ({ ...was, loading: false, error: error as Error }))
            }
            mine.busy = false
        },
        [path, words],
    )
    useEffect(() => {
        now.current = { rows: [], next: null, busy: false, broken: new AbortController() }
        void want(BATCH, true)
        return () => now.current.broken.abort()
    }, [want, asked])

    const { next, ...shown } = held
    return { ...shown, more: next !== null && held.rows.length < MOST_ROWS, want, reload: () => setAsked((n) => n + 1) }
}
