import type { Fact, IncidentView, Moment } from "../../api/types"
import { t } from "../../i18n"
import { isCount } from "../../parts/value"
import { capital } from "../../parts/words"
import { asOf, latest, zoneOf } from "./clock"
import { type Count, tollInWords } from "./figures"
import { type Model, isOfAll } from "./model"

/** What the sentence above all is made of. */
export interface Known {
    sentence: string
    /** How the figures of the toll stand to each other; empty where nothing need be said. */
    standing: string
    /** As of when: the moment asked for, or when the last account was published. */
    at: Moment | null
}

const tollOf = (model: Model, facet: string): Fact | undefined =>
    model.view.incident.facts.find((fact) => fact.facet === facet && isOfAll(fact.scope))

/** One sentence of what is known, by how many voices, as of which hour. */
export function known(model: Model): Known {
    const { view } = model
    const at = view.known ?? latest(view.accounts.map((one) => one.published))
    const told = (["killed", "injured"] as const).flatMap((facet) => {
        const fact = tollOf(model, facet)
        const value = fact?.values[0]?.value
        return fact && value && isCount(value) && !value.delta ? [{ facet, fact, value: value as Count }] : []
    })
    const said = told.map(({ facet, value }) => tollInWords(facet, value))
    const toll = said.length > 1 ? t("incident.toll.both", { killed: said[0]!, injured: said[1]! }) : said[0]
    const values = {
        toll: capital(toll ?? t("incident.toll.none")),
        voices: voicesOf(view),
        accounts: view.accounts.length,
        // some languages end a date with a full stop, as the sentence does
        when: at ? asOf(at, zoneOf(view.incident.places)).replace(/\.$/, "") : "",
    }
    const sentence = t(at ? "incident.known" : "incident.known.undated", values)
    return { sentence, standing: standing(told.map(({ fact }) => fact)), at }
}

/** How many named voices the facts have. */
function voicesOf(view: IncidentView): number {
    if (view.known === null) return view.listed.voices
    return new Set(view.incident.facts.flatMap((fact) => fact.values.flatMap((one) => one.voices))).size
}

function standing(toll: Fact[]): string {
    const worst = (["contested", "unordered", "revised"] as const).find((state) => toll.some((fact) => fact.state === state))
    if (worst === "revised") {
        const steps = Math.max(...toll.map((fact) => (fact.series?.length ?? 1) - 1))
        return steps > 0 ? t("incident.toll.revised", { n: steps }) : ""
    }
    return worst ? t(`incident.toll.${worst}`) : ""
}
