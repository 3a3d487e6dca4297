import type { Account, Fact, IncidentView, Key, Scope, Stance, State, Told, Voice } from "../../api/types"

/** A fact with what it is known by. */
export interface Row {
    /** Facet and scope as the ledger writes them in its changes: "injured of=child severity=critical". */
    id: string
    fact: Fact
    /** Its claims, each with the position of the value that it stands behind. */
    claims: { claim: Told; value: number }[]
}

/** An incident's view, made ready to be shown. */
export interface Model {
    view: IncidentView
    rows: Row[]
    claims: Map<Key, Told>
    accounts: Map<Key, Account>
    /** The named voices that are heard, and how many claims are theirs. */
    voices: Map<number, number>
}

const PARTS = [
    "of",
    "target",
    "place",
    "weapon",
    "means",
    "severity",
    "cause",
    "basis",
    "includes",
    "per",
    "period",
] as const satisfies (keyof Scope)[]

/** Facet and scope, by which a fact is the same in two views of one incident. */
export function factId(facet: string, scope: Scope): string {
    const told = PARTS.filter((part) => scope[part] !== null).map((part) => `${part}=${scope[part]}`)
    return [facet, ...told].join(" ")
}

/** Whether a value is of all, and not of some. */
export const isOfAll = (scope: Scope): boolean => PARTS.every((part) => scope[part] === null)

export function modelOf(view: IncidentView): Model {
    const claims = new Map(view.claims.map((claim) => [claim.id, claim]))
    const voices = new Map<number, number>()
    for (const { voice } of view.claims) {
        if (voice !== null) voices.set(voice, (voices.get(voice) ?? 0) + 1)
    }
    const ids = new Map<string, number>()
    const rows = view.incident.facts.map((fact) => {
        const id = factId(fact.facet, fact.scope)
        // names of victims and quotations may come as several facts of one facet
        const before = ids.get(id) ?? 0
        ids.set(id, before + 1)
        return {
            id: before ? `${id} #${before}` : id,
            fact,
            claims: fact.values.flatMap((value, at) =>
                value.claims.flatMap((key) => {
                    const claim = claims.get(key)
                    return claim ? [{ claim, value: at }] : []
                }),
            ),
        }
    })
    return { view, rows, claims, accounts: new Map(view.accounts.map((one) => [one.key, one])), voices }
}

/** What the outlet is called; the article's own name where it is not known. */
export const outletOf = (account: Account | undefined): string => account?.outlet ?? account?.id ?? "?"

/** The voice of a claim; null where the article says so itself. */
export const voiceOf = (model: Model, claim: Told): Voice | null =>
    claim.voice === null ? null : (model.view.voices[claim.voice] ?? null)

/** The address of a claim in its article. */
export const wordsAt = (claim: { article: Key; id?: Key | null }): string =>
    `/articles/${claim.article}${claim.id ? `#c-${claim.id}` : ""}`

/** The address of an article outside, if it is one that a link may lead to. */
export function safeLink(url: string | null): string | undefined {
    return url && /^https?:\/\//i.test(url) ? url : undefined
}

/** How a value is said where all who give it say it so: denied, claimed; null where somebody simply tells it. */
export function stanceOf(model: Model, value: Fact["values"][number]): Stance | null {
    // who is responsible says in itself whether it is claimed or denied
    if ("name" in value.value && "kind" in value.value && value.value.kind) return null
    const found = new Set(value.claims.flatMap((key) => model.claims.get(key)?.stance ?? []))
    const [one] = found
    return found.size === 1 && one && one !== "asserted" && one !== "reported" ? one : null
}

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "ps", "ckb", "yi", "dv", "ug", "sd"])

/** The attributes of words in a language: theirs, and never the page's. */
export function tongueOf(language: string | null | undefined): { lang: string | undefined; dir: "rtl" | "ltr" | "auto" } {
    if (!language) return { lang: "und", dir: "auto" }
    return { lang: language, dir: RIGHT_TO_LEFT.has(language.split("-")[0] ?? "") ? "rtl" : "ltr" }
}

const ORDER: readonly State[] = ["contested", "revised", "unordered", "agreed", "single"]

/** The rows of a state after those of a worse one; within a state as the server orders them. */
export function byState(rows: Row[]): Row[] {
    return rows
        .map((row, at) => ({ row, at }))
        .sort((a, b) => ORDER.indexOf(a.row.fact.state) - ORDER.indexOf(b.row.fact.state) || a.at - b.at)
        .map(({ row }) => row)
}
