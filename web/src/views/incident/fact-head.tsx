import type { Fact } from "../../api/types"
import { t } from "../../i18n"
import { ScopeWords } from "../../parts/scope"
import { StateMark } from "../../parts/state"
import { inWords, ValueText } from "../../parts/value"
import { capital, facetName } from "../../parts/words"
import { type Row, stanceOf } from "./model"
import { useShown } from "./show"
import { StanceMark } from "./words"

/** What is marked on facts besides what they say. */
export interface Marks {
    /** Facts that changed since the reader last looked, each with what it said before. */
    changed: ReadonlyMap<string, string>
    /** What facts say now, where an earlier moment is shown beside it; null where that isn't wanted. */
    now: ReadonlyMap<string, Fact> | null
}

/** What a fact is about, its current value, how the accounts stand, and how many stand behind it. */
export function FactHead({ row, marks }: { row: Row; marks: Marks }) {
    const { model } = useShown()
    const { fact, id } = row
    const [current] = fact.values
    const rival = fact.state === "contested" ? fact.values[1] : undefined
    const was = marks.changed.get(id)
    return (
        <>
            <span class="facet">
                {capital(facetName(fact.facet))} <ScopeWords scope={fact.scope} />
            </span>
            {current && (
                <span class={fact.state === "contested" ? "current open" : "current"}>
                    <ValueText value={current.value} /> <StanceMark stance={stanceOf(model, current)} />
                    {rival && (
                        <>
                            {" "}
                            <span class="against" role="img" aria-label={t("incident.against")} /> <ValueText value={rival.value} />{" "}
                            <StanceMark stance={stanceOf(model, rival)} />
                        </>
                    )}
                </span>
            )}
            <span class="support">
                <StateMark state={fact.state} />
                <span class="quiet">{t("incident.support", { voices: fact.support.voices, texts: fact.support.texts })}</span>
            </span>
            {was !== undefined && <span class="mark changed">{was ? t("incident.changed.was", { was }) : t("incident.changed.new")}</span>}
            {marks.now && <Now row={row} now={marks.now} />}
        </>
    )
}

/** What a fact says now, where that is something else. */
function Now({ row, now }: { row: Row; now: ReadonlyMap<string, Fact> }) {
    const then = row.fact
    const today = now.get(row.id)
    if (!today) return <span class="mark now">{t("incident.now.gone")}</span>
    const [a, b] = [then.values[0], today.values[0]]
    const moved = a && b && inWords(a.value) !== inWords(b.value)
    if (!moved && today.state === then.state) return null
    return (
        <span class="mark now">
            {moved ? t("incident.now.says", { value: inWords(b.value) }) : t("incident.now.state", { state: t(`state.${today.state}`) })}
        </span>
    )
}
