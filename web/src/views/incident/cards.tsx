import type { State, Told } from "../../api/types"
import { t } from "../../i18n"
import { ValueText } from "../../parts/value"
import { FactHead, type Marks } from "./fact-head"
import { useGradually } from "./gradually"
import { PRINT, useMedia } from "./media"
import { outletOf, type Row, voiceOf } from "./model"
import { useShown } from "./show"
import { sameWords, Words } from "./words"

/** The same as the table where that is too wide: a card a fact, each value with the words of those who give it; where
 * only one voice says so, folded. */
export function Cards({ rows, marks }: { rows: Row[]; marks: Marks }) {
    const print = useMedia(PRINT)
    const shown = useGradually(rows)
    return (
        <ol class="cards">
            {shown.map((row) => (
                <li key={row.id} class={row.fact.state}>
                    <details open={print || row.fact.state !== "single"}>
                        <summary>
                            <h3>
                                <FactHead row={row} marks={marks} />
                            </h3>
                        </summary>
                        {row.fact.values.map((one, at) => (
                            <div class="given" key={at}>
                                {row.fact.values.length > 1 && (
                                    <p class="value-of">
                                        {at > 0 && <Beside state={row.fact.state} />} <ValueText value={one.value} />
                                    </p>
                                )}
                                <Given claims={row.claims.filter(({ value }) => value === at).map(({ claim }) => claim)} />
                            </div>
                        ))}
                    </details>
                </li>
            ))}
        </ol>
    )
}

/** How another value stands to the current one. */
function Beside({ state }: { state: State }) {
    if (state === "contested") return <span class="against" role="img" aria-label={t("incident.against")} />
    return <span class="quiet">{t(state === "revised" ? "incident.value.earlier" : "incident.value.other")}</span>
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
