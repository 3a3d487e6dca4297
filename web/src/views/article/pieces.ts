import { diffWordsWithSpace } from "diff"
import type { Against } from "../../api/types"

export type Piece = Against["pieces"][number]

/** Words that both have, or only one of them. */
export interface Run {
    text: string
    own: boolean
    /** Own words that have a figure in them. */
    figure: boolean
}

const DIGIT = /\p{Nd}/u

/** Both sides of a changed piece, word by word. Null where they have so little in common that only reading both helps. */
export function wordByWord(here: string, there: string, language: string | null): { here: Run[]; there: Run[] } | null {
    const segmenter = wordsOf(language)
    const parts = diffWordsWithSpace(here, there, segmenter ? { intlSegmenter: segmenter } : {})
    const shared = parts.filter((one) => !one.added && !one.removed).reduce((sum, one) => sum + one.value.trim().length, 0)
    if (shared * 4 < Math.min(here.length, there.length)) return null
    const side = (left: "added" | "removed") => {
        const runs: Run[] = []
        for (const { value, added, removed } of parts.filter((one) => !one[left])) {
            const own = Boolean(added || removed)
            const [last, before] = [runs.at(-1), runs.at(-2)]
            if (own && before?.own && last && !last.text.trim()) {
                // words that follow each other are one difference, with the space between them
                runs.pop()
                before.text += last.text + value
                before.figure ||= DIGIT.test(value)
            } else runs.push({ text: value, own, figure: own && DIGIT.test(value) })
        }
        return runs.flatMap(withoutEdges)
    }
    return { here: side("added"), there: side("removed") }
}

/** Own words without the space around them, which would be marked too. */
function withoutEdges(run: Run): Run[] {
    const words = run.text.trim()
    if (!run.own || words === run.text || !words) return [run]
    const at = run.text.indexOf(words)
    const space = (text: string): Run[] => (text ? [{ text, own: false, figure: false }] : [])
    return [...space(run.text.slice(0, at)), { ...run, text: words }, ...space(run.text.slice(at + words.length))]
}

// Scripts without spaces have no words that a space would part.
function wordsOf(language: string | null): Intl.Segmenter | null {
    if (!language || !["zh", "ja", "th", "km", "lo", "my"].includes(language)) return null
    return new Intl.Segmenter(language, { granularity: "word" })
}

/** How many figures are others in changed pieces. */
export function changedFigures(pieces: Piece[], language: string | null): number {
    const count = (runs: Run[]) => runs.filter((one) => one.figure).length
    return pieces
        .filter((one) => one.what === "changed")
        .map((one) => wordByWord(one.here, one.there, language))
        .reduce((sum, both) => sum + (both ? Math.max(count(both.here), count(both.there)) : 0), 0)
}

/** How many pieces are the same, changed, or only in one of both. */
export function tally(pieces: Piece[]): Record<Piece["what"], number> {
    const found = { same: 0, changed: 0, here: 0, there: 0 }
    for (const { what } of pieces) found[what] += 1
    return found
}
