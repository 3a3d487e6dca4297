import { useMemo } from "preact/hooks"
import type { Told } from "../../api/types"
import { t } from "../../i18n"
import { type Model, outletOf, tongueOf, voiceOf } from "./model"
import { Room } from "./room"
import { useOpened, useShown } from "./show"
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
    const { model } = useShown()
    const quotes = useMemo(() => quotesOf(model), [model])
    if (quotes.length === 0) return null
    return (
        <Room name="quotes" kind="quotes" title={t("incident.quotes")}>
            <ul>
                {quotes.map((quote) => (
                    <li key={quote.wordings[0]![0]!.id}>
                        <h3>
                            <bdi>{quote.speaker}</bdi>
                        </h3>
                        <div class="wordings">
                            {quote.wordings.map((same) => (
                                <Wording key={same[0]!.id} claims={same} />
                            ))}
                        </div>
                    </li>
                ))}
            </ul>
        </Room>
    )
}

function Wording({ claims }: { claims: Told[] }) {
    const { model, open } = useShown()
    const keys = claims.map((claim) => claim.id)
    const isOpen = useOpened(keys)
    const [first] = claims
    if (!first) return null
    return (
        <figure>
            <blockquote {...tongueOf(model.accounts.get(first.article)?.language)}>{first.text}</blockquote>
            <figcaption>
                <StanceMark stance={first.stance} />
                <button type="button" class="quiet-button" aria-expanded={isOpen} onClick={() => open(keys)}>
                    {[...new Set(claims.map((claim) => outletOf(model.accounts.get(claim.article))))].join(", ")}
                </button>
            </figcaption>
        </figure>
    )
}
