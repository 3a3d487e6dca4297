// Names of kinds, facets, categories, states of the world and numbers, as the reader's language has them. A new kind or
// category of the server's still has its English name until the messages know it.

import { status } from "./session"
import { has, language, locale, t } from "../i18n"
import { displayNames, numberFormat } from "./formats"

/** A kind of incident: "drone strike". */
export function kindName(kind: string | null): string {
    if (kind === null) return t("kind.none")
    return named("kind", kind) ?? status.value?.kinds.find((one) => one.name === kind)?.label ?? kind
}

/** A family of kinds: "attacks". */
export const familyName = (family: string): string => named("family", family) ?? family

/** What a fact is about: "killed". */
export function facetName(facet: string): string {
    return named("facet", facet) ?? status.value?.facets.find((one) => one.name === facet)?.label ?? facet
}

/** A weapon, a target, a cause, who somebody is: all that the rules know by an English word. */
export const categoryName = (category: string): string =>
    named("category", category) ?? named("kind", category) ?? category

/** The kind of a voice: "official", "military". */
export const voiceKind = (kind: string): string => named("voice", kind) ?? kind

function named(group: string, name: string): string | null {
    const key = `${group}.${name}`
    return has(key) ? t(key) : null
}

/** A state's name by its ISO code. */
export function country(code: string): string {
    const wanted = language.value
    try {
        return displayNames([locale.value, wanted], { type: "region" }).of(code) ?? code
    } catch {
        return code // the browser takes no other code than ISO's for a state
    }
}

/** A language's name by its code. */
export function tongue(code: string): string {
    try {
        return displayNames([locale.value, language.value], { type: "language" }).of(code) ?? code
    } catch {
        return code
    }
}

/** "1,200" */
export const number = (n: number): string => numberFormat(locale.value).format(n)

/** "45%" of a share between 0 and 1. */
export const share = (part: number): string =>
    numberFormat(locale.value, { style: "percent", maximumFractionDigits: 0 }).format(part)

/** "Colombo, Negombo and Batticaloa" */
export const listed = (items: string[]): string =>
    new Intl.ListFormat(locale.value, { type: "conjunction" }).format(items)

/** The first letter as it stands at the beginning of a line. */
export function capital(text: string): string {
    const first = text[Symbol.iterator]().next().value ?? ""
    return first.toLocaleUpperCase(locale.value) + text.slice(first.length)
}
