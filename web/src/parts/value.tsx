import type { Place, Value } from "../api/types"
import { t } from "../i18n"
import { told } from "./moment"
import { categoryName, country, listed, number } from "./words"

type Count = Extract<Value, { delta: boolean }>
type Victim = Extract<Value, { fate: string }>
type Name = Extract<Value, { kind: string | null }>

export const isCount = (value: Value): value is Count => "delta" in value
export const isPlace = (value: Value): value is Place => "within" in value

/** A number with its bounds: "at least 40", "about 300", "10–12", "3 more". */
export function count(of: { min: number | null; max: number | null; approx?: boolean; delta?: boolean }): string {
    const said = t(of.approx ? "count.about" : "count.plain", { n: bounds(of.min ?? 0, of.max) })
    return of.delta ? t("count.more", { n: said }) : said
}

function bounds(min: number, max: number | null): string {
    if (max === null) return min <= 1 ? t("count.some") : t("count.least", { n: number(min) })
    if (max === min) return max === 0 ? t("count.none") : number(max)
    if (min === 0) return t("count.most", { n: number(max) })
    return t("count.between", { min: number(min), max: number(max) })
}

/** A place with what holds it: "Kazan (Tatarstan, Russia)". The state's name is in the reader's language. */
export function place(of: Place): string {
    const holds = of.within.map((one) => (one.type === "country" && of.country ? country(of.country) : one.name))
    const around = holds.filter((one, at) => one !== of.name && holds.indexOf(one) === at)
    const name = of.precision === "country" && of.country ? country(of.country) : of.name
    return around.length > 0 ? `${name} (${around.join(", ")})` : name
}

function victim(of: Victim): string {
    const who = [of.name, of.of && categoryName(of.of), of.age !== null && t("victim.age", { age: of.age })]
    const said = who.filter(Boolean).join(", ") || t("victim.somebody")
    return `${said}: ${categoryName(of.fate)}`
}

function named(of: Name): string {
    const stance = of.kind && !["person", "state", "group"].includes(of.kind) ? t(`responsibility.${of.kind}`) : null
    const name = of.kind === "state" && of.country ? country(of.country) : of.name
    const state = of.country && country(of.country) !== name ? country(of.country) : null
    const more = [stance, state].filter((one) => one !== null)
    return more.length > 0 ? `${name} (${more.join(", ")})` : name
}

/** A value in the reader's language. What has a name of its own keeps it: names are never translated. */
export function inWords(value: Value): string {
    if (isCount(value)) return count(value)
    if ("category" in value) {
        const said = categoryName(value.category)
        return value.name ? `${value.name} (${said})` : said
    }
    if (isPlace(value)) return place(value)
    if ("start" in value) return told(value)
    if ("fate" in value) return victim(value)
    if ("speaker" in value) return value.speaker ?? t("quote.nobody")
    return named(value)
}

/** Several values, as a sentence lists them. */
export const allInWords = (values: Value[]): string => listed(values.map(inWords))

/** A value, its digits under each other in a column, and its direction its own. */
export function ValueText({ value }: { value: Value }) {
    return <bdi class={isCount(value) ? "value figure" : "value"}>{inWords(value)}</bdi>
}
