import type { Told } from "../../api/types"
import { t } from "../../i18n"
import { ValueText } from "../../parts/value"
import { FactHead, type Marks } from "./fact-head"
import { outletOf, type Row, voiceOf } from "./model"
import { useShown } from "./show"
import { sameWords, Words } from "./words"

/** The same as the table where that is too wide: a card a fact, each value with the words of those who give it. */
export function Cards({ rows, marks }: { rows: Row[]; marks: Marks }) {
    return (
        <ol class="cards">
            {rows.map((row) => (
                <li key={row.id} class={row.fact.state}>
                    <h3>
                        <FactHead row={row} marks={marks} />
                    </h3>
                    {row.fact.values.map((one, at) => {
                        const claims = row.claims.filter(({ value }) => value === at).map(({ claim }) => claim)
                        return (
                            <div class="given" key={at}>
                                {row.fact.values.length > 1 && (
                                    <p class="value-of">
                                        {at === 0 ? t("incident.value.current") : t("incident.value.other")} <ValueText value={one.value} />
                                    </p>
                                )}
                                <Given claims={claims} />
                            </div>
                        )
                    })}
                </li>
            ))}
        </ol>
    )
}

function Given({ claims }: { claims: Told[] }) {
    const { model } = useShown()
    const voices = new Map<number | null, Told[]>()
    for (const claim of claims) voices.set(claim.voice, [...(voices.get(claim.voice) ?? []), claim])
    return (
        <dl>
            {[...voices].map(([voice, said]) => (
                <div key={voice ?? "outlets"}>
                    <dt>
                        <bdi>{voiceOf(model, said[0]!)?.name ?? t("incident.outlets")}</bdi>
                    </dt>
                    <dd>
                        {sameWords(said).map((same) => (
                            <span class="said" key={same[0]!.id}>
                                <Words claims={same} />{" "}
                                <span class="quiet">
                                    {[...new Set(same.map((claim) => outletOf(model.accounts.get(claim.article))))].join(", ")}
                                </span>
                            </span>
                        ))}
                    </dd>
                </div>
            ))}
        </dl>
    )
}
