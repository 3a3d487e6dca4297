import type { Fact, Moment, Told } from "../../api/types"
import { timeOf } from "./clock"
import { type Count, TOLL } from "./figures"
import { type Model, type Row, isOfAll } from "./model"

/** One figure that somebody gave. */
export interface Step {
    at: number
    /** Whether only the day is known: then `at` is its end. */
    day: boolean
    moment: Moment
    value: Count
    claim: Told
}

/** All the figures of one voice, in time. */
export interface Line {
    /** Position in the view's voices; null for what outlets say on their own. */
    voice: number | null
    name: string
    steps: Step[]
}

/** A count over time. */
export interface Panel {
    row: Row
    fact: Fact
    /** Whether it is of some of those that the panel above counts. */
    subset: boolean
    lines: Line[]
    /** The toll as weighed over all voices, where it moved. */
    toll: { at: number; value: Count }[]
}

/** The counts of people over time, each followed by what it is of; those in which nothing moves are left out. */
export function panelsOf(model: Model): Panel[] {
    const found: Panel[] = []
    for (const facet of TOLL) {
        const rows = model.rows.filter(({ fact }) => fact.facet === facet)
        const all = rows.filter(({ fact }) => isOfAll(fact.scope))
        for (const row of [...all, ...rows.filter((one) => !all.includes(one))]) {
            const lines = linesOf(model, row)
            const figures = new Set(lines.flatMap((line) => line.steps.map((step) => `${step.value.min} ${step.value.max}`)))
            const subset = !all.includes(row)
            if (figures.size > 0) found.push({ row, fact: row.fact, subset, lines, toll: tollOf(row.fact) })
        }
    }
    return found
}

function tollOf(fact: Fact): Panel["toll"] {
    return (fact.series ?? [])
        .flatMap(({ time, value }) => ("delta" in value ? [{ at: timeOf(time), value }] : []))
        .sort((a, b) => a.at - b.at)
}

function linesOf(model: Model, row: Row): Line[] {
    const by = new Map<number | null, Step[]>()
    for (const { claim } of row.claims) {
        const value = claim.value
        const moment = claim.as_of.time ?? model.accounts.get(claim.article)?.published
        if (!("delta" in value) || value.delta || !moment) continue
        const steps = by.get(claim.voice) ?? []
        // an article that gives one figure twice, in its title and its text, gives it once
        const same = steps.some((s) => s.moment === moment && s.value.min === value.min && s.value.max === value.max && s.claim.stance === claim.stance)
        if (!same) steps.push({ at: timeOf(moment), day: !moment.includes("T"), moment, value, claim })
        by.set(claim.voice, steps)
    }
    return [...by]
        .map(([voice, steps]) => ({
            voice,
            name: voice === null ? "" : (model.view.voices[voice]?.name ?? ""),
            steps: steps.sort((a, b) => a.at - b.at || a.value.min - b.value.min),
        }))
        .sort((a, b) => Number(a.voice === null) - Number(b.voice === null) || b.steps.length - a.steps.length || last(b) - last(a))
}

const last = (line: Line): number => line.steps.at(-1)?.at ?? 0

/** How high a line stands at a figure: its middle, where it has two ends. */
export const heightOf = (value: Count): number => (value.max === null ? value.min : (value.min + value.max) / 2)

/** Whether a panel is worth drawing: figures differ, and not at one moment only. */
export const moves = (panel: Panel): boolean => {
    const steps = panel.lines.flatMap((line) => line.steps)
    const figures = new Set(steps.map((step) => `${step.value.min} ${step.value.max} ${step.claim.stance === "denied"}`))
    return figures.size > 1 && new Set(steps.map((step) => step.at)).size > 1
}

/** How many voices have a hue of their own; the others share grey. */
export const HUES = 6

/** The hue of each voice in all panels: those with most figures first. */
export function huesOf(panels: Panel[]): Map<number | null, number> {
    const weight = new Map<number, number>()
    for (const panel of panels) {
        for (const { voice, steps } of panel.lines) {
            if (voice !== null) weight.set(voice, (weight.get(voice) ?? 0) + steps.length * (panel.subset ? 1 : 3))
        }
    }
    const order = [...weight].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, HUES)
    return new Map(order.map(([voice], hue) => [voice, hue]))
}
