import type { Account, Derived, Key } from "../../api/types"
import type { Model } from "./model"

/** An account with those that took from it. */
export interface Branch {
    account: Account
    /** How it has what it took; null of what stands at the root. */
    from: Derived | null
    /** What else it took from. */
    also: Derived[]
    taken: Branch[]
}

export interface Lineage {
    accounts: number
    texts: number
    institutions: string[]
    roots: Branch[]
}

const WEIGHT: Record<Derived["how"], number> = { copy: 3, translation: 2, rewrite: 1, cites: 0 }

/** Who took from whom: each account under what it took most from, the others beside it. */
export function lineageOf(model: Model): Lineage {
    const { accounts } = model.view
    const parent = new Map<Key, Derived>()
    for (const account of accounts) {
        const here = account.derived_from.filter((one) => model.accounts.has(one.article) && one.article !== account.key)
        const [most] = [...here].sort((a, b) => WEIGHT[b.how] - WEIGHT[a.how] || b.share - a.share)
        // two that cite each other: the earlier stays above
        if (most && !above(parent, most.article, account.key)) parent.set(account.key, most)
    }
    const grow = (account: Account): Branch => ({
        account,
        from: parent.get(account.key) ?? null,
        also: account.derived_from.filter((one) => one !== parent.get(account.key) && model.accounts.has(one.article)),
        taken: accounts.filter((one) => parent.get(one.key)?.article === account.key).map(grow),
    })
    return {
        accounts: accounts.length,
        texts: new Set(accounts.map((one) => one.origin_group)).size,
        institutions: institutionsOf(model),
        roots: accounts
            .filter((one) => !parent.has(one.key))
            .map(grow)
            .sort((a, b) => size(b) - size(a)),
    }
}

/** Whether one account already stands above another. */
function above(parent: Map<Key, Derived>, below: Key, one: Key): boolean {
    for (let at: Key | undefined = below; at; at = parent.get(at)?.article) if (at === one) return true
    return false
}

export const size = (branch: Branch): number => branch.taken.reduce((sum, one) => sum + size(one), 1)

/** The institutions behind the voices; a voice without one is its own. */
function institutionsOf(model: Model): string[] {
    const found = new Set<string>()
    for (const at of model.voices.keys()) {
        const voice = model.view.voices[at]
        if (voice) found.add(voice.institution ?? voice.name)
    }
    return [...found]
}
