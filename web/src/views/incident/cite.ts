import type { Account, Key } from "../../api/types"
import { t } from "../../i18n"
import { day } from "../../parts/moment"
import { factInWords } from "../../parts/scope"
import { inWords } from "../../parts/value"
import type { Known } from "./known"
import { byState, type Model, outletOf, safeLink } from "./model"

/** What is known as a paragraph with its sources: as text, and as a page's markup. */
export interface Cited {
    text: string
    html: string
}

const MOST = 5

/** Sources by number, in the order in which the paragraph needs them. */
class Sources {
    readonly list: Account[] = []
    constructor(private readonly model: Model) {}

    /** "[1][3]": the accounts of claims, one a text. */
    of(claims: Key[], most = 3): number[] {
        const found = new Set<number>()
        const groups = new Set<Key>()
        for (const key of claims) {
            const account = this.model.accounts.get(this.model.claims.get(key)?.article ?? "")
            if (!account || groups.has(account.origin_group)) continue
            if (found.size >= most) break
            groups.add(account.origin_group)
            let at = this.list.indexOf(account)
            if (at < 0) at = this.list.push(account) - 1
            found.add(at + 1)
        }
        return [...found].sort((a, b) => a - b)
    }
}

/** The sentence of what is known, who says what where it is contested, and the sources by number. */
export function cited(model: Model, known: Known): Cited {
    const sources = new Sources(model)
    const toll = model.rows.filter(({ fact }) => ["killed", "injured"].includes(fact.facet)).slice(0, 2)
    const first = toll.flatMap(({ fact }) => fact.values[0]?.claims ?? [])
    const pieces: { says: string; marks: number[] }[] = [
        { says: known.sentence, marks: sources.of(first.length > 0 ? first : model.view.claims.map((claim) => claim.id)) },
    ]
    for (const { fact } of byState(model.rows).filter((row) => row.fact.state === "contested").slice(0, MOST)) {
        const sides = fact.values.slice(0, 3).map((value) => {
            const voices = value.voices.slice(0, 3).join(", ")
            return voices ? `${inWords(value.value)} (${voices})` : inWords(value.value)
        })
        pieces.push({
            says: t("incident.cite.contested", { what: factInWords(fact.facet, fact.scope), sides: sides.join("; ") }),
            marks: sources.of(fact.values.flatMap((value) => value.claims.slice(0, 2))),
        })
    }
    const line = (account: Account) => [outletOf(account), account.title && `“${account.title}”`, account.published && day(account.published)]
    const text = [
        pieces.map(({ says, marks }) => `${says}${marks.length ? ` ${marks.map((n) => `[${n}]`).join("")}` : ""}`).join(" "),
        "",
        ...sources.list.map((account, at) => {
            const link = safeLink(account.url)
            return `[${at + 1}] ${line(account).filter(Boolean).join(", ")}${link ? ` ${link}` : ""}`
        }),
    ].join("\n")
    const mark = (n: number) => {
        const link = safeLink(sources.list[n - 1]?.url ?? null)
        return link ? `<sup><a href="${escaped(link)}">[${n}]</a></sup>` : `<sup>[${n}]</sup>`
    }
    const html = [
        `<p>${pieces.map(({ says, marks }) => `${escaped(says)}${marks.map(mark).join("")}`).join(" ")}</p>`,
        `<ol>${sources.list
            .map((account) => {
                const link = safeLink(account.url)
                const said = escaped(line(account).filter(Boolean).join(", "))
                return `<li>${link ? `<a href="${escaped(link)}">${said}</a>` : said}</li>`
            })
            .join("")}</ol>`,
    ].join("\n")
    return { text, html }
}

/** Text as it stands in markup. */
export const escaped = (text: string): string =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

/** All that is said, a line a claim, as a table for a spreadsheet. */
export function table(model: Model): string {
    const head = ["facet", "scope", "state", "value", "words", "stance", "voice", "outlet", "language", "published", "as_of", "url", "rule"]
    const lines = model.rows.flatMap(({ id, fact, claims }) =>
        claims.map(({ claim }) => {
            const account = model.accounts.get(claim.article)
            const voice = claim.voice === null ? "" : (model.view.voices[claim.voice]?.name ?? "")
            return [
                fact.facet,
                id.slice(fact.facet.length + 1),
                fact.state,
                inWords(claim.value),
                claim.text,
                claim.stance,
                voice,
                account?.outlet ?? "",
                account?.language ?? "",
                account?.published ?? "",
                claim.as_of.time ?? "",
                account?.url ?? "",
                claim.rule,
            ]
        }),
    )
    return [head, ...lines].map((cells) => cells.map(cell).join(",")).join("\r\n")
}

/** A cell that no spreadsheet takes for a formula, whatever an article says. */
function cell(text: string): string {
    const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}
