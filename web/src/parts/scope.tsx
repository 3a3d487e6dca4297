import type { Scope } from "../api/types"
import { has, t } from "../i18n"
import { capital, categoryName, facetName } from "./words"

/** What a value is of, in words: "children, in hospital"; empty where it is of all. */
export function scopeInWords(scope: Scope): string {
    const word = (name: string | null) => name && categoryName(name)
    // where a word can't just be put into a phrase, as it would change its ending, the phrase stands as a whole
    const phrase = (group: "of" | "includes" | "per", name: string) =>
        has(`${group}.${name}`)
            ? t(`${group}.${name}`)
            : group === "of"
              ? word(name)
              : t(`scope.${group}`, { what: name })
    const set = (message: string, name: string | null) => name && t(message, { what: name })
    return [
        // who is counted is told as many: "children"; of one it is "child"
        scope.of && phrase("of", scope.of),
        word(scope.target),
        set("scope.place", scope.place),
        set("scope.weapon", word(scope.weapon)),
        word(scope.means),
        word(scope.severity),
        set("scope.cause", word(scope.cause)),
        word(scope.basis),
        scope.includes && phrase("includes", scope.includes),
        scope.per && phrase("per", scope.per),
        set("scope.period", scope.period),
    ]
        .filter(Boolean)
        .join(", ")
}

/** A facet and what it is of: "Killed: children". */
export function factInWords(facet: string, scope: Scope): string {
    const of = scopeInWords(scope)
    return of ? t("fact.of", { facet: capital(facetName(facet)), of }) : capital(facetName(facet))
}

/** What a value is of, quietly; nothing where it is of all. */
export function ScopeWords({ scope }: { scope: Scope }) {
    const said = scopeInWords(scope)
    return said ? <span class="scope">{said}</span> : null
}
