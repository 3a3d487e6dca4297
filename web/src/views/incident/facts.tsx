import { useMemo, useState } from "preact/hooks"
import type { Fact, State } from "../../api/types"
import { t } from "../../i18n"
import { factInWords } from "../../parts/scope"
import { STATES, StateShape } from "../../parts/state"
import { Cards } from "./cards"
import type { Marks } from "./fact-head"
import { NARROW, useMedia } from "./media"
import { byState } from "./model"
import { Room } from "./room"
import { useShown } from "./show"
import { SideBySide } from "./table"

/** All facts, contested first, with a way to see those of some states only. */
export function Facts({ marks }: { marks: Marks }) {
    const { model } = useShown()
    const narrow = useMedia(NARROW)
    const [hidden, setHidden] = useState<ReadonlySet<State>>(new Set())
    const [onlyChanged, setOnlyChanged] = useState(false)
    // quotations have a place of their own
    const all = useMemo(() => byState(model.rows.filter(({ fact }) => fact.facet !== "quote")), [model])
    const rows = useMemo(
        () => all.filter(({ id, fact }) => !hidden.has(fact.state) && (!onlyChanged || marks.changed.has(id))),
        [all, hidden, onlyChanged, marks],
    )
    const toggle = (state: State) => {
        const next = new Set(hidden)
        if (!next.delete(state)) next.add(state)
        setHidden(next)
    }
    return (
        <Room
            name="side-by-side"
            kind="facts"
            title={t("incident.table")}
            beside={
                <div class="states" role="group" aria-label={t("incident.states")}>
                    {STATES.map((state) => {
                        const n = all.filter(({ fact }) => fact.state === state).length
                        if (n === 0) return null
                        return (
                            <button key={state} type="button" class="chip" aria-pressed={!hidden.has(state)} onClick={() => toggle(state)}>
                                <StateShape state={state} size={10} /> {t(`state.${state}`)} <span class="n">{n}</span>
                            </button>
                        )
                    })}
                    {marks.changed.size > 0 && (
                        <button type="button" class="chip only" aria-pressed={onlyChanged} onClick={() => setOnlyChanged(!onlyChanged)}>
                            {t("incident.changed.only")}
                        </button>
                    )}
                </div>
            }
        >
            {marks.now && <Later now={marks.now} />}
            {narrow ? <Cards rows={rows} marks={marks} /> : <SideBySide rows={rows} marks={marks} />}
        </Room>
    )
}

/** What nobody had told yet at the moment shown. */
function Later({ now }: { now: ReadonlyMap<string, Fact> }) {
    const { model } = useShown()
    const there = new Set(model.rows.map(({ id }) => id))
    const later = [...now].filter(([id, { facet }]) => !there.has(id) && facet !== "quote").map(([, fact]) => factInWords(fact.facet, fact.scope))
    if (later.length === 0) return null
    return (
        <p class="later">
            <span class="mark now">{t("incident.now.later")}</span> {later.join("; ")}
        </p>
    )
}
