import type { Listed } from "../api/types"
import { language, t } from "../i18n"
import { PinIcon } from "./icons"
import { Days, days } from "./moment"
import { StateMark, StateShape } from "./state"
import { count } from "./value"
import { capital, facetName, kindName } from "./words"

/** What an incident is called. The server's title is English; in another language it is made of kind, place and day. */
export function incidentTitle(one: Pick<Listed, "title" | "kind" | "places" | "days">): string {
    if (language.value === "en") return one.title
    const where = one.places.slice(0, 2).join(", ")
    return [capital(kindName(one.kind)), where, days(one.days, "long")].filter(Boolean).join(", ")
}

export const isPinned = (one: Listed): boolean => one.decisions?.some((d) => d.what === "pin") ?? false
export const isDismissed = (one: Listed): boolean => one.decisions?.some((d) => d.what === "dismiss") ?? false

interface Props {
    incident: Listed
    /** That it came, or changed, since the page was opened. */
    fresh?: "new" | "changed" | undefined
    /** The level of its heading. */
    level?: 2 | 3 | 4
}

/** One incident in a list: how its accounts stand, what, where and when, its toll, and how many tell of it. */
export function IncidentLine({ incident, fresh, level = 3 }: Props) {
    const Heading = `h${level}` as const
    const kept = isPinned(incident)
    const title = incidentTitle(incident)
    const [from] = incident.days
    return (
        <article class={`incident-line ${incident.state}${fresh ? " fresh" : ""}`}>
            <div class="what">
                <Heading>
                    <a href={`/incidents/${incident.id}`}>{title}</a>
                </Heading>
                <p class="about">
                    <StateMark state={incident.state} />
                    {!says(title, kindName(incident.kind)) && <span>{kindName(incident.kind)}</span>}
                    {incident.scope !== "single" && <span>{t(`extent.${incident.scope}`)}</span>}
                    {incident.part_of && <span>{t("line.part")}</span>}
                    {!says(title, from?.slice(0, 4) ?? "?") && <Days of={incident.days} />}
                    {kept && (
                        <span class="mark">
                            <PinIcon size={14} /> {t("line.pinned")}
                        </span>
                    )}
                    {isDismissed(incident) && <span class="mark">{t("line.dismissed")}</span>}
                    {fresh && <span class="mark fresh">{t(`line.${fresh}`)}</span>}
                </p>
            </div>
            <Figures of={incident} />
            <p class="heard">
                <span>{t("line.voices", { n: incident.voices })}</span>
                <span>{t("line.articles", { n: incident.articles })}</span>
            </p>
        </article>
    )
}

/** Whether a title tells something already, so that it needn't stand twice. */
const says = (title: string, what: string): boolean =>
    title.toLocaleLowerCase(language.value).includes(what.toLocaleLowerCase(language.value))

/** The toll, where one is told: each number with how its accounts stand. */
function Figures({ of }: { of: Listed }) {
    if (of.figures.length === 0) return null
    return (
        <dl class="figures">
            {of.figures.map((one) => (
                <div class={`${one.facet} ${one.state}`}>
                    <dt>{facetName(one.facet)}</dt>
                    <dd>
                        <StateShape state={one.state} size={9} />
                        <span class="unseen">{t(`state.${one.state}`)}: </span>
                        {count(one)}
                    </dd>
                </div>
            ))}
        </dl>
    )
}
