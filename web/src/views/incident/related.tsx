import type { Listed } from "../../api/types"
import { t } from "../../i18n"
import { IncidentLine, incidentTitle } from "../../parts/incident-line"
import { RightIcon } from "../../parts/icons"
import { INCIDENT } from "./drop"
import { Room } from "./room"
import { useShown } from "./show"

/** The wave that this is part of, and what an utterance is about: above all else. */
export function Parents() {
    const { part_of, about } = useShown().model.view
    if (!part_of && !about) return null
    return (
        <nav class="parents" aria-label={t("incident.parents")}>
            {part_of && <Parent of={part_of} label={t("incident.part-of")} />}
            {about && <Parent of={about} label={t("incident.about")} />}
        </nav>
    )
}

const Parent = ({ of, label }: { of: Listed; label: string }) => (
    <span>
        <span class="quiet">{label}</span> <a href={`/incidents/${of.id}`}>{incidentTitle(of)}</a> <RightIcon size={14} />
    </span>
)

/** Parts, siblings and statements, each a line that can be dragged onto this incident where one may merge. */
export function Related({ onMerge }: { onMerge: ((other: Listed) => void) | null }) {
    const { parts, siblings, statements } = useShown().model.view
    return (
        <>
            <Lines name="parts" incidents={parts} onMerge={onMerge} />
            <Lines name="siblings" incidents={siblings} onMerge={onMerge} />
            <Lines name="statements" incidents={statements} onMerge={onMerge} />
        </>
    )
}

interface LinesProps {
    name: "parts" | "siblings" | "statements"
    incidents: Listed[]
    onMerge: ((other: Listed) => void) | null
}

function Lines({ name, incidents, onMerge }: LinesProps) {
    if (incidents.length === 0) return null
    return (
        <Room
            name={name}
            kind="related"
            title={
                <>
                    {t(`incident.${name}`)} <span class="n">{incidents.length}</span>
                </>
            }
        >
            <ul class="incident-lines">
                {incidents.map((one) => (
                    <li
                        key={one.id}
                        draggable={onMerge !== null}
                        onDragStart={(event) => {
                            event.dataTransfer?.setData(INCIDENT, JSON.stringify(one))
                            event.dataTransfer?.setData("text/uri-list", `${location.origin}/incidents/${one.id}`)
                        }}
                    >
                        <IncidentLine incident={one} />
                        {onMerge && (
                            <button type="button" class="quiet-button merge" aria-label={t("incident.merge.with", { title: incidentTitle(one) })} onClick={() => onMerge(one)}>
                                {t("incident.merge")}
                            </button>
                        )}
                    </li>
                ))}
            </ul>
        </Room>
    )
}
