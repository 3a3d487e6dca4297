import type { Fact, Moment } from "../../api/types"
import { t } from "../../i18n"
import { count, isCount } from "../../parts/value"
import { capital, facetName } from "../../parts/words"
import { asOf, latest, zoneOf } from "./clock"
import { type Count, TOLL, tollInWords } from "./figures"
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
    const other = toll ? null : otherFigure(model)
    const values = {
        toll: capital(toll ?? other?.said ?? t("incident.toll.none")),
        voices: model.voices.size,
        accounts: view.accounts.length,
        // some languages end a date with a full stop, as the sentence does
        when: at ? asOf(at, zoneOf(view.incident.places)).replace(/\.$/, "") : "",
    }
    const sentence = t(at ? "incident.known" : "incident.known.undated", values)
    return { sentence, standing: standing(other ? [other.fact] : told.map(({ fact }) => fact)), at }
}

/** Of what cost no lives: how many took part, were taken or freed. Both figures where two contest. */
function otherFigure(model: Model): { fact: Fact; said: string } | null {
    for (const facet of TOLL) {
        const fact = tollOf(model, facet)
        const figures = (fact?.values ?? []).flatMap(({ value }) => (isCount(value) && !value.delta ? [count(value)] : []))
        const [one, rival] = [...new Set(figures)]
        if (!fact || !one) continue
        const value = fact.state === "contested" && rival ? t("incident.toll.or", { one, other: rival }) : one
        return { fact, said: t("incident.toll.other", { facet: facetName(facet), value }) }
    }
    return null
}

function standing(toll: Fact[]): string {
    const worst = (["contested", "unordered", "revised"] as const).find((state) => toll.some((fact) => fact.state === state))
    if (worst === "revised") {
        const steps = Math.max(...toll.map((fact) => (fact.series?.length ?? 1) - 1))
        return steps > 0 ? t("incident.toll.revised", { n: steps }) : ""
    }
    return worst ? t(`incident.toll.${worst}`) : ""
}
