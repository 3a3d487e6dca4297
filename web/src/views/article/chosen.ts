import { useCallback, useEffect, useState } from "preact/hooks"
import type { Key } from "../../api/types"

/** The claim that is looked at, and whether the address led to it. */
export interface Chosen {
    claim: Key | null
    jump: boolean
}

const inAddress = (): Key | null => /^#c-(\w+)$/.exec(location.hash)?.[1] ?? null

/** The claim that the address names (`#c-…`); choosing another changes the address and adds no step to go back. */
export function useChosen(): [Chosen, (claim: Key | null, jump?: boolean) => void] {
    const [chosen, setChosen] = useState<Chosen>(() => ({ claim: inAddress(), jump: true }))
    useEffect(() => {
        const heard = () => setChosen({ claim: inAddress(), jump: true })
        addEventListener("hashchange", heard)
        return () => removeEventListener("hashchange", heard)
    }, [])
    const choose = useCallback((claim: Key | null, jump = false) => {
        history.replaceState(history.state, "", claim ? `#c-${claim}` : location.pathname + location.search)
        setChosen({ claim, jump })
    }, [])
    return [chosen, choose]
}
