// What every language of the page must say: the same messages as English, with the same arguments, and a label for each
// kind and facet that the rules know. Plain node, no browser: `npm test`.

import assert from "node:assert/strict"
import { readFileSync, readdirSync } from "node:fs"
import { test } from "node:test"
import { IntlMessageFormat } from "intl-messageformat"

const messages = new URL("../src/i18n/", import.meta.url)
const kinds = new URL("../../kinds/", import.meta.url)
const LANGUAGES = ["en", "uk", "it"]

const json = (at) => JSON.parse(readFileSync(new URL(at, messages), "utf8"))
const files = readdirSync(new URL("en/", messages)).filter((name) => name.endsWith(".json"))

/** All messages of a language; no name may stand in two files. */
function all(language) {
    const found = {}
    for (const file of files) {
        for (const [name, text] of Object.entries(json(`${language}/${file}`))) {
            assert(!(name in found), `${language}: ${name} stands in two files`)
            found[name] = text
        }
    }
    return found
}

/** The arguments of a message, each with its type; those within plurals too. */
function asked(parts, found = new Set()) {
    for (const part of parts) {
        if (part.value && part.type >= 1 && part.type <= 6) found.add(`${part.value}:${part.type}`)
        for (const option of Object.values(part.options ?? {})) asked(option.value, found)
    }
    return [...found].sort()
}

/** The names of a table of `kinds/`: each begins an entry. */
const named = (file) =>
    [...readFileSync(new URL(file, kinds), "utf8").matchAll(/^name = "(.+)"$/gm)].map(([, name]) => name)

const english = all("en")

for (const language of LANGUAGES) {
    test(`${language} says what English says, in the same files`, () => {
        for (const file of files) {
            assert.deepEqual(
                Object.keys(json(`${language}/${file}`)).sort(),
                Object.keys(json(`en/${file}`)).sort(),
                file,
            )
        }
    })

    test(`${language} asks for the same arguments`, () => {
        const texts = all(language)
        for (const [name, text] of Object.entries(texts)) {
            assert.notEqual(text.trim(), "", name)
            const here = asked(new IntlMessageFormat(text, language).getAst())
            const there = asked(new IntlMessageFormat(english[name], "en").getAst())
            assert.deepEqual(here, there, name)
        }
    })

    test(`${language} has a plural for each of its numbers`, () => {
        const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
        for (const [name, text] of Object.entries(all(language))) {
            for (const part of new IntlMessageFormat(text, language).getAst()) {
                if (part.type !== 6) continue
                const missing = pluralCategories.filter((one) => !(one in part.options))
                // where all are written as one, "other" is enough
                const written = Object.keys(part.options).filter((one) => !one.startsWith("="))
                assert(missing.length === 0 || written.length <= 2, `${name} lacks ${missing}`)
            }
        }
    })

    test(`${language} names all kinds, families and facets`, () => {
        const texts = all(language)
        const toml = readFileSync(new URL("kinds.toml", kinds), "utf8")
        for (const kind of named("kinds.toml")) assert(texts[`kind.${kind}`], kind)
        for (const [, family] of toml.matchAll(/^family = "(.+)"$/gm)) assert(texts[`family.${family}`], family)
        for (const facet of named("facets.toml")) assert(texts[`facet.${facet}`], facet)
        const weapons = readFileSync(new URL("weapons.toml", kinds), "utf8")
        for (const [, weapon] of weapons.matchAll(/name = "([^"]+)"/g)) assert(texts[`category.${weapon}`], weapon)
    })
}
