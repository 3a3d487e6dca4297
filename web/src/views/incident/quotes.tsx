import { useMemo } from "preact/hooks"
import type { Told } from "../../api/types"
import { t } from "../../i18n"
import { type Model, outletOf, tongueOf, voiceOf } from "./model"
import { useShown } from "./show"
import { sameWords, StanceMark } from "./words"

interface Quote {
    speaker: string
    /** Each wording with the claims that have it. */
    wordings: Told[][]
}

/** Quotations; what several accounts quote of one speaker in other words or another language stands side by side. */
function quotesOf(model: Model): Quote[] {
    const found: Quote[] = []
    for (const { fact, claims } of model.rows) {
        if (fact.facet !== "quote") continue
        fact.values.forEach((one, at) => {
            const said = claims.filter(({ value }) => value === at).map(({ claim }) => claim)
            const [first] = said
            if (!first) return
            const speaker = "speaker" in one.value ? one.value.speaker : null
            found.push({ speaker: voiceOf(model, first)?.name ?? speaker ?? t("quote.nobody"), wordings: sameWords(said) })
        })
    }
    // what was told most ways, then in most accounts
    const accounts = (quote: Quote) => quote.wordings.reduce((sum, one) => sum + one.length, 0)
    return found.sort((a, b) => b.wordings.length - a.wordings.length || accounts(b) - accounts(a))
}

export function Quotes() {
    const { model, open, opened } = useShown()
    const quotes = useMemo(() => quotesOf(model), [model])
    if (quotes.length === 0) return null
    return (
        <section class="quotes" aria-labelledby="quotes">
            <h2 id="quotes">{t("incident.quotes")}</h2>
            <ul>
                {quotes.map((quote) => (
                    <li key={quote.wordings[0]![0]!.id}>
                        <h3>
                            <bdi>{quote.speaker}</bdi>
                        </h3>
                        <div class="wordings">
                            {quote.wordings.map((same) => {
                                const [claim] = same
                                return (
                                    <figure key={claim!.id}>
                                        <blockquote {...tongueOf(model.accounts.get(claim!.article)?.language)}>{claim!.text}</blockquote>
                                        <figcaption>
                                            <StanceMark stance={claim!.stance} />
                                            <button
                                                type="button"
                                                class="quiet-button"
                                                aria-expanded={same.some((one) => opened.includes(one.id))}
                                                onClick={() => open(same.map((one) => one.id))}
                                            >
                                                {[...new Set(same.map((one) => outletOf(model.accounts.get(one.article))))].join(", ")}
                                            </button>
                                        </figcaption>
                                    </figure>
                                )
                            })}
                        </div>
                    </li>
                ))}
            </ul>
        </section>
    )
}
