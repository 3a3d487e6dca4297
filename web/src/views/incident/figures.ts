import { t } from "../../i18n"
import type { Value } from "../../api/types"
import { isCount } from "../../parts/value"
import { number } from "../../parts/words"

export type Count = Extract<Value, { delta: boolean }>

/** What is counted of people, in the order in which a reader asks. */
export const TOLL = ["killed", "injured", "missing", "abducted", "detained", "released", "participants"] as const

type Bound = "exact" | "least" | "over" | "most" | "about" | "between"

/** How a number is bounded. "More than 100" is read as at least 101: so what is one more than a round number is told. */
export function boundOf(of: Count): { bound: Bound; n: number; m: number } {
    const { min, max, approx } = of
    if (max === null) {
        const over = min > 20 && (min - 1) % 10 === 0
        return approx ? { bound: "about", n: min, m: min } : over ? { bound: "over", n: min - 1, m: min } : { bound: "least", n: min, m: min }
    }
    if (min === max) return { bound: approx ? "about" : "exact", n: min, m: max }
    if (min === 0) return { bound: "most", n: max, m: max }
    return { bound: "between", n: min, m: max }
}

/** A number in few letters, for a chart and a narrow column: "≥39", ">100", "≈100", "10–20". */
export function brief(value: Value): string {
    if (!isCount(value)) return ""
    const { bound, n, m } = boundOf(value)
    const [a, b] = [number(n), number(m)]
    const said = { exact: a, least: `≥${a}`, over: `>${a}`, most: `≤${a}`, about: `≈${a}`, between: `${a}–${b}` }[bound]
    return value.delta ? `+${said}` : said
}

/** "At least 39 killed", as a sentence tells it. */
export function tollInWords(facet: "killed" | "injured", value: Count): string {
    return t(`incident.toll.${facet}`, { ...boundOf(value) })
}
