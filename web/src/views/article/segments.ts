// Spans count code points, strings of JavaScript UTF-16; spans lie within each other and across each other. Here a text is
// cut where any of them begins or ends, so that each piece can be shown by itself with all that covers it.

import type { Span } from "../../api/types"

export interface Mark<T> {
    span: Span
    what: T
}

/** A piece of the text without a boundary in it. */
export interface Segment<T> {
    text: string
    /** What covers it: the longest first, so that the last is the innermost. */
    marks: T[]
    /** Those of them that begin with it. */
    begin: T[]
}

/** Where each code point begins in UTF-16, and the end of the text. Points beyond it are its end. */
export function offsets(text: string): (point: number) => number {
    const plain = !/[\ud800-\udbff]/.test(text)
    if (plain) return (point) => Math.min(Math.max(point, 0), text.length)
    const at: number[] = []
    let here = 0
    for (const one of text) {
        at.push(here)
        here += one.length
    }
    return (point) => (point < 0 ? 0 : (at[point] ?? text.length))
}

/** The words of a span. */
export function slice(text: string, [from, to]: Span): string {
    const at = offsets(text)
    return text.slice(at(from), at(to))
}

/** The paragraphs of a text, each cut into segments; lines without words are left out. */
export function paragraphs<T>(text: string, marks: Mark<T>[]): Segment<T>[][] {
    const at = offsets(text)
    const ranges = marks
        .map(({ span, what }) => ({ from: at(span[0]), to: at(span[1]), what }))
        .filter(({ from, to }) => from < to)
        .sort((a, b) => b.to - b.from - (a.to - a.from))
    const found: Segment<T>[][] = []
    for (const line of text.matchAll(/[^\r\n]+/g)) {
        if (!line[0].trim()) continue
        const [start, end] = [line.index, line.index + line[0].length]
        const here = ranges.filter(({ from, to }) => from < end && to > start)
        const cuts = [start, end, ...here.flatMap(({ from, to }) => [Math.max(from, start), Math.min(to, end)])]
        const sorted = [...new Set(cuts)].sort((a, b) => a - b)
        found.push(
            sorted.slice(1).map((to, before) => {
                const from = sorted[before] ?? start
                const over = here.filter((one) => one.from <= from && one.to >= to)
                return {
                    text: text.slice(from, to),
                    marks: over.map((one) => one.what),
                    begin: over.filter((one) => Math.max(one.from, start) === from && one.from >= start).map((one) => one.what),
                }
            }),
        )
    }
    return found
}
