import type { Account, Told, Voice } from "../../api/types"
import type { Model } from "./model"

/** A voice across the table: one column of all its accounts, or one for each. */
export interface Group {
    /** Position in the view's voices; null for what outlets say on their own. */
    voice: number | null
    of: Voice | null
    accounts: Account[]
    claims: number
}

/** A column: a voice in one account, or in all of them. */
export interface Column {
    group: Group
    /** Null where the group is folded to one column. */
    account: Account | null
    /** Claims by row. */
    cells: Map<string, Told[]>
    /** Whether a group begins here. */
    first: boolean
}

/** The voices: who is heard where accounts contradict each other before the others, outlets on their own at the end. */
export function groupsOf(model: Model): Group[] {
    const found = new Map<number | null, { accounts: Set<string>; claims: number; contested: number }>()
    for (const { fact, claims } of model.rows) {
        for (const { claim } of claims) {
            let one = found.get(claim.voice)
            if (!one) found.set(claim.voice, (one = { accounts: new Set(), claims: 0, contested: 0 }))
            one.accounts.add(claim.article)
            one.claims += 1
            if (fact.state === "contested") one.contested += 1
        }
    }
    return [...found]
        .sort(
            ([a, x], [b, y]) =>
                Number(a === null) - Number(b === null) || y.contested - x.contested || y.claims - x.claims || (a ?? 0) - (b ?? 0),
        )
        .map(([voice, one]) => ({
            voice,
            of: voice === null ? null : (model.view.voices[voice] ?? null),
            accounts: model.view.accounts.filter((account) => one.accounts.has(account.key)),
            claims: one.claims,
        }))
}

/** The columns of the groups, those that are open an account each. */
export function columnsOf(model: Model, groups: Group[], isOpen: (group: Group) => boolean): Column[] {
    const columns = groups.flatMap((group): Column[] => {
        const accounts: (Account | null)[] = isOpen(group) && group.accounts.length > 1 ? group.accounts : [null]
        return accounts.map((account, at) => ({ group, account, cells: new Map(), first: at === 0 }))
    })
    const by = new Map<string, Column>()
    for (const column of columns) by.set(`${column.group.voice} ${column.account?.key ?? ""}`, column)
    for (const { id, claims } of model.rows) {
        for (const { claim } of claims) {
            const column = by.get(`${claim.voice} ${claim.article}`) ?? by.get(`${claim.voice} `)
            if (!column) continue
            const cell = column.cells.get(id)
            if (cell) cell.push(claim)
            else column.cells.set(id, [claim])
        }
    }
    return columns
}
