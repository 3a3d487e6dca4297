import type { ArticleView, Key, Part, Told } from "../../api/types"
import { type Mark, type Segment, paragraphs } from "./segments"

type Mention = ArticleView["mentions"][number]

/** What covers a segment. */
export type Cover =
    | { is: "claim"; claim: Told }
    | { is: "evidence"; of: Key }
    | { is: "mention"; mention: Mention }
    | { is: "unread"; at: number }

/** Segments beside each other that tell of the same claim first, or of none. */
export interface Run {
    /** The innermost of the claims here. */
    claim: Told | null
    /** All of them, the innermost first. */
    claims: Told[]
    segments: Segment<Cover>[]
    /** Whether this claim has no run before. */
    first: boolean
    /** The claims that begin here. */
    begins: Key[]
    /** The sentences not read that begin here, by their position among the article's. */
    unread: number[]
}

const claimsOf = (covers: Cover[]): Told[] => covers.flatMap((one) => (one.is === "claim" ? [one.claim] : [])).reverse()

/** Headline or text of an article, its paragraphs cut where claims, mentions and what was not read begin and end. */
export function marked(view: ArticleView, part: Part): Run[][] {
    const here = <T extends { in: Part }>(all: T[]) => all.filter((one) => one.in === part)
    const marks: Mark<Cover>[] = [
        ...view.article.unread.flatMap((one, at) =>
            one.in === part ? [{ span: one.span, what: { is: "unread", at } as const }] : [],
        ),
        ...here(view.claims).map((claim) => ({ span: claim.span, what: { is: "claim", claim } as const })),
        ...view.claims.flatMap((claim) =>
            here(claim.evidence.filter((one) => one.role !== "match")).map((one) => ({ span: one.span, what: { is: "evidence", of: claim.id } as const })),
        ),
        ...here(view.mentions).map((mention) => ({ span: mention.span, what: { is: "mention", mention } as const })),
    ]
    const met = new Set<Key>()
    return paragraphs(part === "title" ? view.article.title : view.text, marks).map((segments) => {
        const runs: Run[] = []
        for (const segment of segments) {
            const claims = claimsOf(segment.marks)
            const claim = claims[0] ?? null
            const begins = claimsOf(segment.begin).map((one) => one.id)
            const unread = segment.begin.flatMap((one) => (one.is === "unread" ? [one.at] : []))
            const last = runs.at(-1)
            if (last && last.claim === claim && unread.length === 0) {
                last.segments.push(segment)
                last.begins.push(...begins)
                last.claims.push(...claims.filter((one) => !last.claims.includes(one)))
                continue
            }
            runs.push({ claim, claims, segments: [segment], first: claim !== null && !met.has(claim.id), begins, unread })
            if (claim) met.add(claim.id)
        }
        return runs
    })
}
