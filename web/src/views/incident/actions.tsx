import { useState } from "preact/hooks"
import type { Decision, Listed } from "../../api/types"
import { t } from "../../i18n"
import { Dialog } from "../../parts/dialog"
import { HiddenIcon, NoteIcon, PinIcon } from "../../parts/icons"
import type { Deciding } from "./decide"
import { useShown } from "./show"

type Mark = "pin" | "dismiss" | "note"

interface Props {
    deciding: Deciding
    onMerge: (other: Listed | null) => void
}

/** What one who may curate does with an incident. A mark that holds is taken off by the same button. */
export function Actions({ deciding, onMerge }: Props) {
    const { incident } = useShown().model.view
    const [asking, setAsking] = useState<Mark | null>(null)
    const held = (what: Mark): Decision | undefined => incident.decisions?.find((one) => one.what === what)
    const press = (what: Mark) => {
        const mark = held(what)
        if (mark && what !== "note") void deciding.undo(mark.number)
        else if (what === "pin") void deciding.decide({ what, incident: incident.id, note: "" })
        else setAsking(what)
    }
    return (
        <div class="actions" role="group" aria-label={t("incident.actions")}>
            <button type="button" aria-pressed={held("pin") !== undefined} onClick={() => press("pin")}>
                <PinIcon size={16} /> <span class="label">{t("incident.do.pin")}</span>
            </button>
            <button type="button" aria-pressed={held("dismiss") !== undefined} onClick={() => press("dismiss")}>
                <HiddenIcon size={16} /> <span class="label">{t("incident.do.dismiss")}</span>
            </button>
            <button type="button" onClick={() => press("note")}>
                <NoteIcon size={16} /> <span class="label">{t("incident.do.note")}</span>
            </button>
            <button type="button" onClick={() => onMerge(null)}>
                {t("incident.merge")}…
            </button>
            <NoteDialog what={asking} onClose={() => setAsking(null)} deciding={deciding} />
        </div>
    )
}

function NoteDialog({ what, onClose, deciding }: { what: Mark | null; onClose: () => void; deciding: Deciding }) {
    const { incident } = useShown().model.view
    const [note, setNote] = useState("")
    const save = async (event: Event) => {
        event.preventDefault()
        if (what && (await deciding.decide({ what, incident: incident.id, note: note.trim() }))) {
            setNote("")
            onClose()
        }
    }
    return (
        <Dialog open={what !== null} title={what ? t(`incident.do.${what}`) : ""} onClose={onClose}>
            <form onSubmit={save}>
                {what === "dismiss" && <p>{t("incident.do.dismiss.says")}</p>}
                <label>
                    {what === "dismiss" ? t("incident.note.why") : t("incident.note")}
                    <textarea rows={4} value={note} required={what === "note"} onInput={(event) => setNote(event.currentTarget.value)} />
                </label>
                <p class="do">
                    <button type="submit" class="primary">
                        {what === "note" ? t("incident.save") : t("incident.do.dismiss")}
                    </button>
                    <button type="button" onClick={onClose}>
                        {t("incident.cancel")}
                    </button>
                </p>
            </form>
        </Dialog>
    )
}
