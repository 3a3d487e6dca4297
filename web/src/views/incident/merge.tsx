import { useEffect, useState } from "preact/hooks"
import type { Found, Listed } from "../../api/types"
import { t } from "../../i18n"
import { Dialog } from "../../parts/dialog"
import { IncidentLine, incidentTitle } from "../../parts/incident-line"
import { useResource } from "../../parts/load"
import { useShown } from "./show"

interface Props {
    open: boolean
    /** The other incident, where it is already chosen: its line was dropped here, or its button pressed. */
    chosen: Listed | null
    onClose: () => void
    onMerge: (other: Listed, note: string) => Promise<boolean>
}

/** Merges this incident with another: one of the same wave, or one that is searched for. */
export function MergeDialog({ open, chosen, onClose, onMerge }: Props) {
    const { view } = useShown().model
    const [words, setWords] = useState("")
    const [asked, setAsked] = useState("")
    const [other, setOther] = useState<Listed | null>(chosen)
    const [note, setNote] = useState("")
    useEffect(() => {
        setOther(chosen)
        if (open) {
            setWords("")
            setNote("")
        }
    }, [open, chosen])
    useEffect(() => {
        const waiting = setTimeout(() => setAsked(words.trim()), 250)
        return () => clearTimeout(waiting)
    }, [words])
    const found = useResource<Found>(open && asked ? "/search" : null, { words: asked, limit: 10 })
    const near = [...view.siblings, ...view.parts]
    const shown = (asked && found.data ? found.data.incidents : near).filter((one) => one.id !== view.incident.id)
    const merge = async (event: Event) => {
        event.preventDefault()
        if (other && (await onMerge(other, note))) onClose()
    }
    return (
        <Dialog open={open} title={t("incident.merge.title")} onClose={onClose}>
            <form class="merge-dialog" onSubmit={merge}>
                {other ? (
                    <>
                        <p>{t("incident.merge.says", { title: incidentTitle(view.listed) })}</p>
                        <IncidentLine incident={other} />
                        <p>
                            <button type="button" class="quiet-button" onClick={() => setOther(null)}>
                                {t("incident.merge.another")}
                            </button>
                        </p>
                        <label>
                            {t("incident.note.why")}
                            <textarea rows={2} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
                        </label>
                    </>
                ) : (
                    <>
                        <label>
                            {t("incident.merge.search")}
                            <input type="search" value={words} autocomplete="off" onInput={(event) => setWords(event.currentTarget.value)} />
                        </label>
                        {!asked && near.length > 0 && <p class="quiet">{t("incident.merge.near")}</p>}
                        <ul class="choices">
                            {shown.map((one) => (
                                <li key={one.id}>
                                    <button type="button" onClick={() => setOther(one)}>
                                        <strong>{incidentTitle(one)}</strong>
                                        <span class="quiet">{t("line.articles", { n: one.articles })}</span>
                                    </button>
                                </li>
                            ))}
                        </ul>
                        {asked && found.data && shown.length === 0 && <p role="status">{t("search.none", { words: asked })}</p>}
                    </>
                )}
                <p class="do">
                    <button type="submit" class="primary" disabled={!other}>
                        {t("incident.merge.do")}
                    </button>
                    <button type="button" onClick={onClose}>
                        {t("incident.cancel")}
                    </button>
                </p>
            </form>
        </Dialog>
    )
}
